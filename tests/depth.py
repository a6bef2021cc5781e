"""How much is tried, in a quick run and in a full one (`make.py test-all`): all of it stands here."""

import os

SEEDS = int(os.environ.get("CONVEXAM_SEEDS", "5"))  # of the law book and the proofs, for every family and level
FULL = SEEDS >= 200
AWKWARD_SEEDS = max(5, SEEDS // 10)  # for families that live among the tests, and that nobody is dealt


def either(quick: int, full: int) -> int:
    return full if FULL else quick


CALLS = either(150, 1_000)  # of each operation beside the same by hand
STRINGS = either(2_500, 100_000)  # random ones for each reader
CHOICES = either(100, 1_000)  # draws for each part that can be a choice
CODES = either(38, 300)  # each with all of its mistyped neighbours: a million in a full run
LOGARITHMS = either(2_000, 100_000)  # to fifty digits
FORMULAS = either(100, 1_000)  # random ones beside SymPy
