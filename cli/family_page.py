"""One page for the author of a family: all its levels side by side, each with settings, key, mistakes, worked solution and audit."""

import traceback
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import ConvexamError
from ..exercises.audit import audit
from ..exercises.audit_report import CLASS, LevelAudit
from ..exercises.draw import Wish, practice
from ..exercises.exercise import Solved
from ..exercises.family import Family, Level
from ..exercises.key import key
from ..exercises.settings import allowed, written
from ..exercises.statement import asked, problem
from ..sheets.html_page import html_page
from ..text.escape import clean
from ..text.html import Sources, blocks
from ..text.terminal import one_line
from ..text.tree import parse
from ..text.words import words_beside
from .broken import told

MARKER = "<!-- a page of convexam preview-family, which it may write again -->"
RELOAD = '<meta http-equiv="refresh" content="2"/>'  # the only way without a script

_TEMPLATE = "family.html.j2"
_AUDIT = str(Path(__file__).with_name("audit.py"))  # its words
_FINDINGS = {"work": "work_differs"}  # kinds of findings whose block is called otherwise
_TOLD = ("space", "work", "answers", "properties", "coincide", "hide")  # what an audit tells, in this order, where there is any
_NOTHING = Sources({}, {})


class LevelShown(NamedTuple):
    """One column: a problem, or why there is none."""

    number: int
    level: Level
    solved: Solved | None
    trouble: str = ""
    audited: LevelAudit | None = None


def family_page(of: Family, seed: int = 0, draws: int = 200, reload: bool = False) -> str:
    """The whole page. `draws`: so many for the audit, or none; `reload`: the page loads itself again while its family is changed."""
    levels = [_shown(of, number, seed, draws) for number in of.levels]
    solved = [level.solved for level in levels if level.solved is not None]
    places = iter(range(len(solved)))
    columns = [_column(of, level, next(places) if level.solved is not None else None) for level in levels]
    problems = [problem(one.exercise, asked(one), one.exercise.level) for one in solved]
    about = _html("about", family=of, points=sum(of.weights.values()))
    return _page(of.name, {"about": about, "trouble": ""}, columns, reload, problems, [key(one) for one in solved])


def trouble_page(name: str, error: Exception, reload: bool = False) -> str:
    """What is wrong with a family that cannot be shown."""
    trace = [] if isinstance(error, ConvexamError) else traceback.format_exception(error)
    trouble = _html("trouble", message=told(error)) + _markup(_code("".join(trace)) if trace else "")
    return _page(name, {"about": _html("broken"), "trouble": trouble}, [], reload)


def audit_html(audited: LevelAudit) -> str:
    """What the audit of a level tells, and the rules that are broken, each with the command that shows the case."""
    words = words_beside(_AUDIT)
    texts = [words.fill("draws", audit=audited) if audited.draws else words.fill("nothing")]
    found = {name: getattr(audited, name) for name in _TOLD}
    texts += [words.fill(name, **{name: value}, draws=audited.draws, students=CLASS) for name, value in found.items() if value]
    texts += [] if audited.findings else [words.fill("all_hold")]
    pieces = [blocks(parse(text), _NOTHING) for text in texts]
    for finding in audited.findings:
        block = _FINDINGS.get(finding.kind, finding.kind.replace("-", "_"))
        pieces += [blocks(parse(words.fill(block, finding=finding)), _NOTHING), _code(finding.command)]
    return "\n".join(pieces)


def settings_html(of: Family, number: int, settings: Any) -> str:
    """Each setting of a level: what it is here, what it may be, and what it means."""
    level = of.level(number)
    return _html("settings", level=level, settings=list(_settings(of, level, settings)))


def _shown(of: Family, number: int, seed: int, draws: int) -> LevelShown:
    level = of.level(number)
    try:
        solved = practice(Wish(of, number, name=f"{of.name}-{number}"), seed)  # names of their own, as on a sheet
    except ConvexamError as error:
        return LevelShown(number, level, None, str(error))
    return LevelShown(number, level, solved, "", audit(of, number, draws) if draws else None)


def _column(of: Family, shown: LevelShown, place: int | None) -> dict[str, Any]:
    settings = shown.solved.exercise.settings if shown.solved else shown.level.settings
    return {
        "label": one_line(words_beside(__file__).fill("level", number=shown.number)),
        "problem": place,
        "settings": _markup(settings_html(of, shown.number, settings)),
        "trouble": _html("trouble", message=shown.trouble) if shown.trouble else "",
        "audit": _markup(audit_html(shown.audited)) if shown.audited else "",
    }


def _settings(of: Family, level: Level, settings: Any) -> Iterator[dict[str, str]]:
    words = words_beside(of.file)
    for name in settings.__struct_fields__:
        meaning = f"setting_{name}"
        yield {
            "name": name,
            "value": written(getattr(settings, name)),
            "drawn": ", ".join(map(written, level.ranges.get(name, ()))),
            "allowed": allowed(of, name),
            "meaning": one_line(words.fill(meaning)) if words.has(meaning) else "",
        }


def _page(
    name: str,
    said: Mapping[str, Any],
    levels: Sequence[Mapping[str, Any]],
    reload: bool,
    problems: Sequence[Any] = (),
    keys: Sequence[Any] = (),
) -> str:
    words = words_beside(__file__)
    of = {
        **said,
        "heading": one_line(words.fill("heading")),
        "audit": one_line(words.fill("audit")),
        "marker": _markup(MARKER),
        "reload": _markup(RELOAD if reload else ""),
    }
    return html_page(problems, keys, name, _TEMPLATE, {"of": of, "levels": levels})


def _html(block: str, **values: Any) -> Any:
    """A block of the words beside this file, as HTML."""
    return _markup(blocks(parse(words_beside(__file__).fill(block, **values)), _NOTHING))


def _markup(html: str) -> Any:
    from markupsafe import Markup

    return Markup(html)


def _code(text: str) -> str:
    lines = (clean(line) for line in text.splitlines())  # some characters have no place in HTML
    return f"<pre><code>{escape(chr(10).join(lines))}</code></pre>"
