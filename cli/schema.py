"""`convexam schema`: the JSON Schema of a document."""

import json

import click

from ..exercises.audit_report import Audit
from ..exercises.problem import Key, Problem
from ..exercises.schemas import schema
from ..grader.results import SheetResults
from ..grader.submission import Submission
from ..grader.verdict import Results
from ..sheets import blueprint_schema
from ..sheets.records import Exam, RosterDocument, Sheet, SheetKey

DOCUMENTS = {
    "problem": Problem, "key": Key, "submission": Submission, "results": Results, "exam": Exam, "sheet": Sheet, "sheet-key": SheetKey,
    "roster": RosterDocument, "sheet-results": SheetResults, "audit": Audit,
}  # fmt: skip
_NAMES = (*DOCUMENTS, "blueprint")
_HELP = f"""Print the JSON Schema (draft 2020-12) of a document.

NAME is {", ".join(_NAMES[:-1])} or {_NAMES[-1]}."""


@click.command("schema", help=_HELP, epilog="\b\nExample:\n  convexam schema submission > submission.schema.json")
@click.argument("document", type=click.Choice(_NAMES), metavar="NAME")
def command(document: str) -> None:
    found = blueprint_schema.schema() if document == "blueprint" else schema(DOCUMENTS[document], f"convexam {document}")
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))
