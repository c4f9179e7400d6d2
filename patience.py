"""Progress of what takes long: after two seconds a line on standard error says that the command is at work."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

FIRST, AGAIN = 2.0, 1.0


@contextmanager
def patience(what: str) -> Iterator[None]:
    """Tell on standard error that `what` is at work, from the second second on.

    On a terminal the line counts the seconds and goes when the work is done; elsewhere it is written once. Where the
    system has no timer signals, or outside the main thread, nothing is told.

    Args:
        what: the command at work.

    """
    import signal

    if not hasattr(signal, "setitimer"):
        yield
        return
    terminal = sys.stderr.isatty()
    told = 0

    def tell(*_: Any) -> None:
        nonlocal told
        if terminal:
            sys.stderr.write(f"\r{what}: at work, {FIRST + told * AGAIN:.0f} s")
        elif not told:
            sys.stderr.write(f"{what}: at work for more than {FIRST:.0f} s\n")
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
        if terminal and told:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
