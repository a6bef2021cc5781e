"""Softmax and cross-entropy with sixty digits, rounded to four places at the very end. Classes are counted from 1."""

from fractions import Fraction
from typing import Any

from mpmath import exp, floor, log, mpf, workdps

from oracles.reading import numbers


def rounded(value: Any, places: int = 4) -> str:
    """Half away from zero; nothing here is negative."""
    units = int(floor(value * 10**places + mpf(1) / 2))
    return f"{units // 10**places}.{units % 10**places:0{places}}"


def answers(given: dict[str, Any], conventions: dict[str, str], parts: list[str]) -> dict[str, Any]:
    scores: list[Fraction] = numbers(given["scores"])
    with workdps(60):
        powers = [exp(mpf(score.numerator) / score.denominator) for score in scores]
        shares = [power / sum(powers) for power in powers]
        told = {"softmax": [rounded(share) for share in shares], "loss": rounded(-log(shares[given["label"] - 1]))}
    return {part: told[part] for part in parts}
