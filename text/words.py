"""Words files: the sentences of one Python file, as Jinja blocks of Markdown in the twin of the same name."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from ..cnn.values import BadValue
from ..errors import BadInput, shown
from .escape import Markdown
from .nearest import nearest
from .voice import ENGLISH, VOICE, Voice, is_language, voice

__all__ = ["ENGLISH", "Voice", "Words", "is_language", "speaking", "voice", "words_beside", "words_digest"]

if TYPE_CHECKING:
    from jinja2 import Template, nodes
    from jinja2.sandbox import ImmutableSandboxedEnvironment

SUFFIX = ".md.j2"
_PACKAGE = Path(__file__).parent.parent
_PRINTED = ("answers", "cnn", "exercises", "sheets", "text")  # rooms whose words stand on paper
_ROOMS = (*_PRINTED, "cli", "grader", "lms")
_KEPT_FILTERS = ("abs", "batch", "capitalize", "default", "first", "items", "last", "length", "list", "lower", "map", "max", "min")
_KEPT_FILTERS += ("reject", "rejectattr", "reverse", "select", "selectattr", "slice", "sort", "sum", "unique", "upper")


class Words:
    """The words that belong to one Python file, in one language, with English where a translation lacks a block.

    `instead`: where words of somebody else may stand; theirs come before ours of the same language, block by block.
    """

    def __init__(self, path: Path, language: str = ENGLISH, instead: tuple[Path, ...] = ()) -> None:
        self.path = path
        twins = [_translated(file, each) for each in dict.fromkeys((language, ENGLISH)) for file in (*instead, path)]
        self._files = [_File(file) for file in twins if file == path or file.exists()]
        translated = {_translated(file, language) for file in (*instead, path)}
        self.language = language if any(file.path in translated for file in self._files) else ENGLISH

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


def words_beside(module_file: str, language: str = ENGLISH) -> Words:
    """The words of a Python file: `words_beside(__file__)`. Where no language is named, the one that is spoken."""
    spoken = voice()
    return _words(module_file, spoken.language if language == ENGLISH else language, spoken.folders)


@lru_cache(maxsize=2048)
def _words(module_file: str, language: str, folders: tuple[Path, ...]) -> Words:
    path = Path(module_file).with_suffix(SUFFIX)
    ours = path.is_relative_to(_PACKAGE)
    return Words(path, language, tuple(folder / path.relative_to(_PACKAGE) for folder in folders) if ours else ())


@contextmanager
def speaking(language: str = ENGLISH, folders: Iterable[Path] = ()) -> Iterator[None]:
    """Until the end of the block all words are in this language, and words files in these folders come before ours."""
    _refuse_no_language(language)
    chosen = Voice(language, tuple(folder.absolute() for folder in folders))
    for folder in chosen.folders:
        _check_folder(folder)
    token = VOICE.set(chosen)
    try:
        yield
    finally:
        VOICE.reset(token)


@lru_cache(maxsize=64)
def _check_folder(folder: Path) -> None:
    """A file or a block with a typing error in its name would be passed over in silence."""
    if not folder.is_dir():
        raise BadInput(f"{folder}: there is no such folder with words files")
    for file in sorted(folder.rglob(f"*{SUFFIX}")):
        relative = file.relative_to(folder)
        ours = relative.with_name(relative.name.split(".")[0] + SUFFIX)
        if ours.parts[0] not in _ROOMS or not (_PACKAGE / ours).is_file():
            known = [path.relative_to(_PACKAGE).as_posix() for room in _ROOMS for path in (_PACKAGE / room).rglob(f"*{SUFFIX}")]
            raise BadInput(f"{file}: the program has no such words file{nearest(ours.as_posix(), known)}")
        blocks = _File(_PACKAGE / ours).blocks
        for block in _File(file).blocks:
            if block not in blocks:
                raise BadInput(f"{file}: the program has no block {shown(block)} in this file{nearest(block, blocks)}")


def words_digest() -> str:
    """SHA-256 of the language and of all words that may stand on paper, whatever their line ends are."""
    found = sha256(voice().language.encode())
    for folder in (_PACKAGE, *voice().folders):
        for file in sorted((path for room in _PRINTED for path in (folder / room).rglob(f"*{SUFFIX}")), key=lambda path: path.as_posix()):
            data = file.read_bytes().replace(b"\r\n", b"\n")
            found.update(f"\0{file.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return found.hexdigest()


def _refuse_no_language(language: str) -> None:
    if not is_language(language):
        raise BadInput(f"{shown(language)} is no language: a code such as en or ro is meant")


def _translated(path: Path, language: str) -> Path:
    _refuse_no_language(language)
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
        from jinja2.runtime import Context

        template = self._template
        try:
            context = Context(template.environment, {**template.globals, **values}, template.name, {})
            return Markdown("".join(template.blocks[block](context)).strip())
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
    from jinja2.runtime import LoopContext, Macro
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from msgspec import Struct

    from .filters import FILTERS, written

    readable, missing = (Struct, LoopContext, tuple), object()  # all that is public there only tells something

    def of_numpy(value: Any) -> bool:
        return type(value).__module__.partition(".")[0] == "numpy"

    class Sandbox(ImmutableSandboxedEnvironment):
        def getattr(self, obj: Any, attribute: str) -> Any:
            # most of what is asked for is a field of a record of ours, or stands in a table by its name
            if attribute in getattr(obj, "__struct_fields__" if isinstance(obj, Struct) else "_fields", ()):
                return getattr(obj, attribute)
            if type(obj) is dict and attribute in obj and not hasattr(dict, attribute):
                return obj[attribute]
            if isinstance(obj, readable) and not attribute.startswith("_"):
                value = getattr(obj, attribute, missing)
                if not of_numpy(value) and value is not missing:
                    return value
            return super().getattr(obj, attribute)

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
            # NumPy's arrays can write files, and nothing is to be computed here
            return super().is_safe_attribute(obj, attr, value) and not of_numpy(value)

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
