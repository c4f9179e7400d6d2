"""What an empty answer teaches: the filter, grade, hop limit or place that removed it, and how far one gets."""

from __future__ import annotations

from dataclasses import replace

from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Node
from .filters import Filters, last_step, without
from .reach import spread
from .search import Limits, search
from .steps import Steps, all_steps, filtered_steps

_MOST = 6


def explain(kg: KnowledgeGraph, source: Node, target: Node, limits: Limits, filters: Filters) -> tuple[str, ...]:
    """Return, in plain sentences, why no path was found and what would give one."""
    lines = []
    for name in filters.given():
        looser = without(filters, name)
        if _any(kg, source, target, limits, looser):
            kept = " (the other filters kept)" if len(filters.given()) > 1 else ""
            lines.append(f"without --{name}{kept} there is an answer: the rows that would carry it do not pass this filter")
    if not lines and filters.given() and _any(kg, source, target, limits, Filters()):
        lines.append("without the filters there is an answer, but no single one of them is the cause")
    if limits.hops < _MOST and _any(kg, source, target, replace(limits, hops=_MOST), filters):
        lines.append(f"there is an answer with --max-hops {_fewest(kg, source, target, limits, filters)}")
    if limits.bridges < 2 and _any(kg, source, target, Limits.of("D", limits.hops), filters):
        lines.append("there is an answer with more bridges than asked for: try a lower --grade (C allows one, D any number)")
    if lines:
        return tuple(lines)
    steps = all_steps(kg)
    starts, ends = kg.descendants(source.id), kg.descendants(target.id)
    leaving = [e for s in starts for e in steps.out.get(s, ())]
    arriving = [e for t in ends for e in steps.into.get(t, ())]
    if not leaving:
        acts = _labels(kg, [e.subject for s in starts for e in steps.into.get(s, ())])
        lines.append(f"no effect of {source.label} is recorded" + (f"; it is acted on by {acts}" if acts else ""))
    if not arriving:
        does = _labels(kg, [e.object for t in ends for e in steps.out.get(t, ())])
        lines.append(f"nothing is recorded to act on {target.label}" + (f"; it acts on {does}" if does else ""))
    if leaving and arriving:
        near_end = sorted({e.subject for e in arriving})
        reached = _reached(kg, steps, starts, limits.hops)
        touching = [n for n in near_end if n in reached]
        if touching:
            lines.append(
                f"{source.label} reaches {_labels(kg, touching)}, from which {target.label} is one step, but their places "
                "exclude each other or a process, structure or condition would stand inside the path"
            )
        else:
            kinds = sorted({kg.nodes[n].kind for n in near_end})
            lines.append(
                f"{source.label} reaches {len(reached)} nodes, none of which acts on {target.label}; what does is "
                f"{_labels(kg, near_end)} (missing: a step into a {' or '.join(kinds)})"
            )
    if not leaving or not arriving:
        lines.append("see 'endoneuro show' for what is recorded of either")
    return tuple(lines)


def _any(kg: KnowledgeGraph, source: Node, target: Node, limits: Limits, filters: Filters) -> bool:
    steps = filtered_steps(kg, filters)
    found = search(kg, steps, kg.descendants(source.id), kg.descendants(target.id), limits, last_step(kg, filters))
    return next(iter(found), None) is not None


def _fewest(kg: KnowledgeGraph, source: Node, target: Node, limits: Limits, filters: Filters) -> int:
    for hops in range(limits.hops + 1, _MOST):
        if _any(kg, source, target, replace(limits, hops=hops), filters):
            return hops
    return _MOST


def _reached(kg: KnowledgeGraph, steps: Steps, starts: frozenset[str], hops: int) -> set[str]:
    return set(spread(kg, steps, starts, hops, forward=True)) - starts


def _labels(kg: KnowledgeGraph, ids: list[str], most: int = 5) -> str:
    names = sorted({kg.label(i) for i in ids})
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
