"""The first proof of a key: a program that knows only what a student is given, and the steps, does each step again by hand.

It imports nothing of the package. It cannot see whether the steps are those of the printed exercise: for that, each family
has an oracle of its own.
"""

import math
import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from loops import LOOPS, Nothing, alike

_EXACT = re.compile(r"-?\d+(/\d+)?")
_REFERENCES = ("given", "step", "answer")
_CANNOT = (
    Nothing,
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)  # what a loop does with arguments that make no sense


class Unfounded(Exception):
    """A reference that leads nowhere, or to something that is not known yet."""


def repeat(key: dict[str, Any]) -> list[str]:
    """What is wrong with the steps and the answers of a key; nothing, if all of it is proven."""
    proof = _Proof(key)
    return [*proof.steps(), *proof.answers()]


def exact(value: Any) -> Any:
    """Numbers as Python has them, out of a JSON document; a tensor without the number of places that are printed."""
    match value:
        case str() if _EXACT.fullmatch(value):
            number = Fraction(value)
            return number.numerator if number.denominator == 1 else number
        case list():
            return [exact(inner) for inner in value]
        case {"values": values, "decimals": int(), **others} if not others:
            return exact(values)
        case dict():
            return {name: exact(inner) for name, inner in value.items()}
    return value


def numbers(value: Any, lengths: bool = False) -> Iterator[int | Fraction]:
    """All numbers in a value; with `lengths` how many entries each list has, too."""
    if isinstance(value, dict):
        value = list(value.values())
    elif isinstance(value, list) and lengths:
        yield len(value)
    if isinstance(value, list):
        for inner in value:
            yield from numbers(inner, lengths)
    elif isinstance(value, int | Fraction) and not isinstance(value, bool):
        yield value


def _reference(argument: Any) -> str | None:
    """Which kind of reference an argument is, if it is one."""
    kind = next(iter(argument)) if isinstance(argument, dict) and len(argument) == 1 else None
    return kind if kind in _REFERENCES else None


def _typed(argument: Any) -> Any:
    """What stands in an argument as it is, without its references."""
    if _reference(argument):
        return []
    if isinstance(argument, list):
        return [_typed(inner) for inner in argument]
    return exact(argument)


def _rounded(value: Any, decimals: int | None) -> Any:
    """A result with so many places, half away from zero, as the key writes it."""
    if decimals is None:
        return value
    if isinstance(value, list):
        return [_rounded(inner, decimals) for inner in value]
    units = math.floor(abs(Fraction(value)) * 10**decimals + Fraction(1, 2))
    sign = "-" if value < 0 and units else ""
    return f"{sign}{units // 10**decimals}.{units % 10**decimals:0{decimals}}"


class _Proof:
    def __init__(self, key: dict[str, Any]) -> None:
        self.name: str = key["name"]
        self.given = exact(key["given"])
        self.conventions: dict[str, str] = key["conventions"]
        self.done: list[dict[str, Any]] = key["steps"]
        self.results = [exact(step["result"]) for step in self.done]
        self.parts = {self._local(part["id"]): part for part in key["parts"]}
        self.known = set(numbers(self.given, lengths=True))

    def _local(self, part: str | None) -> str | None:
        """A part without the name of its problem."""
        return part and part.removeprefix(f"{self.name}.")

    def steps(self) -> Iterator[str]:
        for number, step in enumerate(self.done):
            place = f"step {number}, {step['operation']}"
            yield from (f"{place}: {complaint}" for complaint in self._step(number, step))

    def _step(self, number: int, step: dict[str, Any]) -> Iterator[str]:
        operation, arguments = step["operation"], step["arguments"]
        if operation not in LOOPS:
            yield "no such operation"
            return
        try:
            again = LOOPS[operation](self.conventions, *(self._resolved(a, number) for a in arguments))
        except Unfounded as unfounded:
            yield str(unfounded)
        except _CANNOT as cannot:
            yield f"cannot be done: {cannot!r}"
        else:
            if not alike(operation, again, self.results[number]):
                yield f"gives {again}, not {self.results[number]}"
        if not step.get("depth"):  # inner steps are called by an operation, which may double a padding or turn a kernel
            for value in numbers(_typed(arguments)):
                if value not in self.known:
                    yield f"{value} stands neither in the given nor among earlier results"
            self.known.update(numbers(self.results[number]))

    def _resolved(self, argument: Any, before: int) -> Any:
        """An argument with the values that its references stand for, as far as they are known before this step."""
        match _reference(argument):
            case "given":
                return self._from_given(argument["given"])
            case "step":
                return self.results[self._earlier(argument["step"], before)]
            case "answer":
                part = self.parts.get(self._local(argument["answer"]))
                if part is None:
                    raise Unfounded(f"there is no part {argument['answer']}")
                self._earlier(part["step"], before)
                return exact(part["answer"])
        if isinstance(argument, list):
            return [self._resolved(inner, before) for inner in argument]
        return exact(argument)

    def _earlier(self, step: Any, before: int) -> int:
        if type(step) is not int or not 0 <= step < before:
            raise Unfounded(f"step {step} is no earlier step")
        return step

    def _from_given(self, path: str) -> Any:
        value = self.given
        for name in path.split("."):
            try:
                value = value[int(name) if isinstance(value, list) else name]
            except (LookupError, TypeError, ValueError):
                raise Unfounded(f"{path} does not stand in the given") from None
        return value

    def answers(self) -> Iterator[str]:
        for name, part in self.parts.items():
            yield from (f"part {name}: {complaint}" for complaint in self._answer(name, part))

    def _answer(self, name: str | None, part: dict[str, Any]) -> Iterator[str]:
        own = [number for number, step in enumerate(self.done) if self._local(step.get("part")) == name]
        step = part["step"]
        if step is None and part["answer"] is None and "rubric" in part:  # a person marks it, and nothing was computed
            return
        if type(step) is not int or not 0 <= step < len(self.done):
            yield "names no step"
            return
        if not own or own[-1] != step:
            yield f"is answered by step {step}, but its steps are {own}"
        result, answer = _rounded(self.results[step], part.get("decimals")), exact(part["answer"])
        several = isinstance(result, list) and result == exact(part["accepted"]) and answer in result
        if result != answer and not several:
            yield f"{answer} is not the result of step {step}, {result}"
