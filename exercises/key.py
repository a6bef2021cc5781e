"""From a solved exercise to its key: answers, mistakes, steps, and the worked solution."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from .. import __version__
from ..answers.choice import ChoiceForm
from ..answers.number import typed
from ..cnn.mistakes import RULES, Rule, Slip
from ..cnn.operation import OPERATIONS, Step
from ..cnn.values import Graph, Tensor
from ..text.figures import described, drawn
from ..text.voice import spoken_cache
from ..text.words import Words, words_beside
from .choices import forms
from .documents import plain
from .exercise import Exercise, Solved, Wrong
from .problem import Figure, Key, KeyMistake, KeyPart, NamedTensor, Setting, Share, Worked
from .recorded import explained, key_steps
from .statement import points
from .work import Question, Run, as_answer

SYMBOLS = {  # the letters of results, the same in every language
    **dict.fromkeys(("conv2d", "conv1d", "put"), "Z"),
    **dict.fromkeys(("relu", "leaky_relu", "sigmoid", "tanh"), "A"),
    **dict.fromkeys(("max_pool", "average_pool", "min_pool", "global_max_pool", "global_average_pool"), "Q"),
}
GRAPH = "G"
_NOTHING = Fraction(0)
_RESULT = re.compile(r"^:::[ ]*(tensors|figure)[ ]+result[ ]*$", re.MULTILINE)


class Inner(NamedTuple):
    """A step inside a step, as the words of the worked solution see it."""

    operation: str
    result: Any
    given: dict[str, Any]

    @property
    def text(self) -> str:
        """This step's own words."""
        return words_of(self.operation).fill(self.operation, **self.given, result=self.result, inner=[])


def key(solved: Solved) -> Key:
    """Everything that a grader needs."""
    exercise = solved.exercise
    run = explained(exercise)
    steps = key_steps(exercise, run)
    return Key(
        program=__version__,
        name=exercise.name,
        family=exercise.family.name,
        version=exercise.family.version,
        level=exercise.level,
        settings=tuple(Setting(name, plain(getattr(exercise.settings, name))) for name in exercise.settings.__struct_fields__),
        asked=exercise.asked,
        choices=exercise.choices,
        conventions=exercise.conventions,
        given=plain(exercise.given),
        parts=tuple(_parts(solved, run)),
        steps=steps,
        solution=tuple(solution(solved, run)),
        shares=tuple(Share(rule.code, plain(exercise.share(rule))) for rule in solved.rules()),
        names=exercise.names,
        code=exercise.code,
    )


def _parts(solved: Solved, run: Run) -> Iterator[KeyPart]:
    worth = points(solved.exercise, run.questions)
    outer = [number for number, step in enumerate(run.steps) if step.depth == 0]
    printed = dict(forms(solved))
    for id, question in run.questions.items():
        write = _printed(solved, printed, id)
        groups = coinciding(question, _offered(solved, id))
        mistakes = tuple(_mistake(solved.exercise, question, wrongs, write, text) for text, wrongs in groups.items())
        accepted = run.accepted[id]
        decimals = getattr(question.form, "decimals", None)
        written = [rounded(value, decimals) for value in accepted]
        step = outer[run.last[id]] if run.last[id] >= 0 else None
        yield KeyPart(
            f"{solved.exercise.name}.{id}",
            written[0],
            tuple(written),
            plain(worth[id]),
            mistakes,
            step,
            write(question, accepted[0]),
            decimals,
            tuple(rounded(option, decimals) for option in solved.options(id)),
            _rubric(solved, question, accepted[0]) if question.waits else None,
            also=tuple(_printed(solved, printed, id)(question, value) for value in accepted[1:]),
        )


def _rubric(solved: Solved, question: Question, answer: Any) -> str:
    """How a person marks a part: a block of the family's words, which may show the answer."""
    exercise = solved.exercise
    named = {"given": exercise.given, "settings": exercise.settings, "conventions": exercise.conventions}
    return words_beside(exercise.family.file).fill(f"{question.name}_rubric", **named, answer=answer)


def rounded(value: Any, decimals: int | None) -> Any:
    """An answer as a document holds it: exact, or as decimals where the part is rounded."""
    if decimals is None or value is None:
        return plain(value)
    if isinstance(value, Tensor | list):
        return [rounded(item, decimals) for item in (value.to_nested() if isinstance(value, Tensor) else value)]
    return typed(value, decimals)


def shown(question: Question, value: Any) -> str:
    """An answer as it is printed on one line."""
    if isinstance(value, Graph) and not question.waits:
        return described(value)
    written: Any = question.options.index(value) if question.options else as_answer(value)
    return question.form.show(written)


def coinciding(question: Question, wrongs: list[Wrong]) -> dict[str, list[Wrong]]:
    """Mistakes that give the same wrong answer, together, by what is written then; the likeliest first."""
    groups: dict[str, list[Wrong]] = {}
    for wrong in wrongs:
        same = groups.setdefault(shown(question, wrong.value), [])
        if all(wrong.rule is not other.rule for other in same):
            same.append(wrong)
    return groups


def _offered(solved: Solved, part: str) -> list[Wrong]:
    """What mistakes lead to; of a choice, only what can be chosen."""
    wrongs, options = solved.wrong.wrongs[part], solved.options(part)
    return [wrong for wrong in wrongs if not options or wrong.value in options]


def _printed(solved: Solved, printed: Mapping[str, ChoiceForm], part: str) -> Callable[[Question, Any], str]:
    """How an answer to this part is printed on one line: of a choice, with its letter."""
    if part not in printed:
        return shown
    return lambda _, value: printed[part].show(solved.options(part).index(value))


def _mistake(exercise: Exercise, question: Question, wrongs: list[Wrong], write: Callable[[Question, Any], str], text: str) -> KeyMistake:
    """A wrong option of a choice earns nothing: among others, anybody could have guessed it."""
    codes = tuple(wrong.rule.code for wrong in wrongs)
    share = _NOTHING if write is not shown else max([exercise.share(wrong.rule) for wrong in wrongs], default=_NOTHING)
    return KeyMistake(
        codes,
        rounded(wrongs[0].value, getattr(question.form, "decimals", None)),
        plain(share),
        sentence(wrongs[0].rule),
        text if write is shown else write(question, wrongs[0].value),
    )


@spoken_cache(1024)
def sentence(mistake: Rule | Slip) -> str:
    """What was probably done, and what to do instead."""
    function = mistake.change if isinstance(mistake, Rule) else mistake.places
    words = words_beside(str(sys.modules[function.__module__].__file__))
    return words.fill(mistake.code.replace(".", "__").replace("-", "_"))


def sentence_by_code(code: str) -> str:
    """The same, by the code of a rule; nothing where no rule has it any more."""
    return sentence(RULES[code]) if code in RULES else ""


def solution(solved: Solved, run: Run) -> Iterator[Worked]:
    """The worked solution of each part, from the recorded steps alone."""
    inner: list[Step] = []
    texts: dict[str, list[str]] = {}
    results: dict[str, _Results] = {}
    calls = iter(run.calls)
    for step in run.steps:
        if step.depth:
            inner.append(step)
            continue
        call = next(calls, None)
        if call is None:
            break
        text = _worked(step, inner, results.setdefault(call.part, _Results({}, {})))
        texts.setdefault(call.part, []).append(text)
        inner = []
    for part, several in texts.items():
        tensors, figures = results[part]
        yield Worked(f"{solved.exercise.name}.{part}", "\n\n".join(several), tuple(tensors.values()), tuple(figures.values()))


class _Results(NamedTuple):
    """What came out in one part, by the letter under which it is shown."""

    tensors: dict[str, NamedTensor]
    figures: dict[str, Figure]


def worked(step: Step, inner: Sequence[Step]) -> str:
    """One step in words; `inner`: the steps that it is made of."""
    below = [Inner(one.operation, one.result, by_name(one)) for one in inner]
    return words_of(step.operation).fill(step.operation, **by_name(step), result=step.result, inner=below)


def _worked(step: Step, inner: list[Step], results: _Results) -> str:
    """One step in words, with the tensor or the graph that came out noted under its letter."""
    text = worked(step, inner)
    match step.result:
        case Tensor() as tensor:
            letter = _unused(SYMBOLS.get(step.operation, "R"), results.tensors)
            results.tensors[letter] = NamedTensor(letter, tensor)
        case Graph() as graph:
            letter, drawing = _unused(GRAPH, results.figures), drawn(graph)
            results.figures[letter] = Figure(letter, drawing.svg, drawing.alt, drawing.text)
        case _:
            return text
    return _RESULT.sub(rf"::: \1 {letter}", text)


def _unused(letter: str, taken: Mapping[str, Any]) -> str:
    while letter in taken:
        letter += "′"
    return letter


def words_of(operation: str) -> Words:
    """The words file beside the operation."""
    return words_beside(str(sys.modules[OPERATIONS[operation].function.__module__].__file__))


def by_name(step: Step) -> dict[str, Any]:
    """The arguments of a step by the names of its parameters; the last parameter takes what is left over."""
    names = OPERATIONS[step.operation].parameters
    arguments = dict(zip(names, step.arguments, strict=False))
    if OPERATIONS[step.operation].function.__code__.co_flags & 0x04:
        arguments[names[-1]] = step.arguments[len(names) - 1 :]
    return arguments
