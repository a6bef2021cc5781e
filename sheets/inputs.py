"""What a printed sheet depends on besides blueprint and roster: one digest each, so that a change is seen."""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from ..exercises.family import family
from ..text.words import speaking, words_digest
from .production import Order
from .records import Digest
from .secret import fingerprint

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"


def digests(order: Order) -> tuple[Digest, ...]:
    """By name; of the secret only its fingerprint."""
    blueprint = order.blueprint
    names = sorted({name for plan in blueprint.problems for name in plan.families})
    return (
        Digest("secret", fingerprint(order.secret)),
        Digest("words", _of_words(order)),
        Digest("templates", _of_files(_templates(order))),
        Digest("press", order.tex.engine.version if order.tex else f"typst {version('typst')}"),
        Digest("fonts", _of_files(path for folder in blueprint.fonts for path in sorted(folder.rglob("*")) if path.is_file())),
        *(Digest(f"family {name}", str(family(name).version)) for name in names),
    )


def _templates(order: Order) -> Iterator[Path]:
    """The program's, and besides those of one's own."""
    yield from sorted((_TEMPLATES / ("latex" if order.tex else "typst")).glob("*"))
    if order.tex and order.tex.templates:
        yield from (path for path in sorted(order.tex.templates.rglob("*")) if path.is_file())


def _of_words(order: Order) -> str:
    with speaking(order.blueprint.language, order.words):
        return words_digest()


def _of_files(paths: Iterable[Path]) -> str:
    found = sha256()
    for path in paths:
        found.update(path.name.encode() + b"\0" + sha256(path.read_bytes()).digest())
    return found.hexdigest()


def secret(of: Sequence[Digest]) -> str:
    """The fingerprint of the secret."""
    return next((one.digest for one in of if one.name == "secret"), "")


def changed(before: Sequence[Digest], order: Order) -> Iterator[str]:
    """One sentence for each input that is not what it was when the archive was begun."""
    known = {one.name: one.digest for one in before}
    for one in digests(order):
        if one.name != "secret" and known.get(one.name) != one.digest:
            yield f"{one.name}: not as it was when the folder was begun; finished sheets stay as they are, new ones may look different"
