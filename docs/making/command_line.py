"""The command line, from the commands themselves."""

from collections.abc import Iterator
from inspect import cleandoc

import click

from ...cli.main import COMMANDS, convexam
from ...cnn.values import Record
from ...text.escape import Markdown
from ...text.markdown import code_cell
from .layout import marked_up, page


class Option(Record, frozen=True):
    """One option: how it is written, what it does, and what it is if nothing is said."""

    written: Markdown
    meaning: Markdown
    usual: Markdown


class Command(Record, frozen=True):
    """One command as `--help` shows it."""

    name: str
    usage: Markdown
    short: str
    meaning: Markdown
    options: tuple[Option, ...]
    examples: tuple[Markdown, ...]


def command(name: str) -> Command:
    group = click.Context(convexam, info_name="convexam")
    found = convexam.get_command(group, name)
    if found is None:
        raise click.UsageError(f"there is no command {name}")
    context = click.Context(found, group, info_name=name)
    usage = " ".join((context.command_path, *found.collect_usage_pieces(context)))
    meaning = Markdown("\n\n".join(map(marked_up, cleandoc(found.help or "").split("\n\n"))))
    options = (option for option in found.params if isinstance(option, click.Option) and not option.hidden)
    return Command(name, Markdown(usage), COMMANDS[name], meaning, tuple(map(_option, options)), tuple(_examples(found)))


def _option(option: click.Option) -> Option:
    meaning, _, usual = (option.help or "").partition("[default: ")
    if not usual and isinstance(option.default, int) and not option.is_flag:
        usual = str(option.default)
    value = "" if option.is_flag else f" {option.metavar or _metavar(option.type)}"
    return Option(code_cell(f"{', '.join(option.opts)}{value}"), marked_up(meaning), marked_up(usual.rstrip("]")))


def _metavar(kind: click.ParamType) -> str:
    """What stands for the value."""
    match kind:
        case click.IntRange(min=int() as low, max=int() as high):
            return f"{low}..{high}"
        case click.Choice(choices=choices):
            return "|".join(map(str, choices))
        case _:
            return kind.name.upper()


def _examples(found: click.Command) -> Iterator[Markdown]:
    """The commands of the epilog, which begins with the word `Examples:`."""
    for line in (found.epilog or "").replace("\b", "").splitlines():
        if line.startswith("  "):
            yield Markdown(line.strip())


def pages() -> Iterator[tuple[str, bytes]]:
    yield "docs/commands.md", page(__file__, "commands", commands=[command(name) for name in COMMANDS])
