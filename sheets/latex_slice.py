"""The main file of a run: what stands around the documents of many students, so that none of them can touch another.

Each document is a file of its own, read inside a group. What it leaves open is closed behind it, and what it has changed of our
macros for those who come after it is told and put back. All that is told stands in the log between two marks with its name.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .latex_state import kept

LOCK = "lock.lua"
MARK = "@@convexam"  # before everything in the log that is ours
PAGES = "sheetpages"  # the macro that says how many pages the document has
_OPEN = 60  # groups and boxes that are closed behind a document

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
  \global\c@page=1 \cvx@back \cvx@black
  \let\sheetpages\cvx@guess
  \let\enddocument\cvx@noend
  \cvx@input #1.tex \relax
  \cvx@closed
  \cvx@same{catcode}%
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
    return "\n".join((
        _BYTES[engine], preamble, r"\nofiles", _MACROS.replace("@MOST@", str(_OPEN)), _BLACK[engine], kept(engine, preamble, texts),
        r"\let\convexambegins\cvx@begun\def\convexamends{\cvx@say{done}}\makeatother",
        *(rf"\expandafter\gdef\csname cvx@guess@{kind}\endcsname{{{count}}}" for kind, count in sorted(pages.items())),
        r"\begin{document}", _LOCKED[engine],
        r"\convexambegins",
        *(rf"\convexamdocument{{{body.name}}}{{{body.kind}}}" for body in bodies),
        r"\convexamends", r"\end{document}", "",
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
