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
    from endoneuro.queries.effects import downstream, upstream
    from endoneuro.queries.evidence import evidence, search, show
    from endoneuro.queries.filters import Filters
    from endoneuro.queries.loops import loops
    from endoneuro.queries.paths import path
    from endoneuro.queries.stats import stats

__version__ = "0.1.0"
_WHERE = {
    "EndoneuroError": "endoneuro.graph.errors",
    "Filters": "endoneuro.queries.filters",
    "KnowledgeGraph": "endoneuro.graph.knowledge",
    "downstream": "endoneuro.queries.effects",
    "evidence": "endoneuro.queries.evidence",
    "load": "endoneuro.graph.load",
    "loops": "endoneuro.queries.loops",
    "path": "endoneuro.queries.paths",
    "search": "endoneuro.queries.evidence",
    "show": "endoneuro.queries.evidence",
    "stats": "endoneuro.queries.stats",
    "upstream": "endoneuro.queries.effects",
    "validate": "endoneuro.graph.validate",
    "write": "endoneuro.export",
}
__all__ = sorted(_WHERE)


def __getattr__(name: str) -> Any:
    if name in _WHERE:
        import importlib

        value = getattr(importlib.import_module(_WHERE[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'endoneuro' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *_WHERE})
