"""The same bytes on every machine: NumPy chooses other code for other processors, and none of that may show."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

WORK = """
import hashlib, sys
sys.path.insert(0, sys.argv[1])
from random import Random
import calls
from convexam.cnn.network import Network
from convexam.cnn.operation import OPERATIONS
from convexam.cnn.values import DoesNotFit
from convexam.exercises.documents import write
from convexam.exercises.draw import Wish, practice
from convexam.exercises.family import families
from convexam.exercises.key import key

found = hashlib.sha256()
for operation in OPERATIONS:
    for seed in range(40):
        random = Random(seed)
        network = Network(calls.conventions(random), explains=True)
        try:
            getattr(network, operation)(*calls.sensible(operation, random))
        except DoesNotFit as error:
            found.update(str(error).encode())
        found.update(repr(network.steps).encode())
for of in families():
    for level in (1, 2, 3):
        found.update(write(key(practice(Wish(of, level), 7))).encode())
print(found.hexdigest())
"""

_CORE: Any = np.__dict__["_core"]._multiarray_umath  # what NumPy knows of this processor has no public name
FEATURES = _CORE.__cpu_features__
DISPATCHED = [name for name in _CORE.__cpu_dispatch__ if FEATURES.get(name)]


def digest(**environment: str) -> str:
    command = [sys.executable, "-c", WORK, str(Path(__file__).parent)]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def usual() -> str:
    return digest(PYTHONHASHSEED="1")


def test_numpy_has_code_for_this_processor_that_can_be_switched_off() -> None:
    """Else the next test would compare a thing with itself."""
    assert DISPATCHED


def test_the_same_bytes_with_the_processor_s_own_code_switched_off(usual: str) -> None:
    assert digest(NPY_DISABLE_CPU_FEATURES=" ".join(DISPATCHED), PYTHONHASHSEED="1") == usual


def test_the_same_bytes_in_another_order_of_hashes(usual: str) -> None:
    assert digest(PYTHONHASHSEED="2") == usual
