"""The typst press: one document, sheet or key, from its page data to a tagged PDF (PDF/UA-1)."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import EllipsisType
from typing import TYPE_CHECKING, Any

import msgspec

from ..cnn.values import Record
from ..errors import ConvexamError
from .fonts import FontCoverage, without_controls

if TYPE_CHECKING:
    from typst import TypstError

_FOLDER = Path(__file__).resolve().parent.parent / "templates" / "typst"  # all that a compile can read
_SETTINGS = frozenset({"type", "paper", "language", "width", "template"})  # not texts
_PLACE = re.compile(r"[\w.-]+\.typ:\d+:\d+")
_UNDRAWN = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}")
_LONG = re.compile(r'(?:[^\s"]{0,40}+[\s"])*+[^\s"]{41}')  # a word of more letters than a line of a narrow column holds; looks at each once
_ODD = re.compile(r'(?<!\\)(?:\\\\)*\\[^"\\]')  # a control character, as JSON writes it
_PERHAPS_ODD = re.compile(r"\\[bfnrtu]")  # found much faster, and nearly always not there


class PressFailed(ConvexamError):
    """The template and its data do not agree: a defect of this program, whatever a person typed."""

    def __init__(self, error: "TypstError") -> None:
        place = _PLACE.search(error.diagnostic)
        super().__init__(
            f"the typst press failed at {place.group() if place else _FOLDER.name}: {error.message}; this is a defect of convexam"
        )
        self.undrawn = frozenset(c for escaped in _UNDRAWN.findall(error.diagnostic) for c in _unescaped(escaped) if not c.isascii())

    def __reduce__(self) -> tuple[type[ConvexamError], tuple[Any, ...]]:
        """What reaches another process: the sentence."""
        return ConvexamError, self.args


class Printed(Record, frozen=True):
    """A finished document, and the characters that no font has, in order of appearance: they stand in it as `[U+674E]`."""

    pdf: bytes
    missing: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()  # characters of the student's name that no font has: the id, or the code alone, stands in its place


class TypstPress:
    """Prints page data with the templates of its folder. Equal data give equal bytes, on every day and from every folder.

    What is equal for many students is laid out once, as long as one press prints them: so the data must come neither from the
    inputs nor from a style of the document, but stand in the source that is compiled.
    """

    def __init__(self, fonts: Sequence[Path] = ()) -> None:
        """`fonts`: folders of further fonts; the wheel's own are always there, the system's never."""
        import typst

        self._coverage = FontCoverage(fonts)
        self._compiler = typst.Compiler(root=str(_FOLDER), font_paths=list(self._coverage.folders), ignore_system_fonts=True)
        self._last: dict[str, str] = {}

    def press(self, page: Mapping[str, Any]) -> Printed:
        quick = self._at_once(page)
        if quick is not None:
            return quick
        page = self._cleaned(page)
        refused: frozenset[str] = frozenset()
        while True:  # each round refuses one character more at least, so this ends
            try:
                return self._drawn(page, refused)
            except PressFailed as failure:  # a mark that shows on its own may not do so among its neighbours
                if failure.undrawn <= refused:
                    raise
                refused |= failure.undrawn

    def _at_once(self, page: Mapping[str, Any]) -> Printed | None:
        """Nearly always every character is known to print as it is, and nothing needs to be looked at twice."""
        named = _with_name(page, next(iter(_names(page)), ""))
        try:
            text = _json(named)
        except UnicodeEncodeError:  # half a character
            return None
        if not self._coverage.knows(text) or _has_controls(text):
            return None
        try:
            return Printed(self._compiled(named, text))
        except PressFailed as failure:
            if not failure.undrawn:
                raise
            return None

    def _drawn(self, page: Mapping[str, Any], refused: frozenset[str]) -> Printed:
        missing: dict[str, None] = {}
        page, unnamed = self._named(page, refused)
        page = _mapped(page, lambda key, text: text if key == "alt" else self._coverage.shown(text, missing, refused))
        return Printed(self._compiled(page, _json(page)), tuple(missing), unnamed)

    def _named(self, page: Mapping[str, Any], refused: frozenset[str]) -> tuple[Mapping[str, Any], tuple[str, ...]]:
        """The page with the first name of the student that the fonts can show, and what they lack of the ones before."""
        lacking: dict[str, None] = {}
        for name in _names(page):
            missing: dict[str, None] = {}
            self._coverage.shown(name, missing, refused)
            if not missing:
                return _with_name(page, name), tuple(lacking)
            lacking |= missing
        return _with_name(page, ""), tuple(lacking)

    def _cleaned(self, page: Mapping[str, Any]) -> Mapping[str, Any]:
        texts: list[str] = []

        def clean(key: str, text: str) -> str:
            text = without_controls(text, lines=key in ("code.text", "svg"))
            texts.append(text)
            return text

        page = _mapped(page, clean)
        self._coverage.learn(texts)
        return page

    def _inputs(self, page: Mapping[str, Any]) -> dict[str, str] | EllipsisType:
        """Paper and size of print, or those of the document before: with new ones all of typst's own library is looked through again."""
        last, self._last = self._last, {"paper": page["paper"], "scale": str(page["scale"])}
        return ... if self._last == last else self._last

    def _compiled(self, page: Mapping[str, Any], text: str) -> bytes:
        import typst

        literal = text.replace("\\", "\\\\").replace('"', '\\"')
        long = "true" if _LONG.match(text) else "false"
        source = f'#import "{page.get("template", "sheet")}.typ": printed\n#printed(json(bytes("{literal}")), long: {long})'
        try:
            pdf = self._compiler.compile(source.encode(), format="pdf", sys_inputs=self._inputs(page), pdf_standards="ua-1")
        except typst.TypstError as error:
            raise PressFailed(error) from error
        if not isinstance(pdf, bytes):
            raise TypeError(f"typst gave {type(pdf).__name__}, not a PDF")
        return pdf


def _names(page: Mapping[str, Any]) -> Iterator[str]:
    """What may stand for the student, the best first."""
    return filter(str.strip, (page.get("student") or {}).get("names", ()))


def _with_name(page: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    student = page.get("student")
    return {**page, "student": {**student, "names": [name]}} if student else page


def _json(page: Mapping[str, Any]) -> str:
    return msgspec.json.encode(page, enc_hook=str).decode()


def _has_controls(text: str) -> bool:
    return _PERHAPS_ODD.search(text) is not None and _ODD.search(text) is not None


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
