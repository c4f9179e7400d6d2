"""Everything a user can do wrong, as exceptions that carry their facts.

EndoneuroError
├── UnknownName      a name that is no node; offers near spellings
├── AmbiguousName    a name several nodes share; lists them
├── UnknownFormat    an export format or suffix nobody knows
├── BadQuestion      options that contradict each other or make no sense
├── DataError        tables that cannot be used; carries the problems
├── CannotWrite      a target that cannot be written
└── MissingExtra     an optional package that is not installed
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .model import Problem


class EndoneuroError(Exception):
    """The base of every error this package raises on purpose."""


class UnknownName(EndoneuroError):
    """A name that no node has."""

    def __init__(self, name: str, near: Sequence[str] = (), what: str = "node") -> None:
        self.name, self.near, self.what = name, tuple(near), what
        hint = f"; did you mean {_either(self.near)}?" if near else "; try 'endoneuro search WORD'"
        super().__init__(f"no {what} is called {shorten(name)!r}{hint}")


class AmbiguousName(EndoneuroError):
    """A name that several nodes share."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str]]) -> None:
        self.name, self.choices = name, tuple(choices)
        shown = "; ".join(f"{label} ({kind}, {node_id})" for node_id, label, kind in self.choices)
        super().__init__(f"{shorten(name)!r} may be several things: {shown}. Use one of the labels or ids")


class UnknownFormat(EndoneuroError):
    """An export format or file suffix that is not known."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, tuple(known)
        super().__init__(f"no export format for {shorten(name)!r}; known: {', '.join(self.known)}")


class BadQuestion(EndoneuroError):
    """A question that cannot be asked as it stands."""


class DataError(EndoneuroError):
    """Tables that cannot be used; `problems` lists all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        first = str(self.problems[0]) if self.problems else "no data"
        more = len(self.problems) - 1
        super().__init__(first + (f" (and {more} more; run 'endoneuro validate')" if more > 0 else ""))


class CannotWrite(EndoneuroError):
    """A target that cannot be written; what stood there is untouched."""


class MissingExtra(EndoneuroError):
    """An optional package that is not installed."""

    def __init__(self, package: str, extra: str) -> None:
        self.package, self.extra = package, extra
        super().__init__(f"this needs {package}: pip install 'endoneuro[{extra}]'")


def shorten(text: str, most: int = 60) -> str:
    """Return the text cut to `most` characters, so that an error stays one line."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"


def _either(names: Sequence[str]) -> str:
    quoted = [repr(shorten(n)) for n in names]
    return quoted[0] if len(quoted) == 1 else ", ".join(quoted[:-1]) + " or " + quoted[-1]
