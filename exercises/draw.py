"""The draw loop: settings first, then numbers, until the variant is a good exercise."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any, NamedTuple

from ..cnn.conventions import Conventions
from ..cnn.network import Network
from ..cnn.operation import OPERATIONS, Step
from ..cnn.values import BadValue, Tensor
from ..errors import BadInput, NoGoodVariant, shown
from . import choices, codes
from .draws import Draws
from .exercise import Exercise, Solved, solve
from .family import Family, Level, family
from .settings import Options, changed, drawn, written

TRIES = 400  # redraws of the numbers before the settings are given up
SAMPLES = 10  # draws of a level, to tell what can be asked there


class Refusal(NamedTuple):
    """Why a variant is no good exercise."""

    reason: str
    part: str = ""


class Wish(NamedTuple):
    """What somebody wants drawn."""

    family: Family
    level: int = 2
    overrides: Mapping[str, Options] = {}
    parts: tuple[str, ...] | None = None
    name: str | None = None
    choices: tuple[str, ...] = ()
    conventions: Conventions = Conventions()
    worth: Mapping[str, Fraction] = {}
    shares: Mapping[str, Fraction] = {}


def practice(wish: Wish, seed: int) -> Solved:
    """The practice problem of a seed, with its public code."""
    of = wish.family
    if not 0 <= seed < codes.SEEDS:
        raise BadInput(f"a seed of {shown(seed)}: seeds are whole numbers from 0 to {codes.SEEDS - 1}")
    names = ("practice", of.name, str(of.version), str(wish.level), str(seed))
    exercise = _wanted(wish, names)
    different = changed(of, wish.level, exercise.settings, wish.overrides)
    parts = exercise.asked if exercise.asked != of.asked(wish.level, None) else None
    code = codes.write(of, wish.level, seed, different, parts, exercise.choices)
    return _good(replace(exercise, code=code), different)


def under_secret(wish: Wish, names: tuple[str, ...], secret: bytes) -> Solved:
    """A problem that follows from these names for who has the secret, and for nobody else."""
    exercise = _wanted(wish, (*names, wish.family.name, str(wish.family.version), str(wish.level)), secret)
    return _good(exercise, changed(wish.family, wish.level, exercise.settings, wish.overrides))


def _wanted(wish: Wish, names: tuple[str, ...], secret: bytes = b"") -> Exercise:
    """The exercise that somebody wishes, before its numbers are drawn."""
    of = wish.family
    of.level(wish.level)
    asked = of.asked(wish.level, wish.parts)
    settings = drawn(of, wish.level, wish.overrides, names, secret)
    return Exercise(
        of, wish.level, settings, wish.conventions, asked, settings, wish.name or of.name, names,
        choices=chosen(of, asked, wish.choices), secret=secret, worth=wish.worth, shares=wish.shares,
    )  # fmt: skip


def from_code(text: str) -> Solved:
    """The practice problem that a code names."""
    code = codes.read(text)
    return practice(Wish(family(code.family), code.level, code.overrides, code.parts, choices=code.choices), code.seed)


def chosen(of: Family, asked: tuple[str, ...], choices: tuple[str, ...]) -> tuple[str, ...]:
    """The parts that are asked as a choice, in the order of the family."""
    for part in choices:
        if part not in asked:
            raise BadInput(f"{of.name}: {shown(part)} cannot be a choice: it is not asked; the parts are {', '.join(asked)}")
    return tuple(part for part in asked if part in choices)


def _good(exercise: Exercise, different: Mapping[str, Any]) -> Solved:
    """Redraw the numbers until nothing speaks against the variant. With settings or parts of somebody's own the level's budget does not hold."""
    usual = not different and exercise.asked == exercise.family.asked(exercise.level, None)
    draws = exercise.draws("numbers")
    refused: Counter[Refusal] = Counter()
    for _ in range(TRIES):
        solved = attempt(exercise, draws)
        refusal = next(refusals(solved, exercise.family.level(exercise.level), usual), None) or offered(solved)
        if refusal is None:
            return solved
        refused[refusal] += 1
    (((reason, part), times),) = refused.most_common(1)
    where = f", part {part}" if part else ""
    raise NoGoodVariant(
        f"{exercise.family.name}, level {exercise.level}{_with(exercise)}: none of {TRIES} draws is a good exercise; "
        f"most often ({times} times){where}: {reason}; {_as_choice(exercise, part) or 'choose other settings or parts'}"
    )


def _as_choice(exercise: Exercise, part: str) -> str:
    """At which levels a part can be a choice, for who wanted that in vain; nothing where something else is wrong."""
    if part not in exercise.choices:
        return ""
    can = {level: sum(_can_be(exercise, part, level, sample) for sample in range(SAMPLES)) for level in exercise.family.levels}
    always, at_times = (
        [str(level) for level, times in can.items() if low <= times <= high] for low, high in ((SAMPLES,) * 2, (1, SAMPLES - 1))
    )
    if not always and not at_times:
        return "no level makes it a choice; ask it as it is"
    told = (f"at level {', '.join(always)}" if always else "", f"in some draws only at level {', '.join(at_times)}" if at_times else "")
    return f"with the usual settings it can be a choice {', and '.join(filter(None, told))}"


def _can_be(exercise: Exercise, part: str, level: int, sample: int) -> bool:
    """Whether a draw of this level, with settings as they come there, leaves a part enough options."""
    names = ("can be a choice", str(level), str(sample))
    settings = drawn(exercise.family, level, {}, names)
    wanted = replace(exercise, level=level, settings=settings, names=names, choices=(part,), code=None)
    draws = wanted.draws("numbers")
    try:
        return any(offered(attempt(wanted, draws)) is None for _ in range(TRIES // 8))
    except BadInput:
        return False


def _with(exercise: Exercise) -> str:
    """The settings that are not the level's own."""
    usual = exercise.family.level(exercise.level).settings
    fields = [name for name in usual.__struct_fields__ if getattr(exercise.settings, name) != getattr(usual, name)]
    return " with " + ", ".join(f"{name}={written(getattr(exercise.settings, name))}" for name in fields) if fields else ""


def attempt(exercise: Exercise, draws: Draws) -> Solved:
    """One draw of the numbers, good or not."""
    of = exercise.family
    try:
        given = of.draw(draws, exercise.settings)
    except BadValue as error:
        raise BadInput(f"{of.name}, level {exercise.level}: these settings do not go together: {error}") from None
    solved = solve(replace(exercise, given=given))
    fitting(solved)
    return solved


def offered(solved: Solved) -> Refusal | None:
    """Give each part that is asked as a choice its options; a refusal where the mistakes lead to too few of them."""
    name, questions = solved.exercise.name, solved.truth.questions
    for part in solved.exercise.choices:
        reason = choices.unsuited(solved, part) if part in questions else "it is one of several cells that are asked together"
        if reason:
            raise BadInput(f"{name}: part {part} cannot be a choice: {reason}")
    for part in (*(part for part, question in questions.items() if question.picked), *solved.exercise.choices):
        options = choices.options(solved, part)
        if options is None:
            return Refusal(
                f"its mistakes lead to fewer than {choices.FEWEST - 1} answers that look like the right one, or several answers are right",
                part,
            )
        solved.drawn_options[part] = options
    return None


def fitting(solved: Solved) -> None:
    """Refuse settings or numbers that do not go together, such as a kernel larger than its input."""
    exercise, truth = solved.exercise, solved.truth
    where = f"{exercise.name}, level {exercise.level}{_with(exercise)}" if exercise.names else exercise.name
    if truth.stuck is not None:
        raise BadInput(f"{where}: these numbers do not go together: {truth.stuck}")
    for part, values in truth.accepted.items():
        none_fits = getattr(truth.questions[part].form, "none", False) or truth.questions[part].waits
        if not values or (values[0] is None and not none_fits):
            raise BadInput(
                f"{where}: the answer of part {part} does not exist: the window is larger than the padded input, or no value fits"
            )


def refusals(solved: Solved, level: Level, usual: bool) -> Iterator[Refusal]:
    """What speaks against this variant, the cheap reasons first."""
    for step in solved.truth.steps:
        flaw = OPERATIONS[step.operation].flaw
        reason = flaw(*step.arguments, step.result) if flaw else None
        if reason:
            yield Refusal(reason)
        if level.cap is not None and usual and _largest(step) > level.cap:
            yield Refusal(f"a number on the way is larger than {level.cap}")
    if level.work is not None and usual and not level.work[0] <= work_of(solved) <= level.work[1]:
        yield Refusal(f"work is outside {level.work[0]} to {level.work[1]}")
    for part, code in idle_mistakes(solved):
        yield Refusal(f"the mistake {code} would give a constant map, which anybody could write", part)
    for part, code in solved.wrong.hidden:
        if code not in level.may_hide:
            yield Refusal(f"the mistake {code} would not show", part)


def idle_mistakes(solved: Solved) -> Iterator[tuple[str, str]]:
    """Mistakes that earn something and give one number everywhere in a map of four or more cells."""
    for part, wrongs in solved.wrong.wrongs.items():
        for wrong in wrongs:
            if (
                isinstance(wrong.value, Tensor)
                and solved.exercise.share(wrong.rule)
                and len(wrong.value.values) >= 4
                and len(set(wrong.value.values)) == 1
            ):
                yield part, wrong.rule.code


def work_of(solved: Solved) -> int:
    """Non-zero products by hand over all asked parts, bias included."""
    net = Network(solved.exercise.conventions)
    known = ((OPERATIONS[step.operation].work, step) for step in solved.truth.steps)
    return sum(work(net, *step.arguments) for work, step in known if work is not None)


def _largest(step: Step) -> Any:
    """The largest number of a map on the way; counts and sizes are not worked out by hand product by product."""
    if isinstance(step.result, Tensor):
        return max(map(abs, step.result.values))
    return abs(step.result) if OPERATIONS[step.operation].work is not None else 0
