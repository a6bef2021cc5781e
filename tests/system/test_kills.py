"""Killed, with a full disk, without permission: nothing is lost, one line is said, and the same command goes on."""

import ctypes
import random
import resource
import shlex
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from commands import command
from convexam.sheets.archive import Folder
from convexam.sheets.reading import Archive
from exams import COUNT, HEAD, SIZE, files

pytestmark = pytest.mark.system

EXAM = "exam quick.toml --roster class.csv -o out/"
REISSUE = "reissue quick.toml out/ --student s2 --problem size"
GRADE = "grade out/ answers.csv -o results/"
_DROP = 24  # of prctl: a capability that no process begun from here gets back
_OVERRIDE, _SEARCH = 1, 2  # what lets root write where nobody may


def started(folder: Path, line: str, before: Callable[[], None] | None = None) -> "subprocess.Popen[bytes]":
    """In a group of processes of its own."""
    return subprocess.Popen(
        command(*shlex.split(line)), cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=before
    )


def typed(folder: Path, line: str, before: Callable[[], None] | None = None) -> tuple[int, str]:
    """Status, and what was said on stderr."""
    with started(folder, line, before) as running:
        _, err = running.communicate(timeout=120)
    return running.returncode, err.decode()


def killed(folder: Path, line: str, after: float) -> bool:
    """Whether it was killed before it had ended; nothing of it lives on."""
    with started(folder, line) as running:
        time.sleep(after)
        was_at_work = running.poll() is None
        running.kill()
    for _ in range(100):
        if not alive(running.pid):
            return was_at_work
        time.sleep(0.05)
    raise TimeoutError(f"processes of {line!r} live on: {alive(running.pid)}")


def alive(group: int) -> list[str]:
    """The processes of a group, but for those that are dead and only not buried."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, of = stat.read_text().rpartition(")")[2].split()[:3]
        except (OSError, ValueError):  # it ended just now
            continue
        if int(of) == group and state != "Z":
            found.append(stat.parent.name)
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """An undisturbed exam with answers and results, and how long it took to make."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "quick.toml").write_text(HEAD + SIZE + COUNT, encoding="utf-8")
    (folder / "quick.secret").write_text(f"{'5a' * 32}\n", encoding="utf-8")
    (folder / "class.csv").write_text("id,name\n" + "".join(f"s{n},Student {n}\n" for n in range(8)), encoding="utf-8")
    begun = time.monotonic()
    assert typed(folder, EXAM)[0] == 0
    took = time.monotonic() - begun
    assert typed(folder, "template out/ --csv -o answers.csv")[0] == 0
    text = (folder / "answers.csv").read_text(encoding="utf-8")
    (folder / "answers.csv").write_text(text.replace(",,", ",7,"), encoding="utf-8")
    assert typed(folder, GRADE)[0] == 0
    return folder, took


@pytest.fixture
def folder(whole: tuple[Path, float], tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(whole[0], tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize("times", range(2))
def test_an_exam_that_is_killed_goes_on(whole: tuple[Path, float], folder: Path, times: int) -> None:
    """Ten kills each, from the first moment to the last."""
    moments = random.Random(times)
    shutil.rmtree(folder / "out")
    for number in range(10):
        at_work = killed(folder, f"{EXAM} --jobs {1 + (number + times) % 2}", moments.uniform(0.1, whole[1]))
        if not at_work:
            shutil.rmtree(folder / "out")
    assert typed(folder, EXAM)[0] == 0
    assert files(folder) == files(whole[0])


@pytest.mark.parametrize("by", ["student", "sheet"])
def test_a_reissue_that_is_killed_comes_to_its_end(
    whole: tuple[Path, float], folder: Path, tmp_path_factory: pytest.TempPathFactory, by: str
) -> None:
    code = next(one.code for one in Archive.open(folder / "out").roster.sheets if one.student.id == "s2")
    line = REISSUE if by == "student" else REISSUE.replace("--student s2", f"--sheet {code}")
    other = Path(shutil.copytree(folder, tmp_path_factory.mktemp("undisturbed") / "copy"))
    begun = time.monotonic()
    assert typed(other, line)[0] == 0
    moments, took = random.Random(by), time.monotonic() - begun
    for _ in range(2):
        shutil.rmtree(folder / "out")
        shutil.copytree(whole[0] / "out", folder / "out")
        killed(folder, line, moments.uniform(took / 4, took))
        state = Folder(folder / "out").state()
        if state.reissuing or not state.withdrawn:  # else it was at its end already
            assert typed(folder, line)[0] == 0
        assert files(folder / "out") == files(other / "out")


def test_grading_that_is_killed_is_done_again(whole: tuple[Path, float], folder: Path) -> None:
    moments = random.Random("grade")
    begun = time.monotonic()
    assert typed(folder, GRADE)[0] == 0
    took = time.monotonic() - begun
    for _ in range(4):
        killed(folder, GRADE, moments.uniform(took / 4, took))
    assert typed(folder, GRADE)[0] == 0
    assert files(folder) == files(whole[0])


def full(size: int) -> Callable[[], None]:
    """No file may be longer: as with a disk that is full, the rest of it is refused."""
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize(("size", "jobs"), [(0, 1), (1_000, 2), (20_000, 2), (100_000, 1)])
def test_a_full_disk_is_said_and_nothing_is_lost(whole: tuple[Path, float], folder: Path, size: int, jobs: int) -> None:
    shutil.rmtree(folder / "out")
    status, err = typed(folder, f"{EXAM} --jobs {jobs}", full(size))
    assert (status, err.splitlines()[-1].count("cannot be written (File too large)")) == (2, 1), err
    assert set(err.splitlines()[:-1]) <= {"8 sheets", "files for the whole class"}
    assert typed(folder, EXAM)[0] == 0
    assert files(folder) == files(whole[0])


@pytest.mark.parametrize(
    "line", [GRADE, "export out/ --to json -o new.zip", "preview quick.toml", "worksheet conv2d -n 1 -o new.pdf", "new new.toml", REISSUE]
)
def test_other_commands_on_a_full_disk(folder: Path, line: str) -> None:
    before = files(folder)
    status, err = typed(folder, line, full(100))
    assert (status, err.count("\n"), "(File too large)" in err) == (2, 1, True), err
    assert files(folder) == before


def nobody_special() -> None:
    """Root without the right to write where nobody may; for anybody else nothing changes."""
    for capability in (_OVERRIDE, _SEARCH):
        ctypes.CDLL(None).prctl(_DROP, capability, 0, 0, 0)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (EXAM.replace("class.csv", "more.csv"), 2), (EXAM.replace("out/", "out/new/"), 2), (REISSUE, 2), (f"{EXAM} --force", 2),
        (GRADE, 2), ("export out/ --to json -o exam.zip", 2), ("preview quick.toml", 2), ("new new.toml", 2), ("exam fresh.toml -o fresh/", 2),
        ("worksheet conv2d -n 1 -o new.pdf", 2), ("template out/ --csv -o new.csv", 2),
        ("verify out/", 0), ("template out/ --csv", 0), ("grade out/ answers.csv -o free/results", 0),
    ],
)  # fmt: skip
def test_a_folder_in_which_nobody_may_write(folder: Path, line: str, status: int) -> None:
    (folder / "more.csv").write_text("id,name\n" + "".join(f"s{n},N\n" for n in range(9)), encoding="utf-8")
    shutil.copy(folder / "quick.toml", folder / "fresh.toml")
    (folder / "free").mkdir()
    before = files(folder)
    closed = [folder, *(path for path in folder.rglob("*") if path.is_dir() and path.name != "free")]
    for path in (*(path for path in folder.rglob("*") if path.is_file()), *closed):
        path.chmod(0o500 if path.is_dir() else 0o400)
    try:
        found, err = typed(folder, line, nobody_special)
    finally:
        for path in closed:
            path.chmod(0o700)
    assert found == status, err
    assert err.count("\n") == status // 2, err
    assert "Traceback" not in err
    assert before.items() <= files(folder).items()
