"""The columns of tables over all sheets of an exam: problems and their parts, in one order whatever the sheets' own."""

from collections.abc import Iterable

from .records import Sheet
from .seating import natural


class Columns:
    """Grows sheet by sheet, and keeps no sheet."""

    def __init__(self) -> None:
        self._parts: dict[str, dict[str, None]] = {}
        self._orders: set[tuple[str, ...]] = set()

    def add(self, sheet: Sheet) -> None:
        self._orders.add(tuple(problem.name for problem in sheet.problems))
        for problem in sheet.problems:
            self._parts.setdefault(problem.name, {}).update(dict.fromkeys(part.id for part in problem.parts))

    def by_problem(self) -> dict[str, tuple[str, ...]]:
        """The ids of the parts. Where all sheets have the same order it is theirs; shuffled problems are sorted by name."""
        names = next(iter(self._orders)) if len(self._orders) == 1 else sorted(self._parts, key=natural)
        return {name: tuple(self._parts[name]) for name in names}


def columns(sheets: Iterable[Sheet]) -> dict[str, tuple[str, ...]]:
    """The ids of the parts by problem."""
    found = Columns()
    for sheet in sheets:
        found.add(sheet)
    return found.by_problem()
