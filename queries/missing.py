"""What an empty answer teaches: the filter, grade, hop limit or place that removed it, and how far one gets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..graph.knowledge import KnowledgeGraph
from .ends import Ends
from .filters import Filters, last_step, without
from .reach import spread
from .search import FREE, Demands, Limits, search
from .steps import Steps, all_steps, filtered_steps

_MOST = 6


def explain(
    kg: KnowledgeGraph,
    source: Ends,
    target: Ends,
    limits: Limits,
    filters: Filters,
    via: Sequence[Ends] = (),
    avoid: Sequence[Ends] = (),
) -> tuple[str, ...]:
    """Return, in plain sentences, why no path was found and what would give one."""
    demands = Demands(tuple(v.members for v in via), frozenset().union(*(a.members for a in avoid)))
    lines = [
        f"without --{name} {left.label} there is an answer" for name, left, fewer in _relaxed(via, avoid)
        if _any(kg, source, target, limits, filters, fewer)
    ]  # fmt: skip
    if not lines and demands != FREE and _any(kg, source, target, limits, filters):
        lines.append("without --via and --avoid there is an answer, but no single one of them is the cause")
    if not lines:
        lines += _removed_by_filters(kg, source, target, limits, filters, demands)
    if limits.hops < _MOST and _any(kg, source, target, limits._replace(hops=_MOST), filters, demands):
        lines.append(f"there is an answer with --max-hops {_fewest(kg, source, target, limits, filters, demands)}")
    if limits.bridges < 2 and _any(kg, source, target, Limits.of("D", limits.hops), filters, demands):
        lines.append("there is an answer with more bridges than asked for: try a lower --grade (C allows one, D any number)")
    if lines:
        return tuple(lines)
    steps = all_steps(kg)
    starts, ends = source.members, target.members
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


def _removed_by_filters(
    kg: KnowledgeGraph, source: Ends, target: Ends, limits: Limits, filters: Filters, demands: Demands
) -> list[str]:
    lines = []
    for name in filters.given():
        looser = without(filters, name)
        if _any(kg, source, target, limits, looser, demands):
            kept = " (the other filters kept)" if len(filters.given()) > 1 else ""
            lines.append(f"without --{name}{kept} there is an answer: the rows that would carry it do not pass this filter")
    if not lines and filters.given() and _any(kg, source, target, limits, Filters(), demands):
        lines.append("without the filters there is an answer, but no single one of them is the cause")
    return lines


def _relaxed(via: Sequence[Ends], avoid: Sequence[Ends]) -> Iterator[tuple[str, Ends, Demands]]:
    """Yield each demand taken away in turn, with what is left."""
    through = tuple(v.members for v in via)
    around = frozenset[str]().union(*(a.members for a in avoid))
    for i, v in enumerate(via):
        yield "via", v, Demands((*through[:i], *through[i + 1 :]), around)
    for a in avoid:
        yield "avoid", a, Demands(through, frozenset().union(*(b.members for b in avoid if b is not a)))


def _any(kg: KnowledgeGraph, source: Ends, target: Ends, limits: Limits, filters: Filters, demands: Demands = FREE) -> bool:
    steps = filtered_steps(kg, filters)
    found = search(kg, steps, source.members, target.members, limits, last_step(kg, filters), demands=demands)
    return next(iter(found), None) is not None


def _fewest(kg: KnowledgeGraph, source: Ends, target: Ends, limits: Limits, filters: Filters, demands: Demands) -> int:
    for hops in range(limits.hops + 1, _MOST):
        if _any(kg, source, target, limits._replace(hops=hops), filters, demands):
            return hops
    return _MOST


def _reached(kg: KnowledgeGraph, steps: Steps, starts: frozenset[str], hops: int) -> set[str]:
    return set(spread(kg, steps, starts, hops, forward=True)) - starts


def _labels(kg: KnowledgeGraph, ids: list[str], most: int = 5) -> str:
    names = sorted({kg.label(i) for i in ids})
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
