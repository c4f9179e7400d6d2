"""What one thing does to another, by the best kind of evidence there is: shared by comparisons and forecasts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

from ..graph import schema
from ..graph.answers import Variant
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding, product
from .paths import MOST_HOPS, variant
from .search import FREE, Demands, Found, Limits, search
from .steps import BRIDGE, PLACED, Steps, join

#: No more sequences to one target are looked at than this: without a bridge, and where there is none, with.
LOOK, LOOK_FOR_HYPOTHESES = 48, 12
#: Kinds of evidence, best first: observed by making the very change, observed otherwise, then by grade.
SHOWN, DIRECT, GRADE_A, GRADE_B, GRADE_C, GRADE_D = range(6)
_MADE = {1: ("added", "activated"), -1: ("removed", "blocked", "mutated")}


@dataclass(frozen=True)
class Way:
    """A sequence found, the kind of its evidence, and its sign."""

    rank: int
    found: Found
    sign: int | None

    @property
    def aspect(self) -> str:
        """The side of the target it changes."""
        return self.found.edges[-1].assertion.aspect


def ways(
    kg: KnowledgeGraph,
    steps: Steps,
    starts: frozenset[str],
    ends: frozenset[str],
    limits: Limits,
    last: Callable[[Finding], bool],
    *,
    demands: Demands = FREE,
    toward: int = 0,
) -> list[Way]:
    """Return the ways from a start to an end, by kind of evidence, then as `path` orders them.

    Ways with a bridge are hypotheses: they are looked for only where there is no other.

    Args:
        kg: the graph.
        steps: its walkable steps, filtered.
        starts: node ids.
        ends: node ids.
        limits: hops, bridges and placed joins allowed.
        last: the test of rows of the last step.
        demands: nodes to pass or to avoid.
        toward: +1 or -1: observations that made this very change to the start come first.

    """
    made: list[Way] = []
    for allowed, most in by_bridges(limits, LOOK, LOOK_FOR_HYPOTHESES):
        for found in islice(search(kg, steps, starts, ends, allowed, last, demands=demands), most):
            rank, seen = _rank(found, last, toward)
            made.append(Way(rank, seen, product([e.assertion.sign for e in seen.edges])))
        if made:
            break
    made.sort(key=lambda w: (w.rank, w.found.key))
    return made


def by_bridges(limits: Limits, look: int, then: int) -> list[tuple[Limits, int]]:
    """Return the limits without a bridge, then those asked for, each with how many sequences to look at."""
    without = limits._replace(bridges=0)
    return [(without, look)] if limits.bridges == 0 else [(without, look), (limits, then)]


def leading(found: list[Way]) -> list[Way]:
    """Return the best way of each sign among those with the best kind of evidence."""
    if not found:
        return []
    signs: dict[int | None, Way] = {}
    for w in found:
        if w.rank == found[0].rank:
            signs.setdefault(w.sign, w)
    return list(signs.values())


def opposing(found: list[Way]) -> Way | None:
    """Return the best way of a worse kind that says the opposite of what all leading ways say, if they agree."""
    signs = {w.sign for w in leading(found) if w.sign}
    if len(signs) != 1:
        return None
    return next((w for w in found if w.sign and w.sign not in signs), None)


def told(kg: KnowledgeGraph, way: Way) -> Variant:
    """Return a way as part of an answer."""
    return variant(kg, way.found)


def check_limits(k: int, max_hops: int, grade: str) -> Limits:
    """Return the limits asked for.

    Raises:
        BadQuestion: k below 1, hops out of range, an unknown grade.

    """
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    if not 1 <= max_hops <= MOST_HOPS:
        raise BadQuestion(f"--max-hops {max_hops} is out of range; 1 to {MOST_HOPS}")
    if grade not in schema.GRADES:
        raise BadQuestion(f"--grade {grade!r} is none of: {', '.join(schema.GRADES)}")
    return Limits.of(grade, max_hops)


def _rank(found: Found, last: Callable[[Finding], bool], toward: int) -> tuple[int, Found]:
    """Return the kind of evidence of a sequence; a direct one is shown through a row that made the change, if one did."""
    if found.key[0] == 0:
        if not toward:
            return DIRECT, found
        if len(found.edges) == 1:
            made = [r for r in found.edges[0].rows if r.finding.manipulation in _MADE[toward] and last(r.finding)]
            if made:
                best = min(made, key=lambda r: (r.tier, r.finding.id))
                return SHOWN, found._replace(rows=((best, best),))
            return DIRECT, found
        return (SHOWN if found.rows[-1][1].finding.manipulation in _MADE[toward] else DIRECT), found
    joins = [
        join(found.edges[i], found.rows[i][1], found.edges[i + 1], found.rows[i + 1][0]) for i in range(len(found.edges) - 1)
    ]
    bridges = joins.count(BRIDGE)
    if bridges:
        return (GRADE_C if bridges == 1 else GRADE_D), found
    return (GRADE_B if PLACED in joins else GRADE_A), found
