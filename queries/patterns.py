"""`match`: where a pattern of kinds and predicates fits the graph."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..graph import schema
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding, Row
from ..graph.surveys import Match, MatchAnswer
from .filters import Filters, every_step, last_step, resolve, rolled
from .pattern_language import NodePart, StepPart, parse
from .steps import BRIDGE, JOIN_NAMES, StepEdge, best_join

DEFAULT_K = 20
#: No more beginnings of a match are looked at than this; then the answer says that there may be more.
MOST_LOOKED_AT = 200_000


def match(kg: KnowledgeGraph, pattern: str, *, k: int = DEFAULT_K, filters: Filters | None = None) -> MatchAnswer:
    """Where a pattern fits, such as 'Hormone -activates-> Receptor -expressed_in-> CellType{glia}'.

    A node is a kind (`Receptor`), a kind with a class (`CellType{glia|neuron}`), a name ("memory retrieval": it and what
    lies below it), `*`, or several with `|`. A step is `-increases->`, `<-increases-`, `-->` any predicate, `-+->` and
    `--->` any of that sign, with an aspect `-increases:release->` and circumstances that the finding must state
    `-+[region=CA1, species=rat]->` (region, cell, species, sex, stage, dose, exposure, state, route, tier, method).
    No node stands twice in a match. Steps head to tail also say whether anybody has shown them together.

    Commands:
        endoneuro match "Hormone -activates-> Receptor -expressed_in-> CellType{glia}"
        endoneuro match "oxytocin -activates-> Receptor <-activates- Hormone"
        endoneuro match "Hormone -:release[region=nucleus accumbens]-> dopamine"

    Args:
        kg: the graph.
        pattern: the pattern, in quotation marks.
        k: how many matches at the most.
        filters: what rows of every step must be like; `region` and `cell` bind the last step of the pattern.

    Returns:
        Matches: fewest joins that nobody has shown, then best weakest tier, then most studies of the least studied step.

    Raises:
        PatternError: a pattern that cannot be read, with a caret under the place.
        BadQuestion: k below 1.

    >>> import endoneuro
    >>> from endoneuro.queries import query
    >>> answer = query("match")(endoneuro.load(), "CRH -+:secretion-> Hormone")
    >>> "ACTH" in [answer.matches[0].nodes[-1], *(endoneuro.load().label(m.nodes[-1]) for m in answer.matches)]
    True

    """
    kg = rolled(kg, filters)
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    nodes, steps = parse(kg, pattern)
    wanted = resolve(kg, filters or Filters())
    layers = [_layer(kg, nodes, steps, i, wanted) for i in range(len(steps))]
    found: list[Match] = []
    more = False
    for one in _matches(kg, layers):
        if one is None or len(found) == k:
            more = True
            break
        found.append(one)
    given = (filters or Filters()).given()
    missing = () if found else _explain(kg, nodes, steps, layers, given)
    return MatchAnswer(pattern, _meaning(nodes, steps), tuple(found), more, k, given, missing)


@dataclass(slots=True)
class _Fit:
    """A claim that fits a step, from the left node of the pattern to the right one."""

    left: str
    right: str
    assertion: Assertion
    rows: tuple[Row, ...]
    forward: bool
    tier: int
    studies: int
    edge: StepEdge | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(dict.fromkeys(r.finding for r in self.rows))


Layer = dict[str, list[_Fit]]


def _layer(kg: KnowledgeGraph, nodes: tuple[NodePart, ...], steps: tuple[StepPart, ...], i: int, filters: Filters) -> Layer:
    """Return the claims that fit a step, by their left node."""
    step, left, right = steps[i], nodes[i], nodes[i + 1]
    passes = _tests(kg, step, filters, last=i == len(steps) - 1)
    layer: Layer = {}
    for a in kg.assertions.values():
        if step.predicates and a.predicate not in step.predicates:
            continue
        if (step.sign and a.sign != step.sign) or (step.aspects and a.aspect not in step.aspects):
            continue
        ends = (a.subject, a.object) if step.forward else (a.object, a.subject)
        if ends[0] == ends[1] or not (left.fits(kg, ends[0]) and right.fits(kg, ends[1])):
            continue
        best, whole = _supporting(kg, a)
        rows = tuple(r for r in best if passes(r.finding, a))
        if rows:
            edge = whole if whole is None or len(rows) == len(best) else StepEdge(kg, 0, a, rows)
            studies = len({r.finding.independent for r in rows})
            fit = _Fit(*ends, a, rows, step.forward, rows[0].finding.tier, studies, edge)
            layer.setdefault(ends[0], []).append(fit)
    return layer


def _supporting(kg: KnowledgeGraph, a: Assertion) -> tuple[tuple[Row, ...], StepEdge | None]:
    """Return the supporting rows of a claim, strongest first, and the claim as a step where it carries a signal."""
    known: dict[str, tuple[tuple[Row, ...], StepEdge | None]] = kg.memo.setdefault("supporting", {})
    if a.id not in known:
        rows = sorted((r for r in a.rows if r.finding.supports), key=lambda r: (r.finding.tier, r.finding.id, r.part))
        edge = StepEdge(kg, 0, a, tuple(rows)) if schema.PREDICATES[a.predicate].walked and rows else None
        known[a.id] = (tuple(rows), edge)
    return known[a.id]


def _tests(kg: KnowledgeGraph, step: StepPart, filters: Filters, *, last: bool) -> Callable[[Finding, Assertion], bool]:
    every, end = every_step(kg, filters), last_step(kg, filters)
    stated, there = (every_step(kg, step.context), _place(kg, step.context)) if step.context else (None, None)
    routes = {r for r in (filters.route, step.context.route if step.context else "") if r}

    def passes(f: Finding, a: Assertion) -> bool:
        if not every(f) or (last and not end(f)) or (step.method and f.method != step.method):
            return False
        if stated and there and not (stated(f) and there(f, a)):
            return False
        bound = "Receptor" in (kg.nodes[a.subject].kind, kg.nodes[a.object].kind)
        if filters.route and bound and not (f.route == filters.route if f.route else not filters.strict):
            return False
        return not (step.context and step.context.route) or (f.route == step.context.route and len(routes) == 1)

    return passes


def _place(kg: KnowledgeGraph, context: Filters) -> Callable[[Finding, Assertion], bool]:
    """Return the test of a stated place; a claim about a place states it."""

    def there(f: Finding, a: Assertion) -> bool:
        regions = {*f.region, a.object, a.subject} if schema.PREDICATES[a.predicate].group == "place" else set(f.region)
        cells = {f.cell, a.object, a.subject} if schema.PREDICATES[a.predicate].group == "place" else {f.cell}
        return (not context.region or any(kg.inside(r, context.region) for r in regions)) and (
            not context.cell or any(kg.inside(c, context.cell) for c in cells)
        )

    return there


def _matches(kg: KnowledgeGraph, layers: list[Layer]) -> Iterator[Match | None]:
    """Yield matches, best first; None where looking on would take too long.

    Best first over beginnings. Every part of the key of a beginning, with the least that is still to come, can only grow
    when it is continued, so the first whole match taken from the heap is the best; beginnings that no claim can finish are
    never made.
    """
    length = len(layers)
    ahead = _still_to_come(layers)
    heap: list[tuple[tuple[Any, ...], int, tuple[_Fit, ...], tuple[str, ...]]] = []
    number = 0
    for start, (bridges, tier, studies) in ahead[0].items():
        heap.append(((bridges, tier, studies, ((kg.label(start), start),), ()), number, (), (start,)))
        number += 1
    heapq.heapify(heap)
    looked = 0
    while heap:
        key, _, fits, trail = heapq.heappop(heap)
        looked += 1
        if looked > MOST_LOOKED_AT:
            yield None
            return
        i = len(fits)
        if i == length:
            yield _made(fits, trail)
            continue
        made = sum(_join(x, y) == BRIDGE for x, y in pairwise(fits))
        for fit in layers[i].get(trail[-1], ()):
            if fit.right in trail or fit.right not in ahead[i + 1]:
                continue
            joined = _join(fits[-1], fit) if fits else None
            later = ahead[i + 1][fit.right]
            # the bound at the new node counts its join already, so what was counted at this one is exact from here on
            bridges = made + (joined == BRIDGE) + later[0]
            tier = max(fit.tier, later[1], *(f.tier for f in fits))
            studies = max(-fit.studies, later[2], *(-f.studies for f in fits))
            labels = (*key[3], (kg.label(fit.right), fit.right))
            ids = (*key[4], fit.assertion.id)
            heapq.heappush(heap, ((bridges, tier, studies, labels, ids), number, (*fits, fit), (*trail, fit.right)))
            number += 1


def _still_to_come(layers: list[Layer]) -> list[dict[str, tuple[int, int, int]]]:
    """Return, by position and node, the fewest bridges, best worst tier and most studies of anything that follows."""
    length = len(layers)
    ahead: list[dict[str, tuple[int, int, int]]] = [{} for _ in range(length + 1)]
    ahead[length] = {f.right: (0, 0, -MOST_LOOKED_AT) for fits in layers[-1].values() for f in fits}
    for i in range(length - 1, -1, -1):
        barred = _surely_bridged(layers[i - 1], layers[i]) if i else frozenset()
        for left, leaving in layers[i].items():
            ways = [(f, ahead[i + 1][f.right]) for f in leaving if f.right in ahead[i + 1]]
            if ways:
                ahead[i][left] = (
                    min(later[0] for _, later in ways) + (left in barred),
                    min(max(f.tier, later[1]) for f, later in ways),
                    min(max(-f.studies, later[2]) for f, later in ways),
                )
    return ahead


def _surely_bridged(before: Layer, after: Layer) -> frozenset[str]:
    """Return the nodes at which no claim of one step joins any of the next without a bridge, seen at a glance."""
    arriving: dict[str, list[_Fit]] = {}
    for fits in before.values():
        for f in fits:
            arriving.setdefault(f.right, []).append(f)
    found = set()
    for node, leaving in after.items():
        both = (arriving.get(node, []), leaving)
        if not both[0] or any(f.edge is None or f.forward != leaving[0].forward for side in both for f in side):
            continue
        first, then = (
            ([f.edge for f in side if f.edge] for side in both)
            if leaving[0].forward
            else ([f.edge for f in side if f.edge] for side in reversed(both))
        )
        marks = frozenset().union(*(e.marks | e.spots for e in first))
        if marks.isdisjoint(frozenset().union(*(e.marks | e.spots for e in then))) and not any(e.expressed for e in first):
            found.add(node)
    return frozenset(found)


def _join(before: _Fit, after: _Fit) -> int | None:
    """Return how two steps that run head to tail hang together; None where the question makes no sense."""
    if before.forward != after.forward or before.edge is None or after.edge is None:
        return None
    return best_join(before.edge, after.edge) if before.forward else best_join(after.edge, before.edge)


def _made(fits: tuple[_Fit, ...], trail: tuple[str, ...]) -> Match:
    joins = [_join(fits[i], fits[i + 1]) for i in range(len(fits) - 1)]
    return Match(
        trail,
        tuple(f.assertion for f in fits),
        tuple(f.findings for f in fits),
        tuple(f.forward for f in fits),
        tuple("" if j is None else JOIN_NAMES[j] for j in joins),
    )


def _meaning(nodes: tuple[NodePart, ...], steps: tuple[StepPart, ...]) -> tuple[str, ...]:
    lines = []
    for i, s in enumerate(steps):
        source, target = (nodes[i], nodes[i + 1]) if s.forward else (nodes[i + 1], nodes[i])
        verbs = " or ".join(schema.PREDICATES[p].verb for p in s.predicates)
        verbs = verbs or {1: "increases (any predicate of sign +)", -1: "decreases (any predicate of sign -)"}.get(
            s.sign, "is linked by any predicate to"
        )
        aspect = f" {' or '.join(s.aspects)} of" if s.aspects else ""
        given = {**s.context.given(), **({"method": s.method} if s.method else {})} if s.context else {}
        stated = ", ".join(f"{k} {v}" for k, v in given.items() if k != "strict")
        words = [n.words if n.words != "*" else "anything" for n in (source, target)]
        lines.append(f"{words[0]} {verbs}{aspect} {words[1]}" + (f" (stated: {stated})" if stated else ""))
    return tuple(lines)


def _explain(
    kg: KnowledgeGraph, nodes: tuple[NodePart, ...], steps: tuple[StepPart, ...], layers: list[Layer], given: dict[str, str]
) -> tuple[str, ...]:
    """Return why nothing fits: the step without a claim, the filter, or the place where the chain breaks."""
    lines = []
    for i, layer in enumerate(layers):
        if layer:
            continue
        plain = _layer(kg, nodes, steps, i, Filters()) if given else {}
        count = sum(map(len, plain.values()))
        which = f"step {i + 1} ({nodes[i].words} {steps[i].words} {nodes[i + 1].words})"
        if count:
            lines.append(f"the filters leave no claim of {which}; without them there are {count}")
            continue
        loose = StepPart(steps[i].words, steps[i].at, steps[i].forward)
        others = _layer(kg, nodes, (*steps[:i], loose, *steps[i + 1 :]), i, Filters())
        names = sorted({_claim(f.assertion) for fits in others.values() for f in fits})
        hint = f"; between such nodes there are: {', '.join(names[:8])}" if names else "; there is none of any predicate either"
        lines.append(f"no supported claim fits {which}{hint}")
    if lines:
        return tuple(lines)
    reached = set(layers[0])
    for i, layer in enumerate(layers):
        after = {f.right for left in reached for f in layer.get(left, ())}
        if not after:
            starts = sorted({kg.label(n) for n in layer})
            ends = sorted({kg.label(n) for n in reached})
            return (
                f"each step fits by itself, but no chain passes from step {i} to step {i + 1}: step {i} ends at "
                f"{_few(ends)}; step {i + 1} starts at {_few(starts)}",
            )
        reached = after
    return ("the steps fit only by using one node twice",)


def _claim(a: Assertion) -> str:
    return f"{a.predicate}:{a.aspect}" if a.aspect else a.predicate


def _few(names: list[str], most: int = 6) -> str:
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
