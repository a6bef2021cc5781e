"""Processes that work for this one. They do not hear Ctrl-C, which is this one's business, and end with it, however it ends."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any, ParamSpec, TypeVar

from ..errors import BadInput

P = ParamSpec("P")
R = TypeVar("R")


class Workers:
    """Takes work, and hands it to whichever process is free."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def submit(self, work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        with _unheard():
            return self._pool.submit(work, *args, **kwargs)


@contextmanager
def workers(count: int) -> Iterator[Workers]:
    """So many processes; none of them is left at the end of the block."""
    spawn = multiprocessing.get_context("spawn")  # a fork after a compile hangs for ever
    pool: ProcessPoolExecutor | None = None
    try:
        with _unheard():
            pool = ProcessPoolExecutor(count, spawn, _begin)
        yield Workers(pool)
    except BaseException as error:
        for process in multiprocessing.active_children():
            process.terminate()
        if isinstance(error, BrokenProcessPool):
            raise BadInput(
                "a process was ended from outside (out of memory?); the same command goes on, with --jobs 1 in less memory"
            ) from None
        raise
    finally:
        if pool is not None:
            pool.shutdown(cancel_futures=True)


@contextmanager
def _unheard() -> Iterator[None]:
    """A process that begins here never hears Ctrl-C, not even while it is loading; this one hears it a moment later.

    The handler besides the mask, because the system may wake any thread of ours, and not all of them are Python's.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _frame: heard.append(number))
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        signal.signal(signal.SIGINT, handler)
        for number in heard[:1]:
            signal.raise_signal(number)


def _begin() -> None:
    """In each process, once."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent: Any = multiprocessing.parent_process()
    threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
