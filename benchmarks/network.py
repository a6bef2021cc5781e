"""The slowest call of the reference network, whatever anybody hands it: `python benchmarks/network.py`.

Sizes are bounded before work begins; each call also prints how it ended. Nothing here fails: times depend on the machine.
"""

import sys
import time
from pathlib import Path
from random import Random
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))  # the random calls of the tests

import calls
from convexam.cnn.network import Network
from convexam.cnn.operation import OPERATIONS
from convexam.cnn.values import DoesNotFit

CALLS = 400  # of each operation
SHOWN = 12


class Timed(NamedTuple):
    milliseconds: float
    operation: str
    seed: int
    end: str


def timed(operation: str, seed: int) -> Timed:
    """One call: every third is a sensible one, the others are wild."""
    random = Random(seed)
    network = Network(calls.conventions(random), explains=bool(seed % 2))
    arguments = calls.wild(operation, random) if seed % 3 else calls.sensible(operation, random)
    start, end = time.perf_counter(), "done"
    try:
        getattr(network, operation)(*arguments)
    except DoesNotFit as error:
        end = f"does not fit: {error}"
    return Timed(1e3 * (time.perf_counter() - start), operation, seed, end if len(end) < 90 else f"{end[:88]} …")


def main() -> None:
    found = sorted((timed(operation, seed) for operation in OPERATIONS for seed in range(CALLS)), reverse=True)
    print(f"{len(found)} calls of {len(OPERATIONS)} operations, median {found[len(found) // 2].milliseconds:.3f} ms; the slowest:")
    for call in found[:SHOWN]:
        print(f"{call.milliseconds:10.2f} ms  {call.operation:<28} seed {call.seed:<6} {call.end}")


if __name__ == "__main__":
    main()
