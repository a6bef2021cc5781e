"""The main file of a run: what stands around the documents of many students, so that none of them can touch another.

Each document is a file of its own, read inside a group. What it leaves open is closed behind it, and what it has changed of our
macros for those who come after it is told and put back. All that is told stands in the log between two marks with its name.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

LOCK = "lock.lua"
MARK = "@@convexam"  # before everything in the log that is ours
PAGES = "sheetpages"  # the macro that says how many pages the document has
_SCRATCH = re.compile(r"@g?temp|@tf@r|@let@token|reserved@")
_NAME = re.compile(r"\\([A-Za-z@]+)")
_LENGTH = re.compile(r"\\new(?:length|dimen|skip|count)\s*\{?\\([A-Za-z@]+)")
_OPEN = 60  # groups and boxes that are closed behind a document
_CATEGORIES = range(128)

_BYTES = {  # no clock, no path, no version in what is written; the level that TeX prefers takes twice as long for a tenth less
    "pdflatex": r"\pdfcompresslevel=3 \pdftrailerid{convexam}\pdfinfoomitdate=1 \pdfsuppressptexinfo=-1 ",
    "lualatex": r"\pdfvariable compresslevel=3 \pdfvariable trailerid {convexam}\pdfvariable suppressoptionalinfo \numexpr 1+2+4+8+16+32+64+512\relax",
}
_LOCKED = {  # \pdfobj reads any file of the machine into the PDF, whatever the environment forbids
    "pdflatex": "".join(rf"\expandafter\let\csname {name}\endcsname\convexamlocked" for name in (
        "pdfobj", "tex_pdfobj:D", "pdfprimitive", "tex_pdfprimitive:D",
    )),
    "lualatex": rf'\directlua{{dofile("{LOCK}")}}',
}  # fmt: skip
_BLACK = {  # whatever colour the document before has left on: it would be that of all who come after
    "pdflatex": r"\def\cvx@black{\pdfcolorstack0 set{0 g 0 G}}",
    "lualatex": r"\def\cvx@black{\pdfextension colorstack 0 set{0 g 0 G}}",
}
_MACROS = r"""\makeatletter
\newcount\cvx@sheets
\newcount\cvx@first
\newcount\cvx@pages
\newcount\cvx@level
\newcount\cvx@tries
\AddToHook{shipout/before}{\global\advance\cvx@sheets 1 }
\def\cvx@say#1{\immediate\write-1{@@convexam #1}}
% a document is set again at once where it has not as many pages as most of its kind had so far
\def\convexamdocument#1#2{%
  \expandafter\let\expandafter\cvx@guess\csname cvx@guess@#2\endcsname
  \cvx@once{#1}%
  \ifnum\cvx@guess=\cvx@pages\else
    \edef\cvx@guess{\the\cvx@pages}%
    \cvx@once{#1}%
  \fi
  \edef\cvx@now{\the\numexpr\cvx@had{#2}{\the\cvx@pages}+1}%
  \global\expandafter\let\csname cvx@had@#2@\the\cvx@pages\endcsname\cvx@now
  \ifnum\cvx@had{#2}{\the\cvx@pages}>\cvx@had{#2}{\csname cvx@guess@#2\endcsname}\relax
    \expandafter\xdef\csname cvx@guess@#2\endcsname{\the\cvx@pages}%
  \fi}
\def\cvx@had#1#2{\ifcsname cvx@had@#1@#2\endcsname\csname cvx@had@#1@#2\endcsname\else0\fi}
\def\cvx@once#1{%
  \cvx@say{begin #1 \the\cvx@sheets}%
  \global\cvx@first=\cvx@sheets
  \begingroup
  \global\c@page=1 \cvx@lengths \cvx@black
  \let\sheetpages\cvx@guess
  \let\enddocument\cvx@noend
  \cvx@input #1.tex \relax
  \cvx@closed
  \cvx@codesame
  \clearpage
  \endgroup
  \global\cvx@pages=\numexpr\cvx@sheets-\cvx@first\relax
  \cvx@compared
  \cvx@say{end #1 \the\cvx@sheets\space\the\currentgrouplevel}}
\def\cvx@noend{\errmessage{\string\end{document} stands inside a document}}
\let\cvx@input\@@input
\def\cvx@closed{%
  \ifnum\currentgrouplevel=\numexpr\cvx@level+1\relax\else
    \cvx@say{open \the\numexpr\currentgrouplevel-\cvx@level-1\relax}%
    \global\cvx@tries=0 \cvx@close
  \fi}
\def\cvx@close{%
  \global\advance\cvx@tries 1
  \let\cvx@next\relax
  \ifnum\cvx@tries>@MOST@\else
    \ifnum\currentgrouplevel>\numexpr\cvx@level+1\relax\let\cvx@next\cvx@shut
    \else\ifnum\currentgrouplevel<\numexpr\cvx@level+1\relax\let\cvx@next\cvx@reopen\fi\fi
  \fi
  \cvx@next}
\def\cvx@reopen{\begingroup\cvx@close}
\def\cvx@shut{%
  \ifcase\currentgrouptype\or\egroup\or\egroup\or\egroup\or\egroup\or\egroup\or\crcr\egroup\or\egroup\or\egroup\or\egroup\or\egroup\or
    \egroup\or\egroup\or\egroup\or\endgroup\or\ifinner$\else$$\fi\or\right.\fi
  \cvx@close}
\def\cvx@keep#1{\ifcsname #1\endcsname\expandafter\let\csname cvx@kept@#1\expandafter\endcsname\csname #1\endcsname\fi}
\def\cvx@changed#1{%
  \ifcsname cvx@kept@#1\endcsname % else there was none, and it is nobody else's
    \cvx@say{changed #1}%
    \global\expandafter\let\csname #1\expandafter\endcsname\csname cvx@kept@#1\endcsname
  \fi}
"""


class Body(NamedTuple):
    """A document of the run: the name of its file without `.tex`, and what it is, since documents of a kind have as many pages."""

    name: str
    kind: str


def main_file(engine: str, preamble: str, bodies: Sequence[Body], pages: dict[str, int], texts: Iterable[str]) -> str:
    """`texts`: all that documents say, whose commands are looked after. `pages`: how many the first document of a kind probably has."""
    names = sorted(watched(chain((preamble,), texts)))
    return "\n".join((
        _BYTES[engine], preamble, r"\nofiles", _MACROS.replace("@MOST@", str(_OPEN)), _BLACK[engine], _lists(names, lengths(preamble)),
        r"\let\convexambegins\cvx@begun\def\convexamends{\cvx@say{done}}\makeatother",
        *(rf"\expandafter\gdef\csname cvx@guess@{kind}\endcsname{{{count}}}" for kind, count in sorted(pages.items())),
        r"\begin{document}", _LOCKED[engine],
        r"\convexambegins",
        *(rf"\convexamdocument{{{body.name}}}{{{body.kind}}}" for body in bodies),
        r"\convexamends", r"\end{document}", "",
    ))  # fmt: skip


def watched(texts: Iterable[str]) -> set[str]:
    """The names of all commands in these texts, but for those that LaTeX itself uses as scratch paper."""
    return {name for text in texts for name in _NAME.findall(text) if not _SCRATCH.search(name)} - {"par", "convexamlocked"}


def lengths(preamble: str) -> list[str]:
    """The registers that a preamble makes."""
    return sorted(set(_LENGTH.findall(preamble)))


def _lists(names: Sequence[str], registers: Sequence[str]) -> str:
    r"""What is kept at \begin{document}, compared behind each document, and put back before each."""
    put_back = "".join(rf"\global\noexpand\{name}=\the\{name}\relax" for name in registers)
    codes = "".join(rf"\the\catcode{code}." for code in _CATEGORIES)
    restored = "".join(rf"\global\catcode{code}=\the\catcode{code}\relax" for code in _CATEGORIES)
    return "\n".join((
        r"\def\cvx@codes{" + codes + "}",
        r"\def\cvx@begun{\global\cvx@level=\currentgrouplevel\relax\cvx@kept\xdef\cvx@lengths{" + put_back.replace(r"\global", r"\noexpand\global").replace(r"\relax", r"\noexpand\relax")
        + r"}\xdef\cvx@codesthen{\cvx@codes}\xdef\cvx@codesback{" + restored.replace(r"\global\catcode", r"\noexpand\global\noexpand\catcode")
        .replace(r"\relax", r"\noexpand\relax") + "}}",
        r"\def\cvx@kept{" + "".join(rf"\cvx@keep{{{name}}}" for name in names) + "}",
        r"\def\cvx@compared{" + "".join(rf"\ifx\cvx@kept@{name}\{name}\else\cvx@changed{{{name}}}\fi" for name in names)
        + r"\cvx@codesame}",
            r"\def\cvx@codesame{\edef\cvx@now{\cvx@codes}\ifx\cvx@now\cvx@codesthen\else\cvx@say{changed category codes}\cvx@codesback\fi}",
    ))  # fmt: skip


LOCK_SOURCE = """-- What runs a program or opens a file from Lua is taken away: no document needs it. The loader of fonts keeps what it needs.
local forbidden = {}
for _, name in ipairs{"directlua", "latelua", "lateluafunction", "luafunction", "luafunctioncall", "luadef", "luabytecode", "luabytecodecall", "primitive"} do
  local found = token.create(name)
  if found and found.cmdname ~= "undefined_cmd" then forbidden[found.command .. ":" .. found.mode] = true end
end
for _, name in ipairs(tex.hashtokens()) do  -- under whatever name somebody keeps a copy
  local found = token.create(name)
  if found and forbidden[found.command .. ":" .. found.mode] then
    tex.print("\\\\expandafter\\\\global\\\\expandafter\\\\let\\\\csname " .. name .. "\\\\endcsname\\\\convexamlocked")
  end
end
luatexbase.add_to_callback("read_data_file", function() return false end, "convexam")  -- \\pdfextension obj reads any file of the machine
for _, name in ipairs{"execute", "exec", "spawn", "kpsepopen"} do os[name] = nil end
io.popen = nil
"""
