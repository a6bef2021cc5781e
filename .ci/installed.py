"""Uses the command line of an installed wheel in an empty folder, as somebody would who has never seen the checkout."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from zipfile import ZipFile

FAMILY = ("conv2d", "--level", "1")
SEEDS = ("--seeds", "1:2")


class Wrong(Exception):
    """What the program did is not what it should."""


def convexam(*arguments: str, exit_status: int = 0) -> str:
    print(f"$ convexam {' '.join(arguments)}", flush=True)
    done = subprocess.run(["convexam", *arguments], stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", timeout=120)
    if done.returncode != exit_status or "Traceback" in done.stderr:
        raise Wrong(f"exit status {done.returncode}, and it should be {exit_status}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.stdout


def holds(text: str, *words: str) -> None:
    missing = [word for word in words if word not in text]
    if missing:
        raise Wrong(f"does not say {', '.join(missing)}:\n{text[:2000]}")


def drawn() -> tuple[dict[str, Any], dict[str, Any]]:
    (line,) = convexam("draw", *FAMILY, *SEEDS).splitlines()
    pair = json.loads(line)
    return pair["problem"], pair["key"]


def submission(file: str, spoilt: bool) -> tuple[str, str]:
    """The answers of the key as a student would hand them in, or with the first number of each map one too high."""
    problem, key = drawn()
    answers = []
    for part in key["parts"]:
        answer = part["answer"] if isinstance(part["answer"], int | str | list) else part["shown"]
        answers.append({"id": part["id"], "answer": one_more(answer) if spoilt and isinstance(answer, list) else answer})
    Path(file).write_text(json.dumps({"codes": [problem["code"]], "answers": answers}), encoding="utf-8")
    return problem["code"], file


def one_more(answer: Any) -> Any:
    return [one_more(answer[0]), *answer[1:]] if isinstance(answer, list) else answer + 1


def no_tex() -> None:
    found = [name for name in ("pdflatex", "lualatex", "tex", "latexmk") if shutil.which(name)]
    if found:
        raise Wrong(f"{', '.join(found)} on the path")


def families() -> None:
    names = ("cnn-layers", "conv2d", "output-size", "conv-parameters")
    holds(convexam("families"), *names)
    holds(json.dumps(json.loads(convexam("families", "--json"))), *(f'"{name}"' for name in names))


def show() -> None:
    problem, _key = drawn()
    holds(convexam("show", *FAMILY, "--seed", "1"), problem["code"])
    holds(convexam("show", problem["code"], "--solution"), problem["code"])


def pdf() -> None:
    for file, more in (("sheet.pdf", ()), ("key.pdf", ("--solution",))):
        convexam("show", "cnn-layers", "conv2d", "--seed", "1", "--format", "pdf", "-o", file, *more)
        if not Path(file).read_bytes().startswith(b"%PDF-"):
            raise Wrong(f"{file} is no PDF")


def exam() -> None:
    """Two sheets for nobody in particular, each with a key, and nothing but what students may see in the package."""
    convexam("new", "midterm.toml")
    convexam("exam", "midterm.toml", "--copies", "2", "-o", "out")
    found = sorted(path.suffix for folder in ("sheets", "keys") for path in Path("out", folder).iterdir())
    if found != [".json"] * 4 + [".pdf"] * 4:
        raise Wrong(f"out/ holds {found}")
    holds(convexam("verify", "out"), "2 sheets")
    convexam("export", "out", "--to", "json", "-o", "exam.zip")
    with ZipFile("exam.zip") as package:
        holds(" ".join(package.namelist()), "exam.json", "sheets/", "schemas/sheet.schema.json")


def check_right() -> None:
    convexam("check", *submission("right.json", spoilt=False))


def check_wrong() -> None:
    convexam("check", *submission("wrong.json", spoilt=True), exit_status=1)


def schema() -> None:
    for name in ("problem", "key", "submission", "sheet", "blueprint"):
        holds(convexam("schema", name), '"$schema"', '"additionalProperties"')


def version() -> None:
    import convexam as package

    holds(convexam("--version"), package.__version__)
    if not Path(package.__file__).is_relative_to(sys.prefix):
        raise Wrong(f"convexam comes from {package.__file__}")


def main() -> int:
    checks = (no_tex, version, families, show, pdf, exam, check_right, check_wrong, schema)
    failed = 0
    for check in checks:
        print(f"- {check.__name__}", flush=True)
        try:
            check()
        except (Wrong, OSError, ValueError, KeyError, subprocess.TimeoutExpired) as error:
            failed += 1
            print(f"WRONG: {type(error).__name__}: {error}", flush=True)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
