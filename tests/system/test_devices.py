"""Devices that only Linux has."""

import subprocess
from pathlib import Path

import pytest

from commands import command

pytestmark = pytest.mark.system


def test_a_full_disk_is_said() -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command("show", "conv2d", "--seed", "7"), stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (2, b"convexam: the output cannot be written (No space left on device)\n")
