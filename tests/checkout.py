"""A copy of this checkout, for tests that write into one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APART = (".*", "__pycache__", "build", "dist", "demo", "docs", "node_modules", "*.egg-info")


def copied(folder: Path) -> Path:
    """The copy, which is called like the package, so that it is found in its folder."""
    return Path(shutil.copytree(ROOT, folder / "convexam", ignore=shutil.ignore_patterns(*APART)))


def environment(copy: Path) -> dict[str, str]:
    """In which the copy is the package, and not what is installed."""
    return {**os.environ, "PYTHONPATH": str(copy.parent), "PYTHONDONTWRITEBYTECODE": "1", "CONVEXAM_SEEDS": "3"}


def python(copy: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """`python WORDS` in the copy."""
    return subprocess.run(
        [sys.executable, "-P", *words], cwd=copy, env=environment(copy), capture_output=True, encoding="utf-8", timeout=300
    )
