"""`downstream A` and `upstream B`: what a thing does, what acts on a thing, each with its best path."""

from __future__ import annotations

from ..graph import schema
from ..graph.answers import Path
from ..graph.errors import BadQuestion, UnknownName
from ..graph.explored import EffectsAnswer, Reach
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Node
from .filters import Filters, last_step, resolve, rolled
from .paths import MAX_HOPS, MOST_HOPS, best_paths
from .reach import spread
from .search import Limits, search
from .steps import Steps, filtered_steps

DEFAULT_K = 12
_LOOK = 3
_SIGNS = {1: "increase", -1: "decrease", None: "changed", 0: "none"}


def downstream(
    kg: KnowledgeGraph,
    node: str,
    *,
    to: str = "",
    k: int = DEFAULT_K,
    max_hops: int = MAX_HOPS,
    grade: str = "C",
    filters: Filters | None = None,
) -> EffectsAnswer:
    """What a thing does: everything it reaches, by kind, strongest first, with net sign and best path.

    Command:
        endoneuro downstream oestradiol --to Process

    Args:
        kg: the graph.
        node: name or id; covers its descendants.
        to: a node kind ("Process"); empty for every kind.
        k: how many nodes of each kind at the most.
        max_hops: counted steps at the most, 1 to 6.
        grade: the worst grade wanted, A to D.
        filters: what rows must be like.

    Raises:
        UnknownName, AmbiguousName, BadQuestion: as `path`.

    >>> import endoneuro
    >>> answer = endoneuro.downstream(endoneuro.load(), "CRH", to="Hormone")
    >>> "ACTH" in [r.node.label for _, group in answer.groups for r in group]
    True

    """
    kg = rolled(kg, filters)
    return _effects(kg, "downstream", node, to, k, max_hops, grade, filters)


def upstream(
    kg: KnowledgeGraph,
    node: str,
    *,
    frm: str = "",
    k: int = DEFAULT_K,
    max_hops: int = MAX_HOPS,
    grade: str = "C",
    filters: Filters | None = None,
) -> EffectsAnswer:
    """What acts on a thing: everything that reaches it, by kind, strongest first.

    Command:
        endoneuro upstream "fear extinction" --from Hormone

    Args:
        kg: the graph.
        node: name or id; covers its descendants.
        frm: a node kind ("Hormone"); empty for every kind.
        k: how many nodes of each kind at the most.
        max_hops: counted steps at the most, 1 to 6.
        grade: the worst grade wanted, A to D.
        filters: what rows must be like.

    Raises:
        UnknownName, AmbiguousName, BadQuestion: as `path`.

    >>> import endoneuro
    >>> answer = endoneuro.upstream(endoneuro.load(), "ACTH", frm="Hormone")
    >>> "CRH" in [r.node.label for _, group in answer.groups for r in group]
    True

    """
    kg = rolled(kg, filters)
    return _effects(kg, "upstream", node, frm, k, max_hops, grade, filters)


def _effects(
    kg: KnowledgeGraph, question: str, name: str, kind: str, k: int, max_hops: int, grade: str, filters: Filters | None
) -> EffectsAnswer:
    node = kg.node(name)
    wanted_kind = _kind(kind)
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    if not 1 <= max_hops <= MOST_HOPS:
        raise BadQuestion(f"--max-hops {max_hops} is out of range; 1 to {MOST_HOPS}")
    if grade not in schema.GRADES:
        raise BadQuestion(f"--grade {grade!r} is none of: {', '.join(schema.GRADES)}")
    wanted = resolve(kg, filters or Filters())
    steps = filtered_steps(kg, wanted)
    limits = Limits.of(grade, max_hops)
    mine = kg.descendants(node.id)
    forward = question == "downstream"
    near = spread(kg, steps, mine, max_hops, forward=forward)
    groups: list[tuple[str, tuple[Reach, ...]]] = []
    for kind_name in (wanted_kind,) if wanted_kind else tuple(schema.KINDS):
        others = frozenset(n for n in near if n not in mine and kg.nodes[n].kind == kind_name)
        best = _best_of(kg, steps, mine, others, limits, wanted, k, forward=forward)
        reached = [_reach(kg, steps, node, kg.nodes[n], limits, wanted, forward=forward) for n in best]
        if reached:
            groups.append((kind_name, tuple(reached)))
    missing: tuple[str, ...] = ()
    if not groups:
        what = f"a {wanted_kind}" if wanted_kind else "anything"
        side = f"no path from {node.label} to {what}" if forward else f"no path to {node.label} from {what}"
        hint = "try without filters" if (filters or Filters()).given() else "see 'endoneuro show' for what is recorded"
        missing = (f"{side} within {max_hops} hops at grade {grade}; {hint}",)
    return EffectsAnswer(question, node, wanted_kind, tuple(groups), max_hops, (filters or Filters()).given(), missing)


def _best_of(
    kg: KnowledgeGraph, steps: Steps, mine: frozenset[str], others: frozenset[str], limits: Limits, filters: Filters, k: int,
    *, forward: bool,
) -> list[str]:  # fmt: skip
    """Return the k other ends with the best paths, best first: one search to all of them at once."""
    starts, ends = (mine, others) if forward else (others, mine)
    best: dict[str, None] = {}
    for found in search(kg, steps, starts, ends, limits, last_step(kg, filters)):
        best[found.edges[-1].object if forward else found.edges[0].subject] = None
        if len(best) == k:
            break
    return list(best)


def _reach(
    kg: KnowledgeGraph, steps: Steps, node: Node, target: Node, limits: Limits, filters: Filters, *, forward: bool
) -> Reach:
    starts, ends = (
        (kg.descendants(node.id), frozenset((target.id,))) if forward else (frozenset((target.id,)), kg.descendants(node.id))
    )
    paths = best_paths(kg, steps, starts, ends, limits, last_step(kg, filters), _LOOK)
    return Reach(target, net_sign(paths), paths[0])


def net_sign(paths: tuple[Path, ...]) -> str:
    """Return increase, decrease, changed, or `both` where paths as good as the best disagree."""
    best = paths[0].best
    signs = {v.sign for p in paths for v in p.variants if (v.direct, v.grade) == (best.direct, best.grade)}
    return "both" if {1, -1} <= signs else _SIGNS[best.sign]


def _kind(name: str) -> str:
    if not name:
        return ""
    for kind in schema.KINDS:
        if name.casefold() in (kind.casefold(), kind.casefold() + "s"):
            return kind
    raise UnknownName(name, list(schema.KINDS), what="node kind")
