"""`convexam schema`: the JSON Schema of a document."""

import json

import click

from ..exercises.audit_report import Audit
from ..exercises.problem import Key, Problem
from ..exercises.schemas import schema
from ..grader.submission import Submission
from ..grader.verdict import Results

DOCUMENTS = {"problem": Problem, "key": Key, "submission": Submission, "results": Results, "audit": Audit}


@click.command("schema", epilog="\b\nExample:\n  convexam schema submission > submission.schema.json")
@click.argument("document", type=click.Choice(list(DOCUMENTS)))
def command(document: str) -> None:
    """Print the JSON Schema (draft 2020-12) of a document."""
    click.echo(json.dumps(schema(DOCUMENTS[document], f"convexam {document}"), ensure_ascii=False, indent=1))
