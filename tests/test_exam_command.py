"""An exam through the command line, as an instructor types it: from nothing to a gradebook."""

import os
import pty
import shlex
import shutil
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import pytest

from commands import Done, command, refused, shown
from exams import COUNT, HEAD, SIZE, files

CLASS = "id,name,seat\ns101,Ana Țăran,1\ns105,Bob Smith,2\ns107,Chloé Durand,3\ns110,Dan Brown,4\n"
LINES = (  # in this order
    "new midterm.toml",
    "preview midterm.toml",
    "exam midterm.toml --roster class.csv -o out/",
    "reissue midterm.toml out/ --student s105 --problem conv",
    "worksheet conv2d pooling --level 2 -n 6 -o sheet.pdf --key key.pdf",
    "template out/ --csv -o answers.csv",
    "grade out/ answers.csv -o results/",
    "export out/ --to json -o exam.zip",
    "verify out/",
)
WRITTEN = {
    "midterm.toml", "class.csv", "midterm-preview.pdf", "midterm-preview-key.pdf", "midterm.secret", ".gitignore", "out", "sheet.pdf",
    "key.pdf", "answers.csv", "results", "exam.zip",
}  # fmt: skip


def typed(folder: Path, line: str) -> Done:
    done = subprocess.run(command(*shlex.split(line)), cwd=folder, capture_output=True, timeout=120, check=False)
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.fixture(scope="module")
def flow(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Done]]:
    """Each line as it is typed, one after the other, in one folder."""
    folder = tmp_path_factory.mktemp("flow")
    (folder / "class.csv").write_text(CLASS, encoding="utf-8")
    return folder, {line: typed(folder, line) for line in LINES}


@pytest.fixture
def made(flow: tuple[Path, dict[str, Done]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, in which a test is."""
    shutil.copytree(flow[0], tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """An exam that is quickly drawn, before anything is made of it."""
    (tmp_path / "quick.toml").write_text(HEAD + SIZE + COUNT, encoding="utf-8")
    (tmp_path / "quick.secret").write_text(f"{'5a' * 32}\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("line", LINES)
def test_each_line_works(flow: tuple[Path, dict[str, Done]], line: str) -> None:
    done = flow[1][line]
    assert done.status == 0, done.err
    assert "Traceback" not in done.err
    assert "\r" not in done.out + done.err  # no bar where nobody watches
    assert "\x1b" not in done.out + done.err


def test_what_was_written(flow: tuple[Path, dict[str, Done]]) -> None:
    assert {path.name for path in flow[0].iterdir()} == WRITTEN
    assert not list(flow[0].rglob("*.part"))


@pytest.mark.parametrize("line", LINES)
def test_help_has_the_line_as_an_example(line: str) -> None:
    examples = [" ".join(one.partition("#")[0].split()) for one in shown(line.split()[0], "--help").split("\n")]
    assert f"convexam {line}" in examples


OVER = {  # id: (line, what is said)
    "new": ("new midterm.toml", "there is such a file already"),
    "preview": ("preview midterm.toml", "midterm-preview.pdf: there is such a file already"),
    "key of a preview": ("preview midterm.toml -o new.pdf", "midterm-preview-key.pdf: there is such a file already"),
    "exam over other things": ("exam midterm.toml -o mine/", "this folder holds other things"),
    "exam over a file": ("exam midterm.toml -o answers.csv", "this is no folder"),
    "exam over results": ("exam midterm.toml -o results/", "this folder holds other things"),
    "exam of another blueprint": ("exam other.toml -o out/ --roster class.csv", "the blueprint has changed"),
    "exam for copies": ("exam midterm.toml -o out/ --copies 4", "was made with a roster"),
    "exam where it is": ("exam midterm.toml -o .", "this folder holds other things"),
    "what is needed is not moved": ("exam mine/midterm.toml -o mine --force", "is in it"),
    "where one is is not moved": ("exam midterm.toml -o . --force", "is in it"),
    "reissue of nobody": ("reissue midterm.toml out/ --student s999", "no student has the id 's999'"),
    "worksheet": ("worksheet conv2d -o sheet.pdf", "sheet.pdf: there is such a file already"),
    "key of a worksheet": ("worksheet conv2d -o new.pdf --key key.pdf", "key.pdf: there is such a file already"),
    "template": ("template out/ --csv -o answers.csv", "answers.csv: there is such a file already"),
    "template of one": ("template out/ --student s105 -o answers.csv", "answers.csv: there is such a file already"),
    "grade over other things": ("grade out/ answers.csv -o mine/", "this folder holds other things"),
    "grade over the exam": ("grade out/ answers.csv -o out/", "this folder holds other things"),
    "export": ("export out/ --to json -o exam.zip", "exam.zip: there is such a file already"),
    "export over the exam": ("export out/ --to json -o out", "this is a folder"),
}


@pytest.mark.parametrize(("line", "said"), OVER.values(), ids=OVER)
def test_nothing_is_written_over(made: Path, line: str, said: str) -> None:
    (made / "mine").mkdir()
    shutil.copy(made / "midterm.toml", made / "mine" / "midterm.toml")
    (made / "other.toml").write_text((made / "midterm.toml").read_text(encoding="utf-8").replace('"Deep', '"Very Deep'), encoding="utf-8")
    shutil.copy(made / "midterm.secret", made / "other.secret")
    before = files(made)
    refused(shlex.split(line), said)
    assert files(made) == before


def test_the_same_exam_once_more_changes_nothing(made: Path) -> None:
    before = files(made)
    assert typed(made, LINES[2]).status == 0
    assert files(made) == before


def test_an_old_folder_is_moved_and_not_deleted(small: Path) -> None:
    typed(small, "exam quick.toml -o out/")
    before = files(small / "out")
    assert typed(small, "exam quick.toml -o out/ --force --copies 2").status == 0
    assert files(small / "out.1") == before
    assert len(files(small / "out" / "sheets")) == 4


STATUS = {  # id: (line, status)
    "all was counted": ("grade out/ answers.csv -o new/", 0),
    "a sheet of nobody": ("grade out/ strange.csv -o new/", 1),
    "whole": ("verify out/", 0),
    "not whole": ("verify damaged/", 1),
    "no folder": ("verify nowhere/", 2),
    "no answers": ("grade out/ nowhere.csv -o new/", 2),
    "solutions": ("exam midterm.toml --solutions --copies 2 -o new/", 0),
    "one copy": ("exam midterm.toml -o new/", 0),
    "versions": ("exam midterm.toml --copies 3 --versions 2 -o new/", 0),
}


@pytest.mark.parametrize(("line", "status"), STATUS.values(), ids=STATUS)
def test_status(made: Path, line: str, status: int) -> None:
    (made / "strange.csv").write_text("sheet,who,conv.map\n7Q4K-9M2X-1PA3,s101,1\n", encoding="utf-8")
    shutil.copytree(made / "out", made / "damaged")
    next((made / "damaged" / "keys").glob("*.pdf")).write_bytes(b"%PDF")
    done = typed(made, line)
    assert (done.status, done.err.count("Traceback")) == (status, 0), done.err


PIPED = {
    "template out/ --csv": "\ufeffsheet,who,",
    "template out/ --marks": "\ufeffsheet,who,",
    "template out/ --student s105": "{",
    "verify out/": "out: 5 sheets",
    "worksheet conv2d -n 1 -o /dev/stdout": "%PDF",
    "export out/ --to json -o /dev/stdout": "PK",
}


@pytest.mark.parametrize(("line", "begin"), PIPED.items(), ids=PIPED)
def test_output_pipes(made: Path, line: str, begin: str) -> None:
    shell = f"set -o pipefail; {shlex.join(command(*shlex.split(line)))} | head -c {len(begin.encode())}"
    done = subprocess.run(["bash", "-c", shell], cwd=made, capture_output=True, timeout=60, check=False)
    assert done.stdout.decode().lstrip("\ufeff").startswith(begin.lstrip("\ufeff"))
    assert b"Traceback" not in done.stderr


def watched(line: str, folder: Path) -> str:
    """What a person sees whose terminal shows the notes of a command."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(command(*shlex.split(line)), cwd=folder, stdout=subprocess.DEVNULL, stderr=theirs) as running:
        os.close(theirs)
        seen = b""
        with suppress(OSError):  # the terminal is closed when nobody writes to it any more
            while piece := os.read(ours, 10_000):
                seen += piece
        os.close(ours)
        assert running.wait(timeout=60) == 0
    return seen.decode()


def test_a_bar_is_for_terminals_only(small: Path) -> None:
    seen = watched("exam quick.toml --copies 3 -o out/ --jobs 1", small)
    assert "sheets  [" in seen
    assert "100%" in seen
    assert "\r\nfiles for the whole class\r\n" in seen  # on a line of its own


@pytest.mark.parametrize("line", ["grade out/ answers.csv -o new/", "verify out/"])
def test_other_bars(made: Path, line: str) -> None:
    text = (made / "answers.csv").read_text(encoding="utf-8")
    (made / "answers.csv").write_text(text.replace(",,", ",1,", 1), encoding="utf-8")
    assert "100%" in watched(line, made)


def test_nothing_is_drawn_for_a_bar_that_has_nothing_to_count(small: Path) -> None:
    typed(small, "exam quick.toml -o out/")
    assert watched("exam quick.toml -o out/", small) == ""


def until(running: "subprocess.Popen[bytes]", told: bytes) -> list[bytes]:
    """The lines up to this one."""
    assert running.stderr is not None
    lines: list[bytes] = []
    for line in running.stderr:
        lines.append(line)
        if told in line:
            break
    return lines


@pytest.mark.parametrize("jobs", ["1", "2"])
@pytest.mark.parametrize("moment", ["sheets", "files for the whole class"])
def test_ctrl_c_says_how_to_go_on(small: Path, jobs: str, moment: str) -> None:
    words: Sequence[str] = ("exam", "quick.toml", "--copies", "12", "--jobs", jobs, "-o")
    assert typed(small, f"{shlex.join(words)} whole").status == 0
    with subprocess.Popen(command(*words, "out"), cwd=small, stderr=subprocess.PIPE, start_new_session=True) as running:
        until(running, moment.encode())
        os.killpg(running.pid, signal.SIGINT)  # as a terminal does: all processes of the command
        assert running.stderr is not None
        assert running.stderr.read() == b"convexam: stopped; the same command goes on where this one was\n"
    assert running.returncode == 130
    assert typed(small, f"{shlex.join(words)} out").status == 0
    assert files(small / "out") == files(small / "whole")
