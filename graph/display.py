"""What shows itself in a notebook: the graph, and every answer that a question has given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

#: Draws (graph, answer or None, height) as HTML; the root package sets it, since drawing lies right of the graph.
drawer: Callable[[Any, Any, int], str] | None = None


class Page(str):
    """HTML that a notebook shows and `print` writes: one frame with the whole page inside, no widget, no internet."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


class Displayed:
    """Shows itself in Jupyter, VS Code and Colab as the page that `endoneuro view` writes."""

    __slots__ = ("_graph",)

    def view(self, *, height: int = 720) -> Page:
        """Return the page of this in a frame, for notebooks; it needs no internet.

        Args:
            height: pixels of the frame.

        Raises:
            BadQuestion: an answer that no question gave, so that its graph is not known.

        >>> import endoneuro
        >>> endoneuro.path(endoneuro.load(), "CRH", "ACTH").view().startswith("<iframe ")
        True

        """
        from .errors import BadQuestion

        graph = getattr(self, "_graph", None)
        if graph is None or drawer is None:
            raise BadQuestion(
                "which graph is this answer of? ask with a function of endoneuro, or draw it: to_html(graph, answer)"
            )
        return Page(drawer(graph, None if graph is self else self, height))

    def _repr_html_(self) -> str | None:
        return str(self.view()) if drawer is not None and getattr(self, "_graph", None) is not None else None


def of_graph(answer: Any, graph: Any) -> Any:
    """Return the answer, which now knows the graph it came from."""
    if isinstance(answer, Displayed):
        object.__setattr__(answer, "_graph", graph)
    return answer
