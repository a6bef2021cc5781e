"""The page on a screen: one self-contained file of HTML, from the same page data as a printed page."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..exercises.problem import Key, KeyPart, Part, Problem
from ..text.html import Sources, blocks, inlines
from ..text.terminal import one_line
from ..text.tree import parse
from ..text.words import words_beside
from .html_spaces import answer, space
from .page import line, named, page, pictured, rubric
from .points import value, written

if TYPE_CHECKING:
    from jinja2 import Template

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "html"
PAGE = "page.html.j2"
_FIXED = ("code", "typed", "wrong", "earns", "mistake")


def html_page(
    problems: Sequence[Problem],
    keys: Sequence[Key] | None = None,
    title: str | None = None,
    template: str = PAGE,
    more: Mapping[str, Any] | None = None,
) -> str:
    """One document; with keys, answers stand in place of the fields, and worked solutions and mistakes below them.

    `template`: another page that shows the same problems; `more`: what else stands on it.
    """
    data = page(problems, keys, title)
    words = words_beside(__file__, data["language"])
    by_name = {key.name: key for key in keys or ()}
    shown = [
        _problem(problem, of, by_name.get(problem.name), data["language"]) for problem, of in zip(problems, data["problems"], strict=True)
    ]
    fixed = {word: one_line(words.fill(word)) for word in _FIXED} | {"total": _points(data["total"], data["language"])}
    return _template(template).render({**(more or {}), **data, "words": data["words"] | fixed, "problems": shown})


@lru_cache(maxsize=4)
def _template(name: str) -> "Template":
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    return environment.get_template(name)


def _problem(problem: Problem, data: Mapping[str, Any], key: Key | None, language: str) -> dict[str, Any]:
    from markupsafe import Markup

    sources = Sources(named(problem.tensors), pictured(problem.figures), problem.language)
    return {
        "label": data["label"],
        "title": data["title"],
        "code": data["code"],
        "points": _points(data["points"], language),
        "language": problem.language if problem.language != language else "",
        "statement": Markup(blocks(parse(problem.statement), sources)),
        "conventions": Markup(" ".join(inlines(line(sentence), problem.language) for sentence in problem.conventions)),
        "parts": list(_parts(problem, data["parts"], key, sources)),
    }


def _parts(problem: Problem, data: Sequence[Mapping[str, Any]], key: Key | None, sources: Sources) -> Iterator[dict[str, Any]]:
    from markupsafe import Markup

    together: dict[str, list[Part]] = {}
    for part in problem.parts:
        together.setdefault(part.group or part.id, []).append(part)
    groups = {group.name: group for group in problem.groups}
    for (name, parts), of in zip(together.items(), data, strict=True):
        asked = groups.get(name, parts[0])
        filled = answer(of["answer"], of["space"], asked.label, sources.language) if of["answer"] else ""
        yield {
            "label": of["label"],
            "points": _points(of["points"], sources.language),
            "prompt": Markup(blocks(parse(asked.prompt), sources)),
            "space": Markup(filled if key else space(of["space"], asked.label, sources.language)),
            "solution": Markup(_solution(key, parts, sources)),
            "mistakes": list(_mistakes(problem, key, parts, sources.language)),
        }


def _solution(key: Key | None, parts: Sequence[Part], sources: Sources) -> str:
    ids = {part.id for part in parts}
    worked = [one for one in key.solution if one.part in ids] if key else []
    texts = [(one.text, Sources(named(one.tensors), pictured(one.figures), sources.language)) for one in worked]
    texts += [(rubric(one), sources) for one in (key.parts if key else ()) if one.id in ids]
    return "\n".join(blocks(parse(text), of) for text, of in texts if text)


def _mistakes(problem: Problem, key: Key | None, parts: Sequence[Part], language: str) -> Iterator[dict[str, Any]]:
    """A row for each wrong answer that a mistake explains, for the person who marks."""
    from markupsafe import Markup

    answers: dict[str, KeyPart] = {part.id: part for part in key.parts} if key else {}
    words = words_beside(__file__, language)
    for part in parts:
        for mistake in answers[part.id].mistakes if key else ():
            most = value(part.points)
            cell = _caption(problem, part)
            earned = words.fill("share", points=written(value(mistake.share) * most), most=written(most))
            yield {
                "wrong": one_line(words.fill("cell", caption=cell, shown=mistake.shown)) if cell else mistake.shown,
                "earns": one_line(earned),
                "sentence": Markup(blocks(parse(mistake.sentence), Sources({}, {}, language))),
                "codes": mistake.codes,
            }


def _caption(problem: Problem, part: Part) -> str:
    """A cell of a group by its captions."""
    group = next((group for group in problem.groups if group.name == part.group), None)
    if group is None or group.kind == "cells":
        return one_line(part.prompt) if group else ""
    return f"{one_line(group.rows[(part.row or 1) - 1])}, {one_line(group.columns[(part.column or 1) - 1])}"


def _points(points: str, language: str) -> str:
    return one_line(words_beside(__file__, language).fill("points", points=points))
