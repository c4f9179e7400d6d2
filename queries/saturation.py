"""How often any two things of two kinds have a path of some grade: what a grade is worth, from a committed table.

`make discriminate` measures it on pairs drawn by chance and writes the table; nothing is measured here.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from ..graph.knowledge import KnowledgeGraph

TABLE = Path(__file__).with_name("saturation.tsv")
COLUMNS = ("start", "end", "hops", "A", "B", "C", "n")


def saturation(kg: KnowledgeGraph, start_kind: str, end_kind: str, hops: int) -> dict[str, float]:
    """Return the share of chance pairs of two kinds that have a path of a grade or better: grade -> 0 to 1.

    Measured for 4 and for 6 counted steps; fewer hops are told the figure of the next more, which is not less. Empty where
    it was not measured, and for another graph than the one it was measured on.

    Args:
        kg: the graph that is asked.
        start_kind: node kind of the start, such as "Hormone".
        end_kind: node kind of the end.
        hops: counted steps at the most.

    >>> import endoneuro
    >>> from endoneuro.queries.saturation import saturation
    >>> saturation(endoneuro.load(), "Hormone", "no kind", 4)
    {}

    """
    size, shares = _table()
    if size != (len(kg.nodes), len(kg.findings)):
        return {}
    known = [shares[key] for h in (4, 6) if h >= hops and (key := (start_kind, end_kind, h)) in shares]
    return dict(zip("ABC", known[0][:3], strict=True)) if known else {}


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[int, int], dict[tuple[str, str, int], tuple[float, ...]]]:
    """Return the size of the graph it was measured on, as nodes and findings, and the shares."""
    try:
        head, _, *rows = TABLE.read_text(encoding="utf-8").splitlines()
    except OSError:
        return (0, 0), {}
    said = dict(word.split("=") for word in head.split()[1:])
    shares = {}
    for row in rows:
        start, end, hops, *figures = row.split("\t")
        shares[start, end, int(hops)] = tuple(float(x) for x in figures)
    return (int(said["nodes"]), int(said["findings"])), shares
