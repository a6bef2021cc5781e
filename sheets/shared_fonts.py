"""Fonts that are equal in many files, kept once in the file that joins these: a run of TeX embeds the same fonts in all its sheets."""

from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pikepdf import Pdf

_EMBEDDED = ("/FontFile", "/FontFile2", "/FontFile3")


class SharedFonts:
    """Of one file that grows. A font that it has already is not copied another time, so that memory stays small, too."""

    def __init__(self) -> None:
        self._known: dict[bytes, Any] = {}

    def extend(self, joined: "Pdf", one: "Pdf") -> None:
        """Add the pages of a file."""
        digests: dict[tuple[int, int], bytes] = {}
        taken = [self._taken(page.obj, digests) for page in one.pages]
        first = len(joined.pages)
        joined.pages.extend(one.pages)
        for page, names in zip(list(joined.pages)[first:], taken, strict=True):
            for name, digest in names.items():
                fonts = page.obj["/Resources"]["/Font"]
                fonts[name] = self._known.setdefault(digest, fonts.get(name))

    def _taken(self, page: Any, digests: dict[tuple[int, int], bytes]) -> dict[str, bytes]:
        """The fonts of a page, of which those that are known are taken out of it. `digests`: of the fonts of this file, by their number."""
        fonts: Any = page.get("/Resources", {}).get("/Font")
        if fonts is None:
            return {}
        names = {name: self._digest(fonts[name], digests) for name in list(fonts.keys())}
        for name, digest in names.items():
            if digest in self._known:
                del fonts[name]
        return {name: digest for name, digest in names.items() if digest}

    def _digest(self, font: Any, digests: dict[tuple[int, int], bytes]) -> bytes:
        if font.objgen not in digests:
            digests[font.objgen] = _digest(font)
        return digests[font.objgen]


def _digest(font: Any) -> bytes:
    """What a font is by all that it holds, but for its descriptor, which tells of the file; nothing where it is of another make."""
    from pikepdf import Dictionary, Object, Stream

    def value(of: Any) -> bytes:
        """Nested objects differ between equal fonts by their number alone: of an encoding counts which letter stands where."""
        match of:
            case Stream():
                return of.read_raw_bytes()
            case Dictionary():
                return value(of["/Differences"]) if "/Differences" in of else b""
            case _:
                return of.unparse(resolved=True) if isinstance(of, Object) else repr(of).encode()

    composed = "/DescendantFonts" in font
    inner = font["/DescendantFonts"][0] if composed else font
    descriptor = inner.get("/FontDescriptor", {})
    file = next((descriptor[key] for key in _EMBEDDED if key in descriptor), None)
    if file is None or font.get("/Subtype") == "/Type3":
        return b""
    found = sha256(file.read_raw_bytes())
    for one in (font, inner) if composed else (font,):
        for key, held in sorted(one.items()):
            found.update(key.encode() + value(held))
    return found.digest()
