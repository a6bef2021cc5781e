"""What a seed draws, and how it reads, does not change by accident: `python3 make.py test --refresh` writes the goldens anew."""

import json
from hashlib import sha256
from pathlib import Path

import pytest

from convexam.cli.text import shown
from convexam.exercises.documents import write
from convexam.exercises.family import family
from test_families import EVERY, documents, solved

FOLDER = Path(__file__).parent / "goldens"
DRAWS = FOLDER / "draws.json"
SEEDS = range(40)

every = pytest.mark.parametrize(("name", "level"), EVERY)


@every
def test_a_seed_draws_what_it_drew(name: str, level: int, request: pytest.FixtureRequest) -> None:
    """A change that alters what a seed draws (in `draw`, in a level, in a mistake that refuses more) raises the version of the family."""
    drawn = sha256("\n".join(write(solved(name, level, seed).exercise.given) for seed in SEEDS).encode()).hexdigest()
    goldens = json.loads(DRAWS.read_text(encoding="utf-8"))
    found = {"version": family(name).version, "draws": drawn}
    if request.config.getoption("--refresh"):
        DRAWS.write_text(json.dumps(dict(sorted({**goldens, f"{name}-{level}": found}.items())), indent=1) + "\n", encoding="utf-8")
    else:
        assert goldens.get(f"{name}-{level}") == found, (
            f"seeds of {name} draw other numbers: raise its version, say so in CHANGELOG.md, refresh"
        )


@every
def test_sheet_and_key_read_as_they_did(name: str, level: int, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    given, key = documents(name, level, 0)
    text = f"{shown([given], [key])}\n"
    golden = FOLDER / f"{name}-{level}.txt"
    if request.config.getoption("--refresh"):
        golden.write_text(text, encoding="utf-8")
    else:
        assert text == golden.read_text(encoding="utf-8")
