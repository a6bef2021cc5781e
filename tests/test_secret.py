"""The secret of an exam: made once, for nobody else's eyes, and never lost in silence."""

import os
import stat
import subprocess
from pathlib import Path

import pytest

from convexam.errors import BadInput
from convexam.sheets import secret

FRESH = bytes(range(secret.SIZE))


@pytest.fixture
def blueprint(tmp_path: Path) -> Path:
    return tmp_path / "midterm.toml"


def test_it_is_made_once(blueprint: Path) -> None:
    assert secret.read(blueprint) is None
    assert secret.create(blueprint, FRESH) == FRESH
    assert secret.create(blueprint, bytes(secret.SIZE)) == FRESH
    assert secret.read(blueprint) == FRESH
    assert [path.name for path in sorted(blueprint.parent.iterdir())] == [".gitignore", "midterm.secret"]


def test_nobody_else_may_read_it(blueprint: Path) -> None:
    secret.create(blueprint, FRESH)
    assert os.name == "nt" or stat.S_IMODE(secret.path_of(blueprint).stat().st_mode) == 0o600  # Windows has no modes


@pytest.mark.parametrize("before", ["", "*.log", "*.log\n", "midterm.secret\n"], ids=["none", "no line end", "other", "there already"])
def test_git_ignores_it(blueprint: Path, before: str) -> None:
    ignore = blueprint.with_name(".gitignore")
    ignore.write_text(before, encoding="utf-8")
    secret.create(blueprint, FRESH)
    assert ignore.read_text(encoding="utf-8").splitlines().count("midterm.secret") == 1
    assert set(before.split()) <= set(ignore.read_text(encoding="utf-8").split())


def test_a_tracked_one_is_noticed(blueprint: Path) -> None:
    secret.create(blueprint, FRESH)
    git = ["git", "-C", str(blueprint.parent)]
    subprocess.run([*git, "init", "-q"], check=True)
    assert not secret.tracked(blueprint)
    subprocess.run([*git, "add", "-f", "midterm.secret"], check=True)
    assert secret.tracked(blueprint)


@pytest.mark.parametrize("content", [b"", b"# only this\n", b"abc\n", b"\xff\xfe", b"0" * 63, b"0" * 64 + b"\n" + b"1" * 64])
def test_a_damaged_one_is_refused(blueprint: Path, content: bytes) -> None:
    secret.path_of(blueprint).write_bytes(content)
    with pytest.raises(BadInput, match=r"midterm\.secret"):
        secret.read(blueprint)


def test_the_fingerprint_tells_secrets_apart_and_nothing_else() -> None:
    assert secret.fingerprint(FRESH) != secret.fingerprint(bytes(secret.SIZE))
    assert FRESH.hex()[:16] not in secret.fingerprint(FRESH)
