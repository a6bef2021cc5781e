"""Text as TeX that prints it as it was typed: no character of it means anything to TeX any more."""

from collections.abc import Iterator
from functools import lru_cache

from .escape import clean

_OWN = {
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}", "<": r"\textless{}", ">": r"\textgreater{}",
    '"': r"\textquotedbl{}", "|": r"\textbar{}", "`": r"\textasciigrave{}", "'": r"\textquotesingle{}",
    "-": "{-}", ",": "{,}", "?": "{?}", "!": "{!}",  # else these join with what follows: -- ,, ?` !`
    "[": "{[}", "]": "{]}", "*": "{*}",  # after \\ these would begin an argument
}  # fmt: skip
_SIGNS = {
    "−": "$-$", "×": r"\texttimes{}", "·": r"\textperiodcentered{}", "…": r"\dots{}", "⌊": r"$\lfloor$", "⌋": r"$\rfloor$", "⌈": r"$\lceil$",
    "⌉": r"$\rceil$", "≤": r"$\le$", "≥": r"$\ge$", "≠": r"$\ne$", "≈": r"$\approx$", "→": r"$\to$", "∞": r"$\infty$", "∑": r"$\sum$",
    "√": r"$\surd$", "∈": r"$\in$", "⋯": r"$\cdots$", "\u00a0": "~",
}  # fmt: skip
_RAISED, _LOWERED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+−", strict=True)), dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+−", strict=True))
_JOINERS = {"\u200c": "", "\u200d": ""}  # TeX's fonts have no use for them
_SIGNS |= {
    sign: rf"\typed{{FEFF{ord(sign):04X}}}{{\text{kind}script{{{_SIGNS.get(shown, shown)}}}}}"  # copied as it was typed
    for kind, signs in (("super", _RAISED), ("sub", _LOWERED))
    for sign, shown in signs.items()
}
KNOWN = frozenset(_SIGNS) | frozenset(_JOINERS)  # characters beyond ASCII that every engine prints, whatever its text fonts hold


class Tex(str):
    """Text that is TeX already, written by this program, and is not escaped again."""

    __slots__ = ()


@lru_cache(maxsize=4096)
def escape(text: str, most: int = 0) -> Tex:
    """TeX that prints exactly this text. A word of more than `most` letters may break after every few."""
    text = text if text.isprintable() else clean(text)
    if 0 < most < len(text) and any(len(word) > most for word in text.split()):
        return Tex(" ".join(_broken(word, most) for word in text.split(" ")))
    return Tex(text.translate(_table()))


def _broken(word: str, most: int) -> str:
    few = max(1, len(word) if len(word) <= most else most // 6)
    return r"\allowbreak{}".join(word[place : place + few].translate(_table()) for place in range(0, len(word), few))


@lru_cache(maxsize=1)
def _table() -> dict[int, str]:
    """PyLaTeX's escapes, and where these let something through or change it, ours."""
    return str.maketrans(dict(_pylatex()) | _OWN | _SIGNS | _JOINERS)


def _pylatex() -> Iterator[tuple[str, str]]:
    from pylatex.utils import escape_latex

    for code in range(0x21, 0x7F):
        yield chr(code), str(escape_latex(chr(code)))
