"""endoneuro: a curated, cited knowledge graph of endocrine neuromodulation.

>>> import endoneuro
>>> kg = endoneuro.load()
>>> answer = endoneuro.path(kg, "cortisol", "memory retrieval")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from endoneuro.export import write
    from endoneuro.graph.errors import EndoneuroError
    from endoneuro.graph.knowledge import KnowledgeGraph
    from endoneuro.graph.load import load
    from endoneuro.graph.validate import validate
    from endoneuro.queries import query
    from endoneuro.queries.effects import downstream, upstream
    from endoneuro.queries.evidence import evidence, search, show
    from endoneuro.queries.filters import Filters
    from endoneuro.queries.loops import loops
    from endoneuro.queries.paths import path
    from endoneuro.queries.stats import stats

__version__ = "0.6.0"
_WHERE = {
    "EndoneuroError": "endoneuro.graph.errors",
    "Filters": "endoneuro.queries.filters",
    "KnowledgeGraph": "endoneuro.graph.knowledge",
    "downstream": "endoneuro.queries",
    "evidence": "endoneuro.queries",
    "load": "endoneuro.graph.load",
    "loops": "endoneuro.queries",
    "path": "endoneuro.queries",
    "query": "endoneuro.queries",
    "search": "endoneuro.queries",
    "show": "endoneuro.queries",
    "stats": "endoneuro.queries.stats",
    "upstream": "endoneuro.queries",
    "validate": "endoneuro.graph.validate",
    "write": "endoneuro.export",
}
__all__ = sorted(_WHERE)


def _draw(graph: Any, answer: Any, height: int) -> str:
    from endoneuro.export.html import repr_html

    return repr_html(graph, answer, height=height)


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        import importlib

        from endoneuro.graph import display

        display.drawer = _draw
        where = importlib.import_module(_WHERE[name])
        value = where.query(name) if name in getattr(where, "QUERIES", ()) else getattr(where, name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'endoneuro' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
