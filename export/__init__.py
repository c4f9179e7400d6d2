"""Outward: the graph, or an answer, as text in the formats other people's tools read.

Every format is one line in `FORMATS`; its module is imported only when it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..graph.errors import UnknownFormat
from ..graph.tables import write_atomic

if TYPE_CHECKING:
    from ..graph.answers import PathAnswer
    from ..graph.knowledge import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class Format:
    """An export format: its suffix, what it is for, and where its function lies (`module:function`)."""

    name: str
    suffix: str
    meaning: str
    where: str
    draws_answers: bool = False

    @property
    def function(self) -> Callable[..., str]:
        """The function that renders it; imported now."""
        module, _, name = self.where.partition(":")
        found: Callable[..., str] = getattr(import_module(module, __name__), name)
        return found

    def render(self, graph: KnowledgeGraph, answer: PathAnswer | None = None) -> str:
        """Return the text of the graph, or of an answer where the format can draw one.

        Raises:
            UnknownFormat: an answer was given and this format only holds whole graphs.

        """
        if answer is None:
            return self.function(graph)
        if not self.draws_answers:
            able = [f.suffix for f in FORMATS.values() if f.draws_answers]
            raise UnknownFormat(f"an answer as {self.suffix}", able)
        return self.function(graph, answer)


FORMATS: dict[str, Format] = {
    f.suffix: f
    for f in (
        Format(
            "html", ".html", "one self-contained page to read and explore, without network", ".html:to_html", draws_answers=True
        ),
        Format("turtle", ".ttl", "RDF 1.1 Turtle, every claim with its evidence", ".rdf:to_turtle"),
    )
}
_LAZY = {"to_html": ".html", "to_turtle": ".rdf"}
__all__ = ["FORMATS", "Format", "format_of", "to_html", "to_turtle", "write"]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(_LAZY[name], __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def format_of(path: str | Path) -> Format:
    """Return the format of a file name, by its suffix.

    Raises:
        UnknownFormat: no format has that suffix; lists those that exist.

    >>> from endoneuro.export import format_of
    >>> format_of("graph.ttl").name
    'turtle'

    """
    suffix = Path(path).suffix.casefold()
    if suffix not in FORMATS:
        raise UnknownFormat(suffix or Path(path).name, sorted(FORMATS))
    return FORMATS[suffix]


def write(graph: KnowledgeGraph, path: str | Path, *, answer: PathAnswer | None = None) -> Path:
    """Write the graph, or an answer about it, in the format its suffix names.

    Args:
        graph: the graph.
        path: where to; `.html` or `.ttl`.
        answer: an answer to draw instead of the whole graph (`.html`).

    Returns:
        The path written.

    Raises:
        UnknownFormat: a suffix nobody knows, or a format that cannot draw an answer.
        CannotWrite: the target cannot be written; what stood there is untouched.

    >>> import endoneuro, tempfile, pathlib
    >>> kg = endoneuro.load()
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     endoneuro.write(kg, pathlib.Path(folder) / "graph.ttl").name
    'graph.ttl'

    """
    target = Path(path)
    text = format_of(target).render(graph, answer)
    write_atomic(target, text)
    return target
