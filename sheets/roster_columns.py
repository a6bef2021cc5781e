"""What the columns of a roster are called, by people and by the programs that export one, in four languages."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..errors import BadInput, shown

# Without case, diacritics and punctuation; the earlier name counts where a file has several: a matriculation number before an internal id.
NAMES: Mapping[str, tuple[str, ...]] = {
    "id": (
        "matriculation number", "matriculation no", "matriculation", "matriculation nr", "matric number", "matric no", "student number",
        "student no", "registration number", "numar matricol", "numarul matricol", "nr matricol", "nr matr", "matricol", "numar de matricola",
        "matricola", "numero di matricola", "numero matricola", "n matricola", "matrikelnummer", "matrikelnr", "matrikel nr", "matrikel",
        "martrikelnummer", "sis user id", "sis id", "id number", "numar de identificare", "codice identificativo", "id nummer", "student id",
        "studentid", "id student", "id studente", "cod student", "codice studente", "studenten id", "id",
    ),
    "full": (
        "full name", "fullname", "student name", "nume si prenume", "numele si prenumele", "nume complet", "nume prenume", "nome e cognome",
        "cognome e nome", "nome completo", "nome cognome", "cognome nome", "nominativo", "vollstandiger name", "vor und nachname",
        "name vorname", "vorname name", "student", "studente", "studentin", "name", "nume", "nome",
    ),
    "first": ("first name", "firstname", "given name", "forename", "prenume", "prenumele", "vorname"),
    "last": ("last name", "lastname", "surname", "family name", "nume de familie", "numele de familie", "cognome", "nachname", "familienname"),
    "email": (
        "e mail", "email", "mail", "email address", "e mail address", "adresa e mail", "adresa de e mail", "adresa email", "adresa de email",
        "indirizzo email", "indirizzo e mail", "posta elettronica", "e mail adresse", "emailadresse", "mailadresse", "email adresse",
    ),
    "group": ("group", "groups", "section", "grupa", "grupe", "gruppo", "gruppi", "sezione", "gruppe", "gruppen"),
    "seat": (
        "seat", "seat number", "seat no", "place", "loc", "locul", "numar loc", "nr loc", "posto", "numero posto", "platz", "sitz", "sitzplatz",
        "platznummer", "platz nr", "sitzplatznummer",
    ),
    "print": ("print", "printing", "tipar", "tiparire", "imprimare", "stampa", "druck"),
}  # fmt: skip
_BESIDE = {"nume": ("first", "last"), "name": ("first", "last"), "nome": ("last", "first")}  # beside this one, the word means that one
_CANVAS = {"student", "sis user id", "sis login id"}


class Columns(NamedTuple):
    """Which column, counted from 0, holds what; of the ids several, the best first."""

    ids: tuple[int, ...]
    places: Mapping[str, int]
    canvas: bool
    unused: tuple[str, ...]


def plainly(text: str) -> str:
    """A name as it is compared: no case, no diacritics, no punctuation."""
    letters = (c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", "".join(letters)).split())


def columns(header: Sequence[str], where: str) -> Columns:
    """What each column holds, by its name."""
    names = [plainly(name) for name in header]
    found = {role: sorted((known.index(name), place) for place, name in enumerate(names) if name in known) for role, known in NAMES.items()}
    for several in found.values():
        if len(several) > 1 and several[0][0] == several[1][0]:
            raise BadInput(f"{where}: two columns are called {shown(header[several[0][1]])}; leave one of them away")
    if not found["id"]:
        seen = ", ".join(shown(name.strip(), 30) for name in header[:12])
        raise BadInput(
            f"{where}: no column holds ids; call one `id` or `matriculation number` (Romanian, Italian and German names are understood; "
            f"the first row has {seen})"
        )
    places = {role: several[0][1] for role, several in found.items() if several and role != "id"}
    places = _apart(places, names)
    ids = tuple(place for _, place in found["id"])
    used = {*ids, *places.values()}
    unused = tuple(name.strip() for place, name in enumerate(header) if place not in used and name.strip())
    return Columns(ids, places, len(_CANVAS.intersection(names)) > 1, unused)


def _apart(places: dict[str, int], names: Sequence[str]) -> dict[str, int]:
    """`Nume` beside `Prenume` is the last name, `Nome` beside `Cognome` the first: alone they are the full name."""
    word = names[places["full"]] if "full" in places else ""
    beside, meant = _BESIDE.get(word, ("", ""))
    if beside in places and meant not in places:
        return {role: place for role, place in places.items() if role != "full"} | {meant: places["full"]}
    return places
