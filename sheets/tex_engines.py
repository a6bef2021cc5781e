"""Which TeX is on this machine, and what it lacks."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..cnn.values import Record
from ..errors import BadInput

ENGINES = ("pdflatex", "lualatex")
PACKAGES = {  # what pages are made with; the package of Debian that has it stands in `DEBIAN`
    "pdflatex": ("article.cls", "geometry.sty", "amsmath.sty", "xcolor.sty", "graphicx.sty", "lmodern.sty", "glyphtounicode.tex", "lmr10.pfb"),
    "lualatex": ("article.cls", "geometry.sty", "amsmath.sty", "xcolor.sty", "graphicx.sty", "fontspec.sty", "luaotfload.sty", "lmroman10-regular.otf"),
}  # fmt: skip
_FONT_TYPES = {".otf": "opentype fonts", ".pfb": "type1 fonts"}
_DEBIAN = "apt install --no-install-recommends texlive-latex-recommended lmodern"
MEND = {  # by the name that Python gives a system
    "linux": {"pdflatex": f"sudo {_DEBIAN}", "lualatex": f"sudo {_DEBIAN} texlive-luatex"},
    "fedora": {
        "pdflatex": "sudo dnf install texlive-collection-latexrecommended texlive-lm",
        "lualatex": "sudo dnf install texlive-collection-latexrecommended texlive-lm texlive-collection-luatex",
    },
    "arch": dict.fromkeys(ENGINES, "sudo pacman -S texlive-basic texlive-latexrecommended texlive-fontsrecommended texlive-luatex"),
    "darwin": dict.fromkeys(ENGINES, "brew install --cask mactex-no-gui"),
    "win32": dict.fromkeys(ENGINES, "winget install MiKTeX.MiKTeX"),
}
_LOOK_UP = 30  # seconds; an index of files may have to be read from a slow disk
_RELEASE = Path("/etc/os-release")
_KIN = {"debian": "linux", "ubuntu": "linux", "fedora": "fedora", "rhel": "fedora", "arch": "arch"}


class Engine(Record, frozen=True):
    """A TeX that is there."""

    name: str
    path: str
    version: str  # what it says of itself, on one line


def found(name: str) -> Engine | None:
    """The engine on the PATH."""
    path = shutil.which(name)
    return None if path is None else Engine(name, path, _said(path, "--version").partition("\n")[0].strip())


def wanted(name: str) -> Engine:
    """The engine, or how to get it."""
    engine = found(name)
    if engine is None:
        raise BadInput(f"{name} is not on this machine, and the LaTeX press needs it: {mend(name)} (`convexam doctor` tells more)")
    if not engine.version:
        raise BadInput(f"{engine.path} does not answer to --version; mend or replace it: {mend(name)}")
    return engine


def lacking(engine: Engine) -> tuple[str, ...]:
    """The files that pages are made with, and that this TeX does not find."""
    kpsewhich = shutil.which("kpsewhich", path=os.pathsep.join((str(Path(engine.path).parent), os.environ.get("PATH", os.defpath))))
    if kpsewhich is None:
        return ("kpsewhich",)
    return tuple(file for file in PACKAGES[engine.name] if not _said(kpsewhich, *_kind(file), file).strip())


def _kind(file: str) -> Iterator[str]:
    if (kind := _FONT_TYPES.get(Path(file).suffix)) is not None:
        yield f"--format={kind}"


def mend(name: str, system: str | None = None) -> str:
    """The one command that installs an engine with all that pages need."""
    return MEND[system or _system()][name]


def _system() -> str:
    if sys.platform in MEND and sys.platform != "linux":
        return sys.platform
    try:
        told = dict(line.split("=", 1) for line in _RELEASE.read_text(encoding="utf-8").splitlines() if "=" in line)
    except OSError:
        return "linux"
    names = f"{told.get('ID', '')} {told.get('ID_LIKE', '')}".replace('"', "").split()
    return next((_KIN[name] for name in names if name in _KIN), "linux")


def _said(*command: str) -> str:
    """What a program prints; nothing where it fails or hangs."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_LOOK_UP, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def fonts(names: Sequence[str] = ("dejavu", "NotoSerifCJK", "NotoSansCJK", "wqy", "unifont")) -> tuple[str, ...]:
    """Which of these fonts the system has, by the beginning of their file names."""
    files = {
        path.name.casefold() for folder in _font_folders() for path in folder.rglob("*") if path.suffix.lower() in (".ttf", ".otf", ".ttc")
    }
    return tuple(name for name in names if any(file.startswith(name.casefold()) for file in files))


def _font_folders() -> Iterator[Path]:
    home = Path.home()
    folders = {
        "win32": (Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",),
        "darwin": (Path("/Library/Fonts"), Path("/System/Library/Fonts"), home / "Library" / "Fonts"),
    }
    for folder in folders.get(
        sys.platform, (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")
    ):
        if folder.is_dir():
            yield folder
