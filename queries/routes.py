"""`routes A [B]`: the membrane route and the nuclear route side by side, each only where a finding states it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from ..graph import schema
from ..graph.answers import Variant
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding, Node, Row, product
from ..graph.routed import BoundReceptor, Handover, RouteEffect, RoutesAnswer, RouteSection
from .ends import Ends, ends_of
from .filters import Filters, every_step, last_step, resolve, rolled
from .paths import variant
from .reach import spread
from .search import Demands, Found, Limits, search
from .steps import StepEdge, Steps, all_steps, chosen_steps
from .times import bounds
from .verdict import check_limits

MEMBRANE, NUCLEAR = "nongenomic", "genomic"
_ASKABLE = ("Hormone", "Neurotransmitter", "Intervention", "Receptor")
#: No more sequences of one route are looked at than this.
_LOOK = 300


@dataclass(frozen=True)
class _Question:
    """What is asked of one messenger: where to, how far, and which rows count."""

    kg: KnowledgeGraph
    #: Nodes to reach; None: whatever lies one counted step behind the start or its receptors.
    ends: frozenset[str] | None
    limits: Limits
    k: int
    test: Callable[[Finding], bool]
    last: Callable[[Finding], bool]


def routes(
    kg: KnowledgeGraph,
    a: str,
    b: str = "",
    *,
    k: int = 6,
    max_hops: int = 0,
    grade: str = "C",
    filters: Filters | None = None,
) -> RoutesAnswer:
    """The membrane route and the nuclear route side by side: receptor, what it goes through, onset, and the hand-over.

    An effect counts for a route only if a finding of a ligand or receptor step states it; speed alone proves nothing.

    Commands:
        endoneuro routes corticosterone
        endoneuro routes corticosterone "memory retrieval"

    Args:
        kg: the graph.
        a: name or id of a messenger, drug or receptor; covers its descendants.
        b: what it should lead to: a name, kind or class; everything one step behind the receptor if empty.
        k: how many effects of each route at the most.
        max_hops: counted steps at the most, 1 to 6; 1 without an end, 4 with one.
        grade: the worst grade wanted, A to D.
        filters: what rows must be like.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several.
        BadQuestion: something that has no receptor, an end equal to the start, limits as `path`.

    >>> import endoneuro
    >>> from endoneuro.queries.routes import routes
    >>> answer = routes(endoneuro.load(), "corticosterone")
    >>> {e.receptor.label for e in answer.sections[0].membrane if e.receptor} >= {"MR"}
    True

    """
    kg = rolled(kg, filters)
    hops = max_hops or (4 if b else 1)
    limits = check_limits(k, hops, grade)
    start = kg.node(a)
    if start.kind not in _ASKABLE:
        raise BadQuestion(f"{start.label!r} is a {start.kind}; routes start at one of: {', '.join(_ASKABLE)}")
    end = ends_of(kg, b) if b else None
    if end and end.node.id == start.id:
        raise BadQuestion(f"start and end are both {start.label!r}")
    wanted = resolve(kg, filters or Filters())
    if wanted.route:
        raise BadQuestion("--route contradicts this question, which sets both routes side by side")
    own = kg.descendants(start.id)
    ends = end.members - own if end else None
    ask = _Question(kg, ends, limits, k, every_step(kg, wanted), last_step(kg, wanted))
    sections = [_section(ask, "", start, own, frozenset())]
    for heading, kin in _kin(kg, start):
        starts = frozenset((kin.id,)) if heading.startswith("recorded") else kg.descendants(kin.id)
        told = frozenset(f.id for s in sections for e in (*s.membrane, *s.nuclear) for f in e.stated)
        section = _section(ask, heading, kin, starts, told)
        if section.membrane or section.nuclear:
            sections.append(section)
    missing = _missing(kg, start, end, sections, wanted, hops)
    return RoutesAnswer(
        start, end.node if end else None, tuple(sections), hops, k, grade, (filters or Filters()).given(), missing
    )  # fmt: skip


def _kin(kg: KnowledgeGraph, start: Node) -> Iterable[tuple[str, Node]]:
    """Yield the same messenger of other species, then the classes it belongs to."""
    for n in sorted(start.counterpart):
        if n in kg.nodes:
            yield f"shown for {kg.label(n)} (kept apart: another species' hormone)", kg.nodes[n]
    if start.messenger:
        for n in sorted(kg.wholes(start.id) - {start.id}):
            yield f"recorded for the class: {kg.label(n)}", kg.nodes[n]


def _section(ask: _Question, heading: str, node: Node, starts: frozenset[str], told: frozenset[str]) -> RouteSection:
    """Return the routes of one messenger; findings told for the one asked about are not told again."""
    kg = ask.kg
    receptors = _receptors(kg, starts, ask.test)
    heads = starts | {r.receptor.id for r in receptors}
    found = {
        route: [e for e in _stated(ask, starts, heads, route) if not told.issuperset(f.id for f in e.stated)]
        for route in (MEMBRANE, NUCLEAR)
    }
    untested = () if heading else _untested(ask, starts, heads, found[MEMBRANE] + found[NUCLEAR])
    handovers = _handovers(kg, found[MEMBRANE], found[NUCLEAR])
    return RouteSection(
        heading, node, () if heading else receptors, tuple(found[MEMBRANE][: ask.k]), tuple(found[NUCLEAR][: ask.k]), untested,
        tuple(handovers[: ask.k]),
    )  # fmt: skip


def _receptors(kg: KnowledgeGraph, starts: frozenset[str], test: Callable[[Finding], bool]) -> tuple[BoundReceptor, ...]:
    """Return the receptors, each with how many findings of its effects state a route; most studied first."""
    bound: dict[str, Assertion | None] = {n: None for n in sorted(starts) if kg.nodes[n].kind == "Receptor"}
    for n in sorted(starts):
        for a in kg.out(n):
            if schema.PREDICATES[a.predicate].group == "ligand" and kg.nodes[a.object].kind == "Receptor" and a.supported:
                known = bound.get(a.object)
                if known is None or len(a.supporting) > len(known.supporting):
                    bound[a.object] = a
    made = []
    for receptor, binding in bound.items():
        rows = {f.id: f for a in kg.out(receptor) if schema.PREDICATES[a.predicate].walked for f in a.supporting if test(f)}
        rows |= {f.id: f for f in (binding.supporting if binding else ()) if f.route and not f.via and test(f)}
        counts = [sum(f.route == route for f in rows.values()) for route in (MEMBRANE, NUCLEAR, "")]
        made.append(BoundReceptor(kg.nodes[receptor], binding, *counts))
    made.sort(key=lambda r: (-(r.nongenomic + r.genomic), -r.untested, r.receptor.label))
    return tuple(made)


def _stated(ask: _Question, starts: frozenset[str], heads: frozenset[str], route: str) -> list[RouteEffect]:
    """Return the effects of a route: the ways that take a ligand or receptor step which a finding puts on that route."""
    kg = ask.kg

    def speaks(e: StepEdge, row: Row) -> bool:
        return row.finding.route == route and (row.part != "ligand") and e.subject in heads

    def keep(e: StepEdge, row: Row) -> bool:
        if row.finding.route not in ("", route) or not ask.test(row.finding):
            return False
        if row.part == "ligand" or e.subject not in heads:
            return True
        return speaks(e, row) or not any(speaks(e, r) and ask.test(r.finding) for r in e.raw)

    every = all_steps(kg).out
    if not any(speaks(e, r) for n in heads for e in every.get(n, ()) for r in e.raw):
        return []
    steps = chosen_steps(kg, keep, _near(ask, starts, heads))
    using = frozenset(e.number for n in sorted(heads) for e in steps.out.get(n, ()) if any(speaks(e, r) for r in e.raw))
    if not using:
        return []
    made: dict[tuple[object, ...], RouteEffect] = {}
    for found in islice(_search(ask, steps, starts, heads, Demands(using=(using,)), ask.limits), _LOOK):
        if _spot_of(kg, found) in made:
            continue
        v = variant(kg, found)
        stated = tuple(
            f for s, e in zip(v.steps, found.edges, strict=True) if e.number in using for f in s.findings if f.route == route
        )
        effect = _effect(kg, v, tuple({f.id: f for f in stated}.values()))
        if stated:
            made.setdefault(_spot(effect), effect)
    found_all = [e for e in made.values() if not _told_with_receptor(e, made)]
    return sorted(found_all, key=lambda e: (_when(e), e.variant.key))


def _told_with_receptor(e: RouteEffect, made: dict[tuple[object, ...], RouteEffect]) -> bool:
    """Whether the same findings are told elsewhere with their receptor."""
    if e.receptor is not None:
        return False
    mine = {f.id for f in e.stated}
    return any(o.receptor and o.target.id == e.target.id and mine <= {f.id for f in o.stated} for o in made.values())


def _untested(
    ask: _Question, starts: frozenset[str], heads: frozenset[str], stated: list[RouteEffect]
) -> tuple[RouteEffect, ...]:
    """Return the effects of which nobody states the route: without a bridge first, then the fastest known."""
    kg = ask.kg

    def keep(e: StepEdge, row: Row) -> bool:
        return ask.test(row.finding) and not (row.finding.route and e.subject in heads)

    known = {_spot(e) for e in stated}
    steps = chosen_steps(kg, keep, _near(ask, starts, heads))
    best: list[RouteEffect] = []
    for bridges in range(min(1, ask.limits.bridges) + 1):
        # those without a bridge come first, and there are mostly enough of them
        limits = ask.limits if bridges else ask.limits._replace(bridges=0)
        made: dict[tuple[object, ...], RouteEffect] = {}
        for found in islice(_search(ask, steps, starts, heads, Demands(), limits), _LOOK):
            if (found.edges[-1].ligand and ask.ends is None) or (spot := _spot_of(kg, found)) in known or spot in made:
                continue
            made[spot] = _effect(kg, variant(kg, found), ())
        best = sorted(made.values(), key=lambda e: (e.variant.bridges, _when(e), e.variant.key))
        if len(best) >= ask.k:
            break
    return tuple(best[: ask.k])


def _near(ask: _Question, starts: frozenset[str], heads: frozenset[str]) -> list[str]:
    """Return the nodes that a way of the hops allowed may leave."""
    if ask.ends is None and ask.limits.hops == 1:
        return sorted(heads)
    return sorted(spread(ask.kg, all_steps(ask.kg), starts, ask.limits.hops, forward=True))


def _search(
    ask: _Question, steps: Steps, starts: frozenset[str], heads: frozenset[str], demands: Demands, limits: Limits
) -> Iterator[Found]:
    """Yield ways to the ends; without ends, to what lies one step behind, and to receptors whose binding states its route."""
    ends = ask.ends
    if ends is None:
        used = frozenset[int]().union(*demands.using)
        ends = frozenset(e.object for n in heads for e in steps.out.get(n, ()) if not e.ligand or e.number in used) - starts
    return search(ask.kg, steps, starts, ends, limits, ask.last, demands=demands)


def _effect(kg: KnowledgeGraph, v: Variant, stated: tuple[Finding, ...]) -> RouteEffect:
    """Return a way as an effect: its first receptor, and the first messenger, gene or mechanism between that and the end."""
    nodes = [kg.nodes[v.steps[0].assertion.subject], *(kg.nodes[s.assertion.object] for s in v.steps)]
    receptor = next((i for i, n in enumerate(nodes[:-1]) if n.kind == "Receptor"), None)
    after = nodes[(receptor if receptor is not None else 0) + 1 : -1]
    bound = nodes[-1] if v.steps[-1].ligand else None
    return RouteEffect(nodes[-1], v, nodes[receptor] if receptor is not None else bound, after[0] if after else None, stated)


def _spot(e: RouteEffect) -> tuple[object, ...]:
    """Return what makes two effects the same: target, side, sign, receptor."""
    return e.target.id, e.variant.steps[-1].assertion.aspect, e.variant.sign, e.receptor.id if e.receptor else ""


def _spot_of(kg: KnowledgeGraph, found: Found) -> tuple[object, ...]:
    """Return the spot of an effect before it is made, since most ways lead to one that is there already."""
    nodes = (found.edges[0].subject, *(e.object for e in found.edges))
    receptor = next((n for n in nodes[:-1] if kg.nodes[n].kind == "Receptor"), "")
    if not receptor and found.edges[-1].ligand:
        receptor = nodes[-1]
    last = found.edges[-1].assertion
    return last.object, last.aspect, product([e.assertion.sign for e in found.edges]), receptor


def _when(e: RouteEffect) -> tuple[float, float]:
    t = e.variant.timing
    return (float("inf"), float("inf")) if t.low is None or t.high is None else (t.low, t.high)


def _handovers(kg: KnowledgeGraph, membrane: list[RouteEffect], nuclear: list[RouteEffect]) -> list[Handover]:
    """Return where both routes reach the same thing, and where what the fast one switches on changes a gene."""
    made = []
    slow: dict[str, RouteEffect] = {}
    for e in nuclear:
        slow.setdefault(e.target.id, e)
    seen = set()
    for e in membrane:
        if e.target.id in seen:
            continue
        seen.add(e.target.id)
        if e.target.id in slow:
            other = slow[e.target.id]
            claims = (e.variant.steps[-1].assertion, other.variant.steps[-1].assertion)
            made.append(Handover("same target", e.target, claims, _onset(e.stated), _onset(other.stated)))
        onward = [
            a
            for a in kg.out(e.target.id)
            if a.supported and schema.PREDICATES[a.predicate].walked
            and ((kg.nodes[a.object].kind == "Gene" and a.aspect == "expression") or kg.nodes[a.object].cls == "transcription")
        ]  # fmt: skip
        if onward:
            told = (e.variant.steps[-1].assertion, *onward)
            made.append(Handover("to the nucleus", e.target, told, _onset(e.stated), _onset(onward[0].supporting)))
    return made


def _onset(findings: Iterable[Finding]) -> tuple[float, float] | None:
    known = [b for f in findings if (b := bounds(f)) is not None]
    return (min(b[0] for b in known), max(b[1] for b in known)) if known else None


def _missing(
    kg: KnowledgeGraph, start: Node, end: Ends | None, sections: list[RouteSection], filters: Filters, hops: int
) -> tuple[str, ...]:
    if any(s.membrane or s.nuclear for s in sections):
        return ()
    what = f"from {start.label}" + (f" to {end.label}" if end else "")
    far = "one hop" if hops == 1 else f"{hops} hops"
    lines = [f"no finding states the route of any step {what} within {far}: as far as recorded here, neither route was tested"]
    if not any(s.receptors for s in sections):
        lines.append(f'no receptor of {start.label} is recorded; see: endoneuro show "{start.label}"')
    if filters.given():
        lines.append("the filters may have removed it: try without them")
    elif end:
        lines.append(f'every effect whose route is stated: endoneuro routes "{start.label}"')
    return tuple(lines)
