"""Looks at files twice a second, and acts when one has changed. Nothing else does this on every system alike."""

import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

PAUSE = 0.5  # seconds

Seen = Mapping[Path, tuple[int, int]]  # when each file was changed, and how long it is


def seen(paths: Iterable[Path]) -> Seen:
    """Files as they are now; one that is gone, if only for a moment, is left out."""
    found: dict[Path, tuple[int, int]] = {}
    for path in paths:
        try:
            status = path.stat()
        except OSError:
            continue
        found[path] = status.st_mtime_ns, status.st_size
    return found


def changed(before: Seen, after: Seen) -> Path | None:
    """The first file that is new, gone, or other than it was."""
    return next((path for path in sorted({*before, *after}) if before.get(path) != after.get(path)), None)


def watch(look: Callable[[], Seen], act: Callable[[Path | None], None], pause: float = PAUSE) -> None:
    """Act at once, and then for ever when something has changed, as soon as nothing more changes: an editor may still be writing."""
    last = look()
    act(None)
    while True:
        time.sleep(pause)
        now = look()
        path = changed(last, now)
        if path is None:
            continue
        time.sleep(pause)
        while (later := look()) != now:
            now = later
            time.sleep(pause)
        last = now
        act(path)
