"""The typst press: one document, sheet or key, from its page data to a tagged PDF (PDF/UA-1)."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..cnn.values import Record
from ..errors import ConvexamError
from .fonts import FontCoverage, without_controls

if TYPE_CHECKING:
    from typst import TypstError

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "typst"  # all that a compile can read
_TEMPLATE = _FOLDER / "sheet.typ"
_SETTINGS = frozenset({"type", "paper", "language", "width"})  # not texts
_PLACE = re.compile(r"[\w.-]+\.typ:\d+:\d+")
_UNDRAWN = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")


class PressFailed(ConvexamError):
    """The template and its data do not agree: a defect of this program, whatever a person typed."""

    def __init__(self, error: "TypstError") -> None:
        place = _PLACE.search(error.diagnostic)
        super().__init__(
            f"the typst press failed at {place.group() if place else _TEMPLATE.name}: {error.message}; this is a defect of convexam"
        )
        self.undrawn = frozenset(c for escaped in _UNDRAWN.findall(error.diagnostic) for c in _unescaped(escaped) if not c.isascii())


class Printed(Record, frozen=True):
    """A finished document, and the characters that no font has, in order of appearance: they stand in it as `[U+674E]`."""

    pdf: bytes
    missing: tuple[str, ...] = ()


class TypstPress:
    """Prints page data with the template `sheet.typ`. Equal data give equal bytes, on every day and from every folder."""

    def __init__(self, fonts: Sequence[Path] = ()) -> None:
        """`fonts`: folders of further fonts; the wheel's own are always there, the system's never."""
        import typst

        self._coverage = FontCoverage(fonts)
        self._compiler = typst.Compiler(
            str(_TEMPLATE), root=str(_FOLDER), font_paths=list(self._coverage.folders), ignore_system_fonts=True
        )

    def press(self, page: Mapping[str, Any]) -> Printed:
        page = self._cleaned(page)
        refused: frozenset[str] = frozenset()
        while True:  # each round refuses one character more at least, so this ends
            try:
                return self._drawn(page, refused)
            except PressFailed as failure:  # a mark that shows on its own may not do so among its neighbours
                if failure.undrawn <= refused:
                    raise
                refused |= failure.undrawn

    def _drawn(self, page: Mapping[str, Any], refused: frozenset[str]) -> Printed:
        missing: dict[str, None] = {}
        page = _mapped(page, lambda key, text: text if key == "alt" else self._coverage.shown(text, missing, refused))
        return Printed(self._compiled(page), tuple(missing))

    def _cleaned(self, page: Mapping[str, Any]) -> Mapping[str, Any]:
        texts: list[str] = []

        def clean(key: str, text: str) -> str:
            text = without_controls(text, lines=key in ("code.text", "svg"))
            if key != "alt":  # read aloud, not drawn: it needs no font
                texts.append(text)
            return text

        page = _mapped(page, clean)
        self._coverage.learn(texts)
        return page

    def _compiled(self, page: Mapping[str, Any]) -> bytes:
        import typst

        inputs = {"page": json.dumps(page, ensure_ascii=False)}
        try:
            pdf = self._compiler.compile(format="pdf", sys_inputs=inputs, pdf_standards="ua-1")
        except typst.TypstError as error:
            raise PressFailed(error) from error
        if not isinstance(pdf, bytes):
            raise TypeError(f"typst gave {type(pdf).__name__}, not a PDF")
        return pdf


def _mapped(node: Any, change: Callable[[str, str], str], key: str = "") -> Any:
    """The same data with every text changed; `change` is told the key at which the text stands."""
    match node:
        case str():
            return node if key in _SETTINGS else change(key, node)
        case Mapping():
            of = "code." if node.get("type") == "code" else ""
            return {name: _mapped(value, change, of + name if name == "text" else name) for name, value in node.items()}
        case list() | tuple():
            return [_mapped(value, change, key) for value in node]
        case _:
            return node


def _unescaped(text: str) -> str:
    """As it was before typst wrote `\\u{301}` for what cannot be seen."""
    return _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
