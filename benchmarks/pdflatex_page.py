# ruff: noqa: UP031 (braces are what TeX is made of; with format each would stand twice)
"""A sheet or its key as a plain LaTeX page: what `paper.py` compares our press with. It says all that ours says, from the same page data.

As ours do, its files name their title and language, and their text can be copied and searched: that is what hyperref and glyphtounicode are for.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from convexam.sheets.qr import modules

Data = Mapping[str, Any]

HEAD = r"""\documentclass[10pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage{lmodern}
\usepackage[english]{babel}
\usepackage{amsmath}
\usepackage{array}
\usepackage{xcolor}
\usepackage[left=22mm,right=26mm,top=20mm,bottom=22mm]{geometry}
\usepackage{fancyhdr}
\usepackage{hyperref}
\input{glyphtounicode}\pdfgentounicode=1
\pagestyle{fancy}\fancyhf{}\renewcommand\headrulewidth{0pt}\renewcommand\footrulewidth{0.4pt}
\setlength\parindent{0pt}\setlength\parskip{1.2mm}\setlength\fboxsep{1.5mm}
\newcolumntype{C}{>{\centering\arraybackslash}p{4.4mm}}
\newcommand\points[1]{\rlap{\hspace{\dimexpr\linewidth+2mm}\underline{\hspace{6mm}} / #1}}
"""
_ESCAPED = {c: f"\\{c}" for c in "&%$#_{}"} | {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_ESCAPED |= {"−": "$-$", "×": r"$\times$", "°": r"\textdegree{}", "…": r"\dots{}", "—": "---", "–": "--", "“": "``", "”": "''"}
_TEXT = str.maketrans(_ESCAPED)
_MATH = (("⋅", r"\cdot "), ("×", r"\times "), ("−", "-"), ("⌊", r"\lfloor "), ("⌋", r"\rfloor "), ("⌈", r"\lceil "), ("⌉", r"\rceil "))
_MATH += ((r"\(", "("), (r"\)", ")"), (r"\,", ","), ("max", r"\max "), ("min", r"\min "), ("≤", r"\le "), ("≥", r"\ge "))
_CALL = re.compile(r"(?<!\\)\b(frac|lr)\(")


def latex(page: Data) -> str:
    """The whole source of one document."""
    about = r"\hypersetup{pdftitle={%s},pdflang={%s}}" % (text(page["title"]), page["language"])
    body = [HEAD, about, _foot(page), r"\begin{document}", _top(page)]
    body += [_problem(problem) for problem in page["problems"]]
    if page["key"]:
        body += [r"\clearpage\section*{%s}" % text(page["words"]["solution"]), *(_solved(one, page["words"]) for one in page["problems"])]
    return "\n".join([*body, r"\end{document}", ""])


def text(words: str) -> str:
    return words.translate(_TEXT)


def math(source: str) -> str:
    """Our own Typst source of a formula, as far as this exam has any."""
    found = _CALL.search(source)
    while found:
        inside, rest = _closed(source, found.end())
        if found[1] == "frac":
            over, _, under = inside.partition(", ")
            inside = r"\frac{%s}{%s}" % (over, under)
        source = source[: found.start()] + inside + rest
        found = _CALL.search(source)
    for ours, theirs in _MATH:
        source = source.replace(ours, theirs)
    return source


def _closed(source: str, begin: int) -> tuple[str, str]:
    """What stands between two brackets, and what follows; brackets of the formula itself have a backslash."""
    depth = 1
    for place in range(begin, len(source)):
        if source[place] in "()" and source[place - 1] != "\\":
            depth += 1 if source[place] == "(" else -1
        if not depth:
            return source[begin:place], source[place + 1 :]
    raise ValueError(f"no bracket closes in {source}")


def _line(nodes: Iterable[Data]) -> str:
    return "".join(map(_inline, nodes))


def _inline(node: Data) -> str:
    match node["type"]:
        case "text":
            return text(node["text"])
        case "math":
            return f"${math(node['math'])}$"
        case "code":
            return r"{\scriptsize\ttfamily %s}" % text(node["text"])
        case _:
            return r"\textbf{%s}" % _line(node["content"])


def _blocks(nodes: Iterable[Data]) -> str:
    return "\n\n".join(map(_block, nodes))


def _block(node: Data) -> str:
    match node["type"]:
        case "paragraph":
            return _line(node["content"])
        case "list":
            return r"\begin{itemize}\itemsep0pt %s\end{itemize}" % "".join(f"\\item {_blocks(item)}\n" for item in node["items"])
        case "tensors":
            return _grids(node["grids"])
        case other:
            raise ValueError(f"no {other} stands in this exam")


def _grids(grids: Iterable[Data], color: str = "black") -> str:
    return r"\qquad ".join(_grid(one["rows"], one["caption"], color) for one in grids)


def _grid(rows: Iterable[Iterable[str]], caption: str = "", color: str = "black") -> str:
    cells = [" & ".join(f"${math(cell)}$" if cell else "" for cell in row) for row in rows]
    columns = cells[0].count("&") + 1
    table = r"\begin{tabular}{|*{%d}{C|}}\hline %s\\\hline\end{tabular}" % (columns, r"\\\hline ".join(cells))
    above = r"{\small\itshape %s}\\ " % text(caption) if caption else ""
    return r"\begin{tabular}[t]{@{}l@{}}%s\color{%s}%s\end{tabular}" % (above, color, table)


def _foot(page: Data) -> str:
    return r"\lfoot{\small %s}\cfoot{\small\ttfamily %s}\rfoot{\small %s \thepage}" % (
        text(page["course"]),
        page["code"],
        page["words"]["page"],
    )


def _top(page: Data) -> str:
    words, student = page["words"], page["student"]
    name = (
        r"\textcolor{red}{\bfseries %s}" % words["solution"]
        if page["key"]
        else f"{words['name']} {text(student['names'][0]) if student else ''}"
    )
    date = " · ".join(filter(None, (page["course"], page["date"]))).replace("·", r"\textperiodcentered{}")
    left = r"\begin{minipage}[b]{120mm}{\small %s}\par{\LARGE\bfseries %s}\par %s\end{minipage}" % (date, text(page["title"]), name)
    right = r"\begin{minipage}[b]{38mm}\centering %s\par{\footnotesize\ttfamily %s}\par %s / %s\end{minipage}" % (
        _qr(page["code"]),
        page["code"],
        words["points"],
        page["total"],
    )
    return rf"{left}\hfill{right}\par\rule{{\linewidth}}{{0.8pt}}"


def _qr(code: str) -> str:
    rows = modules(code)
    runs = [(found.start(), y, found.end() - found.start()) for y, row in enumerate(rows) for found in re.finditer(b"\x01+", row)]
    drawn = "".join(r"\put(%d,%d){\rule{%d\unitlength}{\unitlength}}" % (x, len(rows) - y, wide) for x, y, wide in runs)
    return r"{\setlength\unitlength{0.85mm}\begin{picture}(%d,%d)%s\end{picture}}" % (len(rows), len(rows) + 1, drawn)


def _problem(problem: Data) -> str:
    small = " ".join(_line(sentence) for sentence in problem["conventions"])
    parts = (_part(part) for part in problem["parts"])
    heading = r"\subsection*{\points{%s}%s. %s}" % (problem["points"], problem["label"], text(problem["title"]))
    return "\n\n".join([heading, _blocks(problem["statement"]), r"{\small\color{gray} %s}" % small, *parts])


def _part(part: Data) -> str:
    asked = r"\points{%s}%s %s" % (part["points"], part["label"], _blocks(part["prompt"]))
    return r"\begin{minipage}{\linewidth}\setlength\parskip{1.2mm}%s\par %s\end{minipage}\par\medskip" % (
        asked,
        _space(part["space"], part["answer"]),
    )


def _space(space: Data, answer: Data | None) -> str:
    match space["type"]:
        case "box":
            inside = r"\color{red}%s" % text(answer["text"]) if answer else ""
            return r"\fbox{\makebox[%s]{\strut %s}}" % ("80mm" if space["width"] == "long" else "40mm", inside)
        case "grid":
            empty = [{"rows": [[""] * one["columns"]] * one["rows"], "caption": one["caption"]} for one in space["grids"]]
            return _grids(answer["grids"] if answer else empty, "red")
        case "table":
            cells = answer["cells"] if answer else [[""] * len(row["cells"]) for row in space["rows"]]
            rows = [
                " & ".join((text(row["caption"]), *(r"\textcolor{red}{%s}" % text(cell) for cell in several)))
                for row, several in zip(space["rows"], cells, strict=True)
            ]
            head = " & ".join(("", *map(text, space["columns"])))
            return r"\begin{tabular}{|l|*{%d}{p{30mm}|}}\hline %s\\\hline %s\\\hline\end{tabular}" % (
                len(space["columns"]),
                head,
                r"\\\hline ".join(rows),
            )
        case other:
            raise ValueError(f"no {other} stands in this exam")


def _solved(problem: Data, words: Mapping[str, str]) -> str:
    parts = [_explained(part, words) for part in problem["parts"] if part["solution"] or part["hints"]]
    return "\n\n".join([r"\subsection*{%s. %s}" % (problem["label"], text(problem["title"])), *parts])


def _explained(part: Data, words: Mapping[str, str]) -> str:
    hints = "\n\n".join(r"\hangindent5mm %s" % _line(hint) for hint in part["hints"])
    below = "\n\n" + r"{\small\raggedright\textbf{%s}\par %s\par}" % (words["mistakes"], hints) if part["hints"] else ""
    return f"{part['label']} {_blocks(part['solution'])}{below}"
