"""One self-contained page: the whole graph to explore, or answers as figures with their evidence beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ...graph.knowledge import KnowledgeGraph

__all__ = ["repr_html", "to_html"]


def to_html(graph: KnowledgeGraph, answer: Any = None, *, layout: str = "") -> str:
    """Return a page that works without network; the same input gives the same bytes.

    Args:
        graph: the graph.
        answer: any answer (anything with `to_dict(graph)`), or a list of answers to switch between on one page. Paths
            are drawn from left to right and told in words, loops as circles; types without a figure of their own become
            a readable table. Without an answer the page holds the whole graph and opens on its best connected hormone.
        layout: how it opens: `mechanism`, `time`, `loop`, `axis`, `neighbourhood`, `regions`, `layers`, where the answer
            has it; `card` is a page of its own, one A4, for a node or an axis.

    Returns:
        The text of an `.html` file: library, data and style inside, nothing loaded from anywhere.

    Raises:
        BadQuestion: a layout that this answer does not have.

    >>> import endoneuro
    >>> from endoneuro.export import to_html
    >>> kg = endoneuro.load()
    >>> to_html(kg, endoneuro.path(kg, "CRH", "ACTH")).count("<h1")
    1

    """
    given = list(answer) if isinstance(answer, (list, tuple)) and not hasattr(answer, "to_dict") else [answer]
    if layout == "card":
        from .card import card

        return card(graph, given[0] if len(given) == 1 else answer)
    from .page import answer_page, whole_page

    if answer is None:
        return whole_page(graph, layout)
    return answer_page(graph, given, layout) if given else whole_page(graph, layout)


def repr_html(graph: KnowledgeGraph, answer: Any = None, *, height: int = 720) -> str:
    """Return a page inside a frame of its own, for notebooks; it runs without internet and cannot reach the notebook.

    Args:
        graph: the graph.
        answer: an answer to show instead of the whole graph; the graph itself shows the whole graph.
        height: pixels of the frame.

    Returns:
        One `iframe` element with the page inside it (`srcdoc`), sandboxed.

    >>> import endoneuro
    >>> from endoneuro.export.html import repr_html
    >>> kg = endoneuro.load()
    >>> repr_html(kg, endoneuro.path(kg, "CRH", "ACTH")).startswith("<iframe ")
    True

    """
    from html import escape

    page = to_html(graph, None if answer is graph else answer)
    sandbox = "allow-scripts allow-downloads allow-popups allow-popups-to-escape-sandbox"
    return (
        f'<iframe title="endoneuro" sandbox="{sandbox}" loading="lazy" srcdoc="{escape(page, quote=True)}" '
        f'style="width:100%;height:{int(height)}px;border:1px solid #d9d6cd;border-radius:8px"></iframe>'
    )
