"""Words files: the sentences of one Python file, as Jinja blocks of Markdown in the twin of the same name."""

import re
from functools import cached_property, lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..cnn.values import BadValue
from ..errors import BadInput, shown
from .escape import Markdown

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

SUFFIX = ".md.j2"
ENGLISH = "en"
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_KEPT_FILTERS = ("abs", "batch", "capitalize", "default", "first", "items", "last", "length", "list", "lower", "map", "max", "min")
_KEPT_FILTERS += ("reject", "rejectattr", "reverse", "select", "selectattr", "slice", "sort", "sum", "unique", "upper")


class Words:
    """The words that belong to one Python file, in one language, with English where a translation lacks a block."""

    def __init__(self, path: Path, language: str = ENGLISH) -> None:
        self.path = path
        self.language = language
        self._files = [_File(file) for file in dict.fromkeys((_translated(path, language), path)) if file == path or file.exists()]

    def blocks(self) -> tuple[str, ...]:
        """The names of all blocks that can be filled, in the order of the file."""
        return tuple(dict.fromkeys(block for file in reversed(self._files) for block in file.blocks))

    def has(self, block: str) -> bool:
        return any(block in file.blocks for file in self._files)

    def missing(self, language: str) -> tuple[str, ...]:
        """The English blocks that a translation lacks: there the English words are printed."""
        translation = _translated(self.path, language)
        there = _File(translation).blocks if translation.exists() else {}
        return tuple(block for block in _File(self.path).blocks if block not in there)

    def fill(self, block: str, /, **values: Any) -> Markdown:
        """One block with these values in it, as Markdown."""
        for file in self._files:
            if block in file.blocks:
                return file.fill(block, values)
        raise BadInput(f"{self.path}: no block {shown(block)} (there are: {', '.join(self.blocks()) or 'none'})")


@lru_cache(maxsize=1024)
def words_beside(module_file: str, language: str = ENGLISH) -> Words:
    """The words of a Python file: `words_beside(__file__)`."""
    return Words(Path(module_file).with_suffix(SUFFIX), language)


def _translated(path: Path, language: str) -> Path:
    if not _LANGUAGE.fullmatch(language):
        raise BadInput(f"{shown(language)} is no language: a code such as en or ro is meant")
    return path if language == ENGLISH else path.with_name(f"{path.name.removesuffix(SUFFIX)}.{language}{SUFFIX}")


class _File:
    """One words file, read and compiled when it is first needed."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def blocks(self) -> dict[str, Any]:
        return self._template.blocks

    def fill(self, block: str, values: dict[str, Any]) -> Markdown:
        from jinja2 import TemplateError

        template = self._template
        try:
            return Markdown("".join(template.blocks[block](template.new_context(values))).strip())
        except (BadInput, BadValue, TemplateError, TypeError, ValueError, ArithmeticError, LookupError, AttributeError) as error:
            raise BadInput(f"{self.path}, line {_line(error.__traceback__)}, block {block}: {error}") from error

    @cached_property
    def _template(self) -> "Template":
        from jinja2 import Template, TemplateSyntaxError

        environment = _environment()
        try:
            tree = environment.parse(self._source())
            _refuse_stray(tree, self.path)
            shared = environment.from_string(_without_blocks(tree, environment)).make_module()
            exported = {name: value for name, value in vars(shared).items() if not name.startswith("_")}
            code = environment.compile(tree, name=self.path.name, filename=str(self.path))
        except TemplateSyntaxError as error:
            raise BadInput(f"{self.path}, line {error.lineno}: {error.message}") from error
        return Template.from_code(environment, code, {**environment.globals, **exported})

    def _source(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise BadInput(f"{self.path}: these words cannot be read ({error})") from error


def _line(traceback: TracebackType | None) -> int:
    """The line of the words file in which an error came up."""
    line = 0
    while traceback is not None:
        template = traceback.tb_frame.f_globals.get("__jinja_template__")
        if template is not None:
            line = template.get_corresponding_lineno(traceback.tb_lineno)
        traceback = traceback.tb_next
    return line


def _refuse_stray(tree: "nodes.Template", path: Path) -> None:
    """Outside of blocks only macros and settings: text would never be printed. No file reads another."""
    from jinja2 import nodes

    for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
        raise BadInput(f"{path}, line {node.lineno}: a words file cannot read another one")
    for node in tree.body:
        texts = node.nodes if isinstance(node, nodes.Output) else []
        blank = bool(texts) and all(isinstance(text, nodes.TemplateData) and text.data.isspace() for text in texts)
        if not blank and not isinstance(node, nodes.Block | nodes.Macro | nodes.Assign):
            raise BadInput(f"{path}, line {node.lineno}: text outside of any block is never printed")


def _without_blocks(tree: "nodes.Template", environment: "ImmutableSandboxedEnvironment") -> "nodes.Template":
    from jinja2 import nodes

    kept = [node for node in tree.body if isinstance(node, nodes.Macro | nodes.Assign)]
    template = nodes.Template(kept, lineno=1)
    template.set_environment(environment)
    return template


@lru_cache(maxsize=1)
def _environment() -> "ImmutableSandboxedEnvironment":
    """Where all words are filled in: nothing of Python can be reached from here but the values at hand."""
    from jinja2 import StrictUndefined
    from jinja2.runtime import Macro
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from .filters import FILTERS, written

    class Sandbox(ImmutableSandboxedEnvironment):
        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            # NumPy's arrays can write files, and nothing is to be computed here
            return super().is_safe_attribute(obj, attr, value) and type(value).__module__.partition(".")[0] != "numpy"

        def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
            result = super().call(__context, __obj, *args, **kwargs)
            return Markdown(result) if isinstance(__obj, Macro) else result  # its values are escaped already

    def written_or_undefined(value: Any) -> str:
        return str(value) if isinstance(value, StrictUndefined) else written(value)

    environment = Sandbox(
        variable_start_string="<<", variable_end_string=">>", block_start_string="<%", block_end_string="%>",
        comment_start_string="<#", comment_end_string="#>", undefined=StrictUndefined, finalize=written_or_undefined,
        trim_blocks=True, lstrip_blocks=True, autoescape=False,
    )  # fmt: skip
    environment.filters = {name: environment.filters[name] for name in _KEPT_FILTERS} | FILTERS
    environment.globals = {name: environment.globals[name] for name in ("namespace", "range")}
    return environment
