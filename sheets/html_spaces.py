"""The spaces of a page on a screen: fields to type an answer into, and in a key the answers themselves."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from ..text.html import map_table, picture, said, scrolling, side_by_side
from ..text.terminal import one_line
from ..text.words import words_beside

_SIZES = {"short": 12, "long": 28}  # characters of a field
_CELL = 8  # characters of a field in a table
_MOST_COLUMNS = 2  # of a table of fields on a narrow phone


def space(data: Mapping[str, Any], label: str, language: str) -> str:
    """What a student types into. `data` is the space of a part in the page data, `label` names the part."""
    name = _word("answer_to", language, label=label)
    match data["type"]:
        case "box":
            return _field(name, _SIZES[data["width"]])
        case "lines":
            return f'<textarea rows="{data["count"]}" aria-label="{escape(name)}" spellcheck="false"></textarea>'
        case "grid":
            return side_by_side(_blank(grid, data["chars"], name, language) for grid in data["grids"])
        case "table":
            return _table(data, [[None] * len(row["cells"]) for row in data["rows"]], name, language)
        case "options":
            return _options(data["options"], name, label)
        case "none":
            return ""
    raise ValueError(f"unknown space: {data['type']}")


def answer(data: Mapping[str, Any], around: Mapping[str, Any], label: str, language: str) -> str:
    """What stands there in a key; `around` is the space."""
    name = _word("answer", language)
    match data["type"]:
        case "text":
            return _line(name, data["text"])
        case "grid":
            return side_by_side(map_table(grid["caption"] or name, grid["rows"], language) for grid in data["grids"])
        case "table":
            return _table(around, data["cells"], _word("answer_to", language, label=label), language)
        case "option":
            return _chosen(around["options"], data["letter"], name)
    raise ValueError(f"unknown answer: {data['type']}")


def _word(block: str, language: str, **values: str) -> str:
    return one_line(words_beside(__file__, language).fill(block, **values))


def _line(name: str, text: str) -> str:
    return f"<p><b>{escape(name)}:</b> {escape(text)}</p>"


def _field(name: str, size: int) -> str:
    """A whole answer or a single cell, typed like a word: no browser is to guess or to mend it."""
    return f'<input type="text" size="{size}" aria-label="{escape(name)}" autocomplete="off" autocapitalize="off" spellcheck="false"/>'


def _blank(grid: Mapping[str, Any], chars: int, name: str, language: str) -> str:
    name = _word("channel", language, answer=name, caption=grid["caption"]) if grid["caption"] else name

    def field(_: str, row: int, column: int) -> str:
        return _field(f"{name}, {said('cell', language, row=row, column=column)}", chars)

    return map_table(grid["caption"] or name, [["0" * chars] * grid["columns"]] * grid["rows"], language, field, heard=not grid["caption"])


def _options(options: Sequence[Mapping[str, str]], name: str, label: str) -> str:
    """One of several, each beside its letter."""
    fields = [
        f'<label><input type="radio" name="{escape(label)}"/> <b>{escape(option["letter"])}</b> {_option(option)}</label>'
        for option in options
    ]
    return f'<fieldset class="{_class(options)}"><legend class="heard">{escape(name)}</legend>{"".join(fields)}</fieldset>'


def _chosen(options: Sequence[Mapping[str, str]], letter: str, name: str) -> str:
    """The right letter, and all options once more."""
    lines = [f"<li><b>{escape(option['letter'])}</b> {_option(option)}</li>" for option in options]
    return f'{_line(name, letter)}<ul class="{_class(options)}">{"".join(lines)}</ul>'


def _option(option: Mapping[str, str]) -> str:
    return picture(option["svg"], option["alt"]) if "svg" in option else escape(option["text"])


def _class(options: Sequence[Mapping[str, str]]) -> str:
    return "options pictured" if any("svg" in option for option in options) else "options"


def _table(space: Mapping[str, Any], answers: Sequence[Sequence[str | None]], name: str, language: str) -> str:
    """A table with captions of rows and columns. Cells that are neither given nor asked are grey."""
    width = max(len(row["cells"]) for row in space["rows"])
    titles = space["columns"] if len(space["columns"]) > width else ["", *space["columns"]]
    heads = "".join(f'<th scope="col">{escape(title)}</th>' if title else "<td></td>" for title in titles)
    lines = []
    for row, filled in zip(space["rows"], answers, strict=True):
        cells = zip(row["cells"], filled, titles[1:], strict=True)
        written = [_cell(given, found, _word("cell", language, answer=name, row=row["caption"], column=of)) for given, found, of in cells]
        lines.append(f'<tr><th scope="row">{escape(row["caption"])}</th>{"".join(written)}</tr>')
    caption = f'<caption class="heard">{escape(name)}</caption>'
    table = f'<table class="words">{caption}<thead><tr>{heads}</tr></thead><tbody>{"".join(lines)}</tbody></table>'
    return scrolling(table, name) if width > _MOST_COLUMNS else table


def _cell(given: str | None, found: str | None, name: str) -> str:
    if given is None:
        return f"<td>{_field(name, _CELL) if found is None else f'<b>{escape(found)}</b>'}</td>"
    return f"<td>{escape(given)}</td>" if given else '<td class="off"></td>'
