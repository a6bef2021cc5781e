"""From the key of an archive back to a solved exercise, worked out once more, and what is different now."""

from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, NamedTuple

from .. import __version__
from ..answers.choice import ChoiceForm
from ..answers.expression import Expression, ExpressionForm
from ..answers.forms import AnyForm
from ..answers.person import PersonForm
from ..answers.positions import PositionsForm
from ..answers.shape import ShapeForm
from ..answers.tensor import TensorForm
from ..cnn.values import BadValue, Graph, Number, Position, Shape, Tensor, whole
from ..errors import BadInput, shown
from ..exercises.documents import convert, exact
from ..exercises.exercise import Exercise, Solved, solve
from ..exercises.family import Family, family
from ..exercises.key import rounded
from ..exercises.key import shown as printed
from ..exercises.problem import Key, KeyPart
from ..sheets.points import value

_SEEN = 3  # differences that a message names


class Difference(NamedTuple):
    """A part whose answers were others when the archive was made."""

    part: str  # "conv.map"
    archived: str  # as it is printed
    now: str


def solved_again(key: Key, where: str) -> Solved:
    """The archived given, worked out by the program of today; points, shares and options are those of the archive."""
    of = family(key.family)
    unknown = [part for part in key.asked if part not in of.weights]
    if unknown:
        raise BadInput(f"{where}: {of.name} has no part {shown(unknown[0])} any more")
    settings = convert({one.name: one.value for one in key.settings}, type(next(iter(of.levels.values())).settings), f"{where}, settings")
    exercise = Exercise(
        of, key.level, settings, key.conventions, key.asked, convert(key.given, of.given, f"{where}, given"), key.name, key.names,
        choices=key.choices, worth=worth(key), shares=shares(key),
    )  # fmt: skip
    try:
        solved = solve(exercise)
    except BadValue as error:
        raise BadInput(f"{where}: {error}") from None
    _offer(solved, key, where)
    return solved


def worth(key: Key) -> dict[str, Fraction]:
    """By part of the family; a group is worth what its cells are together."""
    found: dict[str, Fraction] = {}
    for part in key.parts:
        name = id_in(key, part).partition(".")[0]
        found[name] = found.get(name, Fraction(0)) + value(part.points)
    return found


def shares(key: Key) -> dict[str, Fraction]:
    return {one.code: value(one.share) for one in key.shares}


def sentences(key: Key) -> dict[str, str]:
    """What the archive says of a mistake; of several that give one answer it keeps the first one's sentence."""
    return {mistake.codes[0]: mistake.sentence for part in key.parts for mistake in part.mistakes if mistake.codes}


def id_in(key: Key, part: KeyPart) -> str:
    """The id of a part without the name of its problem."""
    return part.id.removeprefix(f"{key.name}.")


def _offer(solved: Solved, key: Key, where: str) -> None:
    """The options of choices in the order in which they were printed."""
    for part in key.parts:
        id = id_in(key, part)
        if not part.options or id not in solved.truth.questions:
            continue
        question = solved.truth.questions[id]
        options = tuple(value_of(option, question.form, f"{where}, part {id}") for option in part.options)
        if question.options:
            solved.truth.questions[id] = question._replace(options=options)
        else:
            solved.drawn_options[id] = options


def value_of(answer: Any, form: AnyForm, where: str) -> Any:
    """An answer of a key as the network has it."""
    if answer is None or isinstance(form, PersonForm):  # nothing is compared with what a person marks
        return answer
    if isinstance(form, ChoiceForm):
        return convert(answer, Graph, where) if isinstance(answer, dict) else answer
    try:
        return _value(answer, form, where)
    except (BadValue, TypeError, KeyError) as error:
        raise BadInput(f"{where}: {shown(str(answer))} is no answer of this kind ({error}); is the key damaged?") from None


def _value(answer: Any, form: AnyForm, where: str) -> Any:
    match form:
        case ShapeForm():
            return convert(answer, Shape, where)
        case TensorForm():
            decimals = form.decimals or (answer["decimals"] if isinstance(answer, dict) else 0)
            return Tensor.nested(_numbers(answer["values"] if isinstance(answer, dict) else answer), decimals)
        case PositionsForm():
            return tuple(Position.of(pair) for pair in answer)
        case ExpressionForm(variables=variables):
            return Expression(answer, variables)
        case _:
            return _number(answer)


def _numbers(nested: Any) -> Any:
    return [_numbers(item) for item in nested] if isinstance(nested, list) else _number(nested)


def _number(value: Any) -> Number:
    """Exact, or the decimals of a rounded answer."""
    if isinstance(value, str) and "." in value:
        try:
            return whole(Fraction(exact(Decimal(value))))
        except InvalidOperation:
            raise BadValue(f"{shown(value)} is no number") from None
    return exact(value)


def differences(key: Key, solved: Solved) -> Iterator[Difference]:
    """Where the program of today has other answers, other decimals, or asks something else."""
    archived = {id_in(key, part): part for part in key.parts}
    truth = solved.truth
    for id, part in archived.items():
        if id not in truth.accepted or id not in truth.questions:
            yield Difference(part.id, part.shown, "not asked")
            continue
        question = truth.questions[id]
        decimals = getattr(question.form, "decimals", None)
        now = [rounded(value, decimals) for value in truth.accepted[id]]
        if now != list(part.accepted) or now[:1] != [part.answer] or decimals != part.decimals:
            yield Difference(part.id, _archived(part, now), printed(question, truth.accepted[id][0]) if now else "nothing")
    yield from (Difference(f"{key.name}.{id}", "not asked", "asked") for id in truth.questions if id not in archived)


def _archived(part: KeyPart, now: Sequence[Any]) -> str:
    """What the archive has for an answer. Where what it accepts is right, its answer alone was changed, and what is printed may not tell."""
    return str(part.answer) if now == list(part.accepted) and now[:1] != [part.answer] else part.shown


def different(key: Key, found: Sequence[Difference], where: str) -> str:
    """One line about an archive that this program would grade otherwise."""
    of: Family = family(key.family)
    named = "; ".join(f"{one.part}: archived {shown(one.archived)}, now {shown(one.now)}" for one in found[:_SEEN])
    more = f" and {len(found) - _SEEN} more parts" if len(found) > _SEEN else ""
    return (
        f"{where}: {key.family} gives other answers than when the archive was made: {named}{more} "
        f"(archived by convexam {key.program}, {key.family} version {key.version}; this is convexam {__version__}, version {of.version})"
    )
