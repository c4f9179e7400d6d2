"""Questions: pure functions from the graph to answers that carry their evidence.

`QUERIES` is the only list of them. The command line, its help and the documentation follow from each function's signature
and docstring: positional parameters are arguments, keyword-only ones are options, `filters` stands for all filters.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..graph.knowledge import KnowledgeGraph

#: Command -> `module:function`; imported when asked.
QUERIES: dict[str, str] = {
    "path": "paths:path",
    "downstream": "effects:downstream",
    "upstream": "effects:upstream",
    "loops": "loops:loops",
    "show": "evidence:show",
    "search": "evidence:search",
    "evidence": "evidence:evidence",
    "what-if": "whatif:what_if",
    "compare": "compare:compare",
    "routes": "routes:routes",
    "axis": "axis:axis",
    "treatments": "treatments:treatments",
    "where": "where:where",
    "match": "patterns:match",
    "contradictions": "disputes:contradictions",
    "gaps": "gaps:gaps",
    "enrich": "enrich:enrich",
    "diff": "releases:diff",
    "ask": "ask:ask",
}


def query(name: str) -> Callable[..., Any]:
    """Return the function that answers a question; its answers know their graph, so that notebooks can show them.

    Raises:
        UnknownName: no such question.

    >>> from endoneuro.queries import query
    >>> query("path").__name__
    'path'

    """
    from functools import wraps
    from importlib import import_module

    from ..graph.display import of_graph
    from ..graph.errors import UnknownName

    if name not in QUERIES:
        raise UnknownName(name, sorted(QUERIES), what="question")
    module, _, function = QUERIES[name].partition(":")
    found: Callable[..., Any] = getattr(import_module(f"{__name__}.{module}"), function)

    @wraps(found)
    def asked(graph: KnowledgeGraph, *args: Any, **options: Any) -> Any:
        return of_graph(found(graph, *args, **options), graph)

    return asked
