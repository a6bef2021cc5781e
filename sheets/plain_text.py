"""Problems in plain text: the lines that the terminal and written feedback have in common."""

from ..exercises.problem import Part, Problem
from ..text.terminal import one_line, terminal
from ..text.tree import parse


def heading(problem: Problem, number: int, width: int) -> str:
    """Title and code, on two lines where one is too short."""
    title, code = f"{number}. {one_line(problem.title)}", f"[{problem.code}]" if problem.code else ""
    return f"{title}   {code}".rstrip() if len(title) + 3 + len(code) <= width else f"{title}\n{code}"


def cell(problem: Problem, part: Part) -> str:
    """A cell of a group by its captions, or by its column and row."""
    group = next(group for group in problem.groups if group.name == part.group)
    if group.kind == "table" and part.row and part.column:
        return f"{one_line(group.rows[part.row - 1])}, {one_line(group.columns[part.column - 1])}"
    return one_line(part.prompt)


def wrapped(markdown: str, width: int) -> str:
    """A text of lines no wider than this."""
    return terminal(parse(markdown), {}, width)
