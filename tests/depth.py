"""How much is tried: a few seeds in a quick run, all of them in a full one."""

import os

SEEDS = int(os.environ.get("CONVEXAM_SEEDS", "5"))
FULL = SEEDS >= 50
