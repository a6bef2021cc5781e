"""The command `convexam`: finds the command that is wanted, and turns errors into one line."""

import os
import sys
from errno import EACCES, EDQUOT, EFBIG, EIO, ELOOP, EMFILE, ENAMETOOLONG, ENOSPC, EPERM, EROFS
from importlib import import_module
from io import TextIOWrapper

import click

from .. import __version__
from ..errors import ConvexamError, shown
from ..text.nearest import nearest
from . import broken

COMMANDS = {  # name: what it does; each is loaded when it is called
    "families": "List the kinds of exercises.",
    "show": "Show problems, with their worked solution if wanted, or print them as PDF.",
    "practice": "Practise problem after problem, with hints.",
    "check": "Check answers, from a file or asked one by one.",
    "new": "Write a blueprint to begin with, and a class to try it on.",
    "preview": "Print one sheet of an exam and its key, nobody's in particular.",
    "exam": "Make an exam for a class: individual sheets, keys, marking table.",
    "reissue": "Draw again for one student.",
    "worksheet": "Print a practice sheet, and its key.",
    "template": "Write a table or a file to type answers into.",
    "grade": "Grade a class.",
    "verify": "Check the folder of an exam, and whether it would grade the same today.",
    "export": "Write what a learning platform may see of an exam.",
    "audit": "Draw a thousand variants of each family, and tell what the rules do to them.",
    "draw": "Draw many problems with their keys as JSON, one a line.",
    "schema": "Print the JSON Schema of a document.",
    "templates": "Copy the LaTeX page templates, to edit them.",
    "doctor": "Tell which presses, TeX engines and fonts are there, and how to mend what is missing.",
    "new-family": "Write a family that works, to be changed into your own.",
    "preview-family": "Show all levels of a family on one page, with key, mistakes and audit.",
}

FULL = (EDQUOT, EFBIG, EIO, ENOSPC)
REFUSED = (EACCES, ELOOP, EMFILE, ENAMETOOLONG, EPERM, EROFS)  # by the system: no bug of ours, as a file that is not there would be

EXAMPLES = """\b
Examples:
  convexam families pooling
  convexam show conv2d --level 1
  convexam show cnn-layers conv2d --format pdf -o sheet.pdf
  convexam check conv2d-2-0000070N
  convexam exam midterm.toml --roster class.csv -o out/
"""


class Commands(click.Group):
    """Commands that are imported only when they are called, so that --help is there at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click hands it over)
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 (click hands it over)
        if cmd_name not in COMMANDS:
            return None
        return import_module(f".{cmd_name.replace('-', '_')}", __package__).command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in COMMANDS:
            ctx.fail(f"there is no command {shown(args[0])}{nearest(args[0], COMMANDS)}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 (click hands it over)
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(
    cls=Commands,
    invoke_without_command=True,
    epilog=EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "--version", prog_name="convexam", message="%(prog)s %(version)s")
@click.pass_context
def convexam(context: click.Context) -> None:
    """Exercises about convolutional neural networks: drawn, printed, checked."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def run() -> None:
    """The entry point: 0, 1 (answers are not all right), 2 (bad input); a traceback is a bug of ours, or asked for."""
    _speak_utf_8()
    try:
        status = convexam.main(prog_name="convexam", standalone_mode=False)
        if sys.stdout is not None:  # closed by whoever called us
            sys.stdout.flush()
    except (BrokenPipeError, SystemExit):  # `| head -1` has read enough; click turns the first into the second
        _silence()
        status = 0
    except OSError as error:
        if error.errno not in (FULL if error.filename is None else (*FULL, *REFUSED)):
            raise
        _say("convexam", _machine(error))
        status = 2
    except click.Abort:
        click.echo("convexam: stopped", err=True)
        status = 130
    except click.ClickException as error:
        where = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "convexam"
        _say(where, f"{error.format_message()} (`{where} --help` shows how)")
        status = 2
    except ConvexamError as error:
        _say("convexam", str(error))
        status = error.exit_code
    except Exception as error:
        if os.environ.get(broken.WHOLE) or not broken.by_a_family(error):
            raise
        _say("convexam", f"{broken.told(error)} (a family cannot be used; {broken.WHOLE}=1 shows the whole traceback)")
        status = 2
    sys.exit(status if isinstance(status, int) else 0)


def _speak_utf_8() -> None:
    """Whatever the locale is: what cannot be printed becomes a question mark, what cannot be read is refused where it is read."""
    for stream, errors in ((sys.stdin, "strict"), (sys.stdout, "replace"), (sys.stderr, "replace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)


def _machine(error: OSError) -> str:
    if error.filename is None:
        _silence()
        return f"the output cannot be written ({error.strerror})"
    return f"{shown(str(error.filename))}: cannot be used ({error.strerror}); name another place"


def _silence() -> None:
    """Nothing more goes to stdout, also not what Python flushes at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _say(where: str, message: str) -> None:
    """One line on stderr, whatever stands in it."""
    line = " ".join(message.split())
    click.echo(f"{where}: {''.join(c if c.isprintable() else '�' for c in line)}", err=True)
