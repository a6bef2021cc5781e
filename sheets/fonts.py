"""Which characters the fonts at hand can show: asked of the compiler itself, once for each character."""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import BadInput, shown

if TYPE_CHECKING:
    from typst import Compiler

_JOINERS = "\u200c\u200d"  # they shape Persian and Indic names, and have no picture of their own
_DROPPED = frozenset({"Cc", "Cs", "Co", "Cf"})  # they stop PDF/UA, or turn a name round
_BREAKS = frozenset({"Cc", "Zl", "Zp"})  # of these, white space becomes a space
_TYPEWRITER = bytes(range(0x20, 0x7F))
_LINE = re.compile(r"\.typ:(\d+):\d+")

_PROBE = """#set document(title: "-", date: none)
#let texts = json(bytes(sys.inputs.texts))
#let (serif, mono) = ("New Computer Modern", "DejaVu Sans Mono")
#set text(font: (serif, "Libertinus Serif", mono))
#let typed = (mono, serif, "Libertinus Serif")
"""
# in each style; no `text(font: …)`, whose errors tell no place
_PROBE_LINE = "#{ let t = texts.at(NUMBER); par({ text(t); strong(text(t)); emph(text(t)); { set text(font: typed); text(t) } }) }\n"
_FIRST_LINE = _PROBE.count("\n") + 1


def without_controls(text: str, lines: bool = False) -> str:
    """A text as it may be printed: no control, private or direction characters; white space of any kind is a space."""
    if text.isprintable():
        return text
    if lines:
        return "\n".join(without_controls(line.expandtabs(4)) for line in text.splitlines())
    return "".join(filter(None, map(_printable, text)))


def _printable(c: str) -> str:
    category = unicodedata.category(c)
    if category in _BREAKS and c.isspace():
        return " "
    return "" if category in _DROPPED and c not in _JOINERS else c


def clusters(text: str) -> Iterator[str]:
    """The characters, each with the marks that sit on it: a font has both or shows neither."""
    cluster = ""
    for c in text:
        if cluster and (c in _JOINERS or (c > "\x7f" and unicodedata.category(c)[0] == "M")):
            cluster += c
            continue
        if cluster:
            yield cluster
        cluster = c
    if cluster:
        yield cluster


class FontCoverage:
    """What the wheel's fonts and those of some folders can show, remembered from text to text.

    The wheel tells of no font which characters it has. But PDF/UA refuses each character without a picture by its place, so a
    document with one character on each line tells of all of them at once.
    """

    def __init__(self, folders: Iterable[Path] = ()) -> None:
        self.folders = [str(folder.resolve()) for folder in folders]
        for folder in self.folders:
            if not Path(folder).is_dir():
                raise BadInput(f"{shown(folder)} is not a folder of fonts")
        self._can: dict[str, bool] = {}
        self._plain = set[str]()  # further single characters that stand for themselves wherever they stand
        self._compiler: Compiler | None = None

    def learn(self, texts: Iterable[str]) -> None:
        """Find out about all characters of these texts that have not been seen before."""
        found = {cluster for text in texts if not text.isascii() for cluster in clusters(text) if not cluster.isascii()}
        found |= {cluster[0] for cluster in found if len(cluster) > 1 and not cluster[0].isascii()}
        if unknown := sorted(found - self._can.keys()):
            refused = self._refused(unknown)
            self._can.update((cluster, number not in refused) for number, cluster in enumerate(unknown))
            self._plain.update(c for c in unknown if self._can[c] and len(c) == 1 and c.isprintable() and unicodedata.category(c)[0] != "M")

    def knows(self, text: str) -> bool:
        """Whether there are only characters in it that have been learnt, stand alone, and can be shown."""
        return self._plain.issuperset(text.encode().translate(None, _TYPEWRITER).decode())  # most letters go at once

    def shown(self, text: str, missing: dict[str, None], refused: Set[str] = frozenset()) -> str:
        """A text, learnt before, with `[U+674E]` for each character that no font has or that is refused; `missing` collects these."""
        if text.isascii():
            return text
        return "".join(self._shown(cluster, missing, refused) for cluster in clusters(text))

    def _shown(self, cluster: str, missing: dict[str, None], refused: Set[str]) -> str:
        if cluster.isascii() or (self._can[cluster] and refused.isdisjoint(cluster)):
            return cluster
        return "".join(self._spelt(c, missing, refused) for c in cluster)

    def _spelt(self, c: str, missing: dict[str, None], refused: Set[str]) -> str:
        if c.isascii() or (self._can.get(c, False) and c not in refused and unicodedata.category(c)[0] != "M"):
            return c
        if c in _JOINERS:
            return ""
        missing[c] = None
        return f"[U+{ord(c):04X}]"

    def _refused(self, texts: list[str]) -> set[int]:
        import typst

        source = _PROBE + "".join(_PROBE_LINE.replace("NUMBER", str(number)) for number in range(len(texts)))
        if self._compiler is None:  # one of its own: handing in a source changes what a compiler compiles next
            self._compiler = typst.Compiler(font_paths=list(self.folders), ignore_system_fonts=True)
        try:
            self._compiler.compile(source.encode(), format="pdf", sys_inputs={"texts": json.dumps(texts)}, pdf_standards="ua-1")
        except typst.TypstError as error:
            return {int(line) - _FIRST_LINE for line in _LINE.findall(error.diagnostic)}
        return set()
