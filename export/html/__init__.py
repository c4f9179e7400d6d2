"""One self-contained page: the whole graph to explore, or one answer as a figure with its evidence beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...graph.answers import PathAnswer
    from ...graph.knowledge import KnowledgeGraph

__all__ = ["to_html"]


def to_html(graph: KnowledgeGraph, answer: PathAnswer | None = None) -> str:
    """Return a page that works without network; the same input gives the same bytes.

    Args:
        graph: the graph.
        answer: an answer of `path`; its paths are drawn from left to right and told in words. Without it the page
            holds the whole graph and opens on the neighbourhood of the best connected hormone.

    Returns:
        The text of an `.html` file: library, data and style inside, nothing loaded from anywhere.

    >>> import endoneuro
    >>> from endoneuro.export import to_html
    >>> kg = endoneuro.load()
    >>> to_html(kg, endoneuro.path(kg, "CRH", "ACTH")).count("<h1")
    1

    """
    from .page import answer_page, whole_page

    return whole_page(graph) if answer is None else answer_page(graph, answer)
