"""`enrich`: which processes and receptors a list of things has in common more often than chance would have it."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from math import comb

from ..graph import schema
from ..graph.errors import BadQuestion, MissingExtra, UnknownName
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Node, product
from ..graph.surveys import EnrichAnswer, Enriched
from .filters import Filters, every_step, last_step, resolve, rolled

DEFAULT_K = 20
KINDS = ("Process", "Receptor")
#: Target -> by which claims a thing reaches it, and with which signs.
Targets = dict[str, list[tuple[int | None, tuple[str, ...]]]]


def enrich(
    kg: KnowledgeGraph,
    names: tuple[str, ...],
    *,
    kind: tuple[str, ...] = (),
    k: int = DEFAULT_K,
    filters: Filters | None = None,
) -> EnrichAnswer:
    """What the targets of a list have in common: processes and receptors over-represented among them.

    A thing's targets are what one supported claim of it says, or one claim of a receptor it binds. The background is
    every thing of the same kinds with a target. Exact one-sided hypergeometric test of each target that at least two of
    the background reach; corrected for all targets tested (Benjamini and Hochberg). It is a test of what has been
    recorded, so much studied targets are met often in the background too.

    Command:
        endoneuro enrich oestradiol progesterone allopregnanolone

    Args:
        kg: the graph.
        names: names or ids, two or more; a class stands for its members.
        kind: kinds of target; Process and Receptor unless said.
        k: how many targets at the most.
        filters: what rows must be like.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several; a kind that is none.
        BadQuestion: fewer than two things with a target, a thing named twice, k below 1.
        MissingExtra: scipy is not installed, which corrects for many tests.

    >>> from endoneuro.queries.enrich import tail
    >>> tail(2, 2, 3, 10)
    0.06666666666666667

    """
    kg = rolled(kg, filters)
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    kinds = tuple(_kind(x) for x in kind) or KINDS
    members = _members(kg, names)
    wanted = resolve(kg, filters or Filters())
    sources = sorted({n.kind for n in members})
    reach = {n.id: found for n in kg.nodes.values() if n.kind in sources and (found := _targets(kg, n, kinds, wanted))}
    given = (filters or Filters()).given()
    left_out = tuple(n for n in members if n.id not in reach)
    inside = tuple(n for n in members if n.id in reach)
    if len(inside) < 2:
        few = f"only {inside[0].label} has" if inside else "none of the list has"
        hint = " with these filters" if given else ""
        raise BadQuestion(f"{few} a target of kind {' or '.join(kinds)}{hint}; a test needs two things or more")
    mine = {n.id for n in inside}
    hit_by: dict[str, list[str]] = {}
    for node_id, targets in reach.items():
        for t in targets:
            hit_by.setdefault(t, []).append(node_id)
    family = sorted(t for t, who in hit_by.items() if len(who) > 1 and t not in mine)
    p = [tail(len(mine.intersection(hit_by[t])), len(mine), len(hit_by[t]), len(reach)) for t in family]
    q = corrected(p)
    made: list[Enriched] = []
    for t, p_value, q_value in zip(family, p, q, strict=True):
        hits = [n for n in inside if n.id in hit_by[t]]
        if not hits:
            continue
        expected = len(mine) * len(hit_by[t]) / len(reach)
        told = tuple((n, _net(reach[n.id][t]), tuple(sorted({i for _, ids in reach[n.id][t] for i in ids}))) for n in hits)
        made.append(Enriched(kg.nodes[t], told, len(hit_by[t]), expected, len(hits) / expected, p_value, q_value))
    made.sort(key=lambda e: (e.p, -e.fold, e.target.label, e.target.id))
    missing: tuple[str, ...] = ()
    if not made:
        missing = (
            f"the list reaches no {' or '.join(kinds)} that another of the {len(reach)} background things reaches too"
            + ("; the filters take rows away" if given else ""),
        )
    return EnrichAnswer(
        inside, kinds, kg.rollup, len(mine), len(reach), tuple(sources), len(family), tuple(made[:k]), left_out, k, given,
        missing,
    )  # fmt: skip


def tail(hits: int, drawn: int, marked: int, total: int) -> float:
    """Return the chance of at least so many marked things among those drawn, exactly.

    Args:
        hits: marked things among those drawn.
        drawn: how many are drawn, without putting back.
        marked: how many are marked.
        total: how many there are.

    >>> from endoneuro.queries.enrich import tail
    >>> tail(0, 5, 3, 10)
    1.0

    """
    ways = sum(comb(marked, i) * comb(total - marked, drawn - i) for i in range(hits, min(drawn, marked) + 1))
    return ways / comb(total, drawn)


def corrected(p: Sequence[float]) -> list[float]:
    """Return p-values corrected for their number: false discovery rate of Benjamini and Hochberg, by scipy.

    Raises:
        MissingExtra: scipy is not installed.

    """
    try:
        control = import_module("scipy.stats").false_discovery_control
    except ImportError:
        raise MissingExtra("scipy", "stats") from None
    return [float(x) for x in control(list(p))] if p else []


def _members(kg: KnowledgeGraph, names: Sequence[str]) -> tuple[Node, ...]:
    found: dict[str, Node] = {}
    named: set[str] = set()
    for name in names:
        node = kg.node(name)
        if node.id in named:
            raise BadQuestion(f"{node.label!r} is named twice in the list")
        named.add(node.id)
        for member in sorted(kg.descendants(node.id)):
            found[member] = kg.nodes[member]
    if len(found) < 2:
        raise BadQuestion("a list has two things or more; name them one after the other, or name a class")
    return tuple(sorted(found.values(), key=lambda n: (n.label, n.id)))


def _targets(kg: KnowledgeGraph, node: Node, kinds: tuple[str, ...], filters: Filters) -> Targets:
    """Return what a thing acts on by one claim, or by one claim of a receptor it binds."""
    step, last = every_step(kg, filters), last_step(kg, filters)
    found: Targets = {}

    def take(a: Assertion, signs: list[int | None], ids: tuple[str, ...]) -> None:
        if not any(step(f) and last(f) for f in a.supporting):
            return
        for t in kg.wholes(a.object):
            if kg.nodes[t].kind in kinds and t not in kg.wholes(node.id):
                found.setdefault(t, []).append((product(signs), ids))

    for a in kg.out(node.id):
        if not schema.PREDICATES[a.predicate].walked:
            continue
        take(a, [a.sign], (a.id,))
        binds = schema.PREDICATES[a.predicate].group == "ligand" and kg.nodes[a.object].kind == "Receptor"
        if binds and any(step(f) for f in a.supporting):
            for b in kg.out(a.object):
                if schema.PREDICATES[b.predicate].walked:
                    take(b, [a.sign, b.sign], (a.id, b.id))
    return found


def _net(told: list[tuple[int | None, tuple[str, ...]]]) -> str:
    signs = {sign for sign, _ in told}
    if {1, -1} <= signs:
        return "both"
    return "increase" if 1 in signs else "decrease" if -1 in signs else "changed"


def _kind(name: str) -> str:
    for kind in schema.KINDS:
        if name.casefold() in (kind.casefold(), kind.casefold() + "s", kind.casefold() + "es"):
            return kind
    raise UnknownName(name, list(schema.KINDS), what="node kind")
