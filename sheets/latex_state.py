"""What of TeX is as it was before every document, whatever the one before has left: lengths, settings, codes of characters, macros, hooks."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_SCRATCH = re.compile(r"@g?temp|@tf@r|@let@token|reserved@")
_NAME = re.compile(r"\\([A-Za-z@]+)")
_LENGTH = re.compile(r"\\new(?:length|dimen|skip|count)\s*\{?\\([A-Za-z@]+)")
_COLOUR = re.compile(r"\\definecolor\{(\w+)\}")
_CHARACTERS = range(128)
_CODES = ("catcode", "mathcode", "delcode", "sfcode", "lccode", "uccode")
_FONT = range(1, 8)  # the measures of a font, which change for all who use it

_SETTINGS = """
hsize vsize textwidth textheight linewidth columnwidth oddsidemargin evensidemargin topmargin headheight headsep footskip hoffset voffset maxdepth @maxdepth
boxmaxdepth splitmaxdepth parindent hangindent mathsurround lineskiplimit scriptspace nulldelimiterspace delimitershortfall emergencystretch hfuzz vfuzz
overfullrule tabcolsep arraycolsep arrayrulewidth fboxsep fboxrule
topskip parskip leftskip rightskip baselineskip lineskip parfillskip spaceskip xspaceskip tabskip splittopskip abovedisplayskip belowdisplayskip
abovedisplayshortskip belowdisplayshortskip thinmuskip medmuskip thickmuskip
tolerance pretolerance linepenalty hyphenpenalty exhyphenpenalty clubpenalty widowpenalty brokenpenalty interlinepenalty binoppenalty relpenalty
hbadness vbadness looseness hangafter defaulthyphenchar defaultskewchar escapechar endlinechar newlinechar fam language lefthyphenmin righthyphenmin
uchyph holdinginserts globaldefs maxdeadcycles floatingpenalty predisplaypenalty postdisplaypenalty doublehyphendemerits finalhyphendemerits adjdemerits
delimiterfactor
"""  # TeX's and LaTeX's own lengths and numbers
_OF_ENGINE = {
    "pdflatex": ("pdfpagewidth", "pdfpageheight", "pdfhorigin", "pdfvorigin", "pdfgentounicode"),
    "lualatex": ("pagewidth", "pageheight"),
}
_LISTS = ("everypar", "everymath", "everydisplay", "everyhbox", "everyvbox", "everycr", "everyeof", "output")  # of tokens
_HOOKS = tuple(
    f"__hook{kind} shipout/{when}"
    for when in ("before", "background", "foreground", "firstpage", "lastpage", "after")
    for kind in ("", "_toplevel", "_next")
)


def watched(texts: Iterable[str]) -> set[str]:
    """The names of all commands in these texts, but for those that LaTeX itself uses as scratch paper."""
    return {name for text in texts for name in _NAME.findall(text) if not _SCRATCH.search(name)} - {"par", "convexamlocked"}


def kept(engine: str, preamble: str, texts: Iterable[str]) -> str:
    r"""Macros: `\cvx@begun` keeps everything at \begin{document}, `\cvx@back` puts settings back before a document, `\cvx@compared` tells of
    macros and codes that are others behind it, and puts them back, too. `texts`: all that documents say, whose commands are looked after."""
    names = sorted(watched(chain((preamble,), texts)))
    inks = [f"ink@{colour}" for colour in sorted(set(_COLOUR.findall(preamble)))]
    used = "".join(rf"\setbox0\hbox{{\ink{{{ink[4:]}}}}}" for ink in inks)
    return "\n".join((
        *_codes(),
        r"\def\cvx@begun{\global\cvx@level=\currentgrouplevel\relax\ifdefined\ink " + used + r"\fi\cvx@kept\cvx@codeskept\xdef\cvx@back{"
        + "".join(_put_back(engine, lengths(preamble))) + "}}",
        r"\def\cvx@kept{" + "".join(rf"\cvx@keep{{{name}}}" for name in (*names, *inks, *_HOOKS)) + "}",
        r"\def\cvx@compared{" + "".join(rf"\ifx\cvx@kept@{name}\{name}\else\cvx@changed{{{name}}}\fi" for name in names)
        + "".join(rf"\expandafter\ifx\csname cvx@kept@{name}\expandafter\endcsname\csname {name}\endcsname\else\cvx@changed{{{name}}}\fi" for name in (*inks, *_HOOKS))
        + r"\cvx@same{" + "}\\cvx@same{".join(_CODES) + "}}",
    ))  # fmt: skip


def lengths(preamble: str) -> list[str]:
    """The registers that a preamble makes."""
    return sorted(set(_LENGTH.findall(preamble)))


def _put_back(engine: str, registers: Sequence[str]) -> Iterator[str]:
    """What stands in an `\\xdef`: the values are those of that moment."""
    for name in (*registers, *_SETTINGS.split(), *_OF_ENGINE[engine]):
        yield rf"\noexpand\global\noexpand\{name}=\the\{name}\noexpand\relax"
    for name in _LISTS:
        yield rf"\noexpand\global\noexpand\{name}={{\the\{name}}}"
    for number in _FONT:
        yield rf"\noexpand\fontdimen{number}\noexpand\font=\the\fontdimen{number}\font\noexpand\relax"


def _codes() -> Iterator[str]:
    r"""`\cvx@same{catcode}`: told and put back where one of these codes of a character is another than at the beginning."""
    for kind in _CODES:
        yield rf"\def\cvx@{kind}{{" + "".join(rf"\the\{kind}{character}." for character in _CHARACTERS) + "}"
        back = (rf"\noexpand\global\noexpand\{kind}{character}=\the\{kind}{character}\noexpand\relax" for character in _CHARACTERS)
        yield rf"\def\cvx@{kind}back{{" + "".join(back) + "}"
    kept = (rf"\xdef\cvx@{kind}then{{\cvx@{kind}}}\xdef\cvx@{kind}back{{\cvx@{kind}back}}" for kind in _CODES)
    yield r"\def\cvx@codeskept{" + "".join(kept) + "}"
    yield (
        r"\def\cvx@same#1{\edef\cvx@now{\csname cvx@#1\endcsname}\expandafter\ifx\csname cvx@#1then\endcsname\cvx@now\else"
        r"\cvx@say{changed #1s of characters}\csname cvx@#1back\endcsname\fi}"
    )
