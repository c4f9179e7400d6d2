"""Progress of what takes long: after two seconds a line on the terminal says that the command is at work."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FIRST, AGAIN = 2.0, 1.0


@contextmanager
def patience(what: str) -> Iterator[None]:
    """Tell on the terminal that `what` is at work, from the second second on.

    The line counts the seconds and goes when the work is done. Where nobody watches (standard error is a file or a pipe),
    where the system has no timer signals, and outside the main thread, nothing is told.

    Args:
        what: the command at work.

    """
    import signal

    if not hasattr(signal, "setitimer") or not sys.stderr.isatty():
        yield
        return
    told = 0

    def tell(*_: Any) -> None:
        nonlocal told
        sys.stderr.write(f"\r{what}: at work, {FIRST + told * AGAIN:.0f} s")
        sys.stderr.flush()
        told += 1

    try:
        before = signal.signal(signal.SIGALRM, tell)
    except ValueError:  # not the main thread
        yield
        return
    signal.setitimer(signal.ITIMER_REAL, FIRST, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        if told:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
