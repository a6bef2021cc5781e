"""Is an archive whole, and would it grade the same today? Nothing is changed here."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from .. import __version__
from ..errors import BadInput, ConvexamError
from ..exercises.family import names
from ..exercises.problem import Key
from ..sheets.archive import AWAY, Folder
from ..sheets.reading import Archive
from ..sheets.records import Digest, State
from .archived import differences, different, solved_again


def verify(path: Path, progress: Callable[[], object]) -> Iterator[str]:
    """A sentence for each thing that is not as it should be; none where all is well."""
    archive = Archive.open(path)
    folder = Folder(path)
    if folder.exists:
        yield from _files(folder, folder.state())
    else:
        yield f"{folder.file('state.json')}: is missing, so that no file can be compared with its digest"
    changed: Counter[str] = Counter()
    for code in (*archive.codes(), *sorted(archive.withdrawn)):
        yield from _sheet(archive, code, changed)
        progress()
    yield from (f"{what} ({times} problems)" for what, times in changed.items())


def _files(folder: Folder, state: State) -> Iterator[str]:
    """Files that are gone, or not those that were written."""
    away = (Digest(f"{AWAY}/{file.name}", file.digest) for one in state.withdrawn if one.was for file in one.was.files)
    of_sheets = (file for sheet in state.sheets for file in sheet.files)
    for one in (*state.documents, *of_sheets, *away, *state.version_keys, *state.collated):
        if not folder.file(one.name).is_file():
            yield f"{folder.file(one.name)}: is missing"
        elif not folder.has(one):
            yield f"{folder.file(one.name)}: is not as it was written"


def _sheet(archive: Archive, code: str, changed: Counter[str]) -> Iterator[str]:
    try:
        sheet, key = archive.sheet(code), archive.key(code)
    except BadInput as error:
        yield str(error)
        return
    if [problem.name for problem in sheet.problems] != [problem.name for problem in key.problems]:
        yield f"{archive.path}: {code}: sheet and key hold different problems"
    for problem in key.problems:
        yield from _problem(problem, f"{archive.path}: {code}", changed)


def _problem(key: Key, where: str, changed: Counter[str]) -> Iterator[str]:
    """Families that are gone are named once, changed ones once as well."""
    if key.family not in names():
        changed[f"{key.family} is gone: grade --use archive"] += 1
        return
    try:
        solved = solved_again(key, where)
    except ConvexamError as error:
        yield str(error)
        return
    of = solved.exercise.family
    if of.version != key.version:
        changed[f"{key.family} had version {key.version} when the archive was made, and has {of.version} in convexam {__version__}"] += 1
    found = list(differences(key, solved))
    if found:
        yield f"{different(key, found, where)}"
