"""The page templates of the LaTeX press: the program's, or those of a folder of one's own, which come before them file by file.

They are trusted as TeX and not as Python: they can reach nothing but the values of the page, and every text among these is escaped.
"""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..errors import BadInput, shown
from ..text.latex_escape import Tex, escape
from ..text.nearest import nearest

if TYPE_CHECKING:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

PACKAGED = Path(__file__).resolve().parent.parent / "templates" / "latex"
SUFFIX = ".tex.j2"
_FILTERS = ("default", "first", "last", "length", "list")


def filled(name: str, values: Mapping[str, Any], folder: Path | None = None) -> Tex:
    """A template with these values in it. `folder`: templates of one's own."""
    from jinja2 import TemplateError, TemplateSyntaxError

    environment = _environment(None if folder is None else folder.absolute())
    try:
        return Tex(environment.get_template(name + SUFFIX).render(values))
    except TemplateSyntaxError as error:
        raise BadInput(f"{error.filename or error.name}, line {error.lineno}: {error.message}") from error
    except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
        raise BadInput(f"{_place(error.__traceback__) or name + SUFFIX}: {error}") from error


def _place(traceback: TracebackType | None) -> str:
    """The file and line of the template in which an error came up."""
    place = ""
    while traceback is not None:
        file = traceback.tb_frame.f_code.co_filename  # Jinja shows its own frames as those of the template
        if file.endswith(SUFFIX):
            place = f"{file}, line {traceback.tb_lineno}"
        traceback = traceback.tb_next
    return place


@lru_cache(maxsize=8)
def _environment(folder: Path | None) -> "ImmutableSandboxedEnvironment":
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.runtime import Macro
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Sandbox(ImmutableSandboxedEnvironment):
        def getattr(self, obj: Any, attribute: str) -> Any:
            if type(obj) is dict and attribute in obj and not hasattr(dict, attribute):
                return obj[attribute]  # nearly all that is asked for
            return super().getattr(obj, attribute)

        def call(self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
            result = super().call(__context, __obj, *args, **kwargs)
            return Tex(result) if isinstance(__obj, Macro) else result  # its values are escaped already

    if folder is not None:
        _check_folder(folder)
    environment = Sandbox(
        variable_start_string="<<", variable_end_string=">>", block_start_string="<%", block_end_string="%>",
        comment_start_string="<#", comment_end_string="#>", undefined=StrictUndefined, finalize=_written, autoescape=False,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True, auto_reload=False,
        loader=FileSystemLoader([str(one) for one in (folder, PACKAGED) if one is not None]),
    )  # fmt: skip
    environment.filters = {name: environment.filters[name] for name in _FILTERS}
    environment.globals = {name: environment.globals[name] for name in ("namespace", "range")}
    return environment


def _check_folder(folder: Path) -> None:
    """A file with a typing error in its name would be passed over in silence. What a template of ours includes may lie there, too."""
    if not folder.is_dir():
        raise BadInput(f"{shown(str(folder))}: there is no such folder with page templates")
    known = sorted(path.name for path in PACKAGED.glob(f"*{SUFFIX}"))
    sources = {path.name: _source(path) for path in sorted(folder.glob(f"*{SUFFIX}"))}
    for name in sources:
        if name not in known and not any(f'"{name}"' in source or f"'{name}'" in source for source in sources.values()):
            raise BadInput(f"{folder / name}: the program has no such page template, and none includes it{nearest(name, known)}")
    if not sources.keys() & set(known):
        raise BadInput(f"{shown(str(folder))}: there is no page template in this folder; `convexam templates` lists their names")


def _source(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: this page template is no UTF-8 text ({error.reason} at byte {error.start}); save it as UTF-8") from None
    except OSError as error:
        raise BadInput(f"{path}: this page template cannot be read ({error.strerror})") from None


def _written(value: Any) -> str:
    """A value as TeX: what our writers made as it is, a number as it is, any other text escaped."""
    match value:
        case Tex() | bool() | int():
            return str(value)
        case float():
            return f"{value:.4f}".rstrip("0").rstrip(".")
        case str():
            return escape(value)
    return str(value) if _undefined(value) else _refused(value)


def _undefined(value: Any) -> bool:
    from jinja2 import Undefined

    return isinstance(value, Undefined)  # says itself what is missing


def _refused(value: Any) -> str:
    raise TypeError(f"a {type(value).__name__} is no text that can be printed")
