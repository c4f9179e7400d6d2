"""`path A B`: how one thing reaches another, step by step, with the evidence of every step and of every join."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from ..graph.answers import Join, Path, PathAnswer, Section, Step, Variant
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding, Node
from .ends import Ends, ends_of
from .filters import Filters, last_step, resolve, rolled
from .missing import explain
from .reach import INNER
from .saturation import saturation
from .search import FREE, Demands, Found, Limits, search
from .steps import JOIN_NAMES, Steps, filtered_steps, join, why
from .times import timing

MAX_HOPS, MOST_HOPS, DEFAULT_K = 4, 6, 5
#: No more variants of one node sequence are looked at than this.
MOST_VARIANTS = 24


def path(
    kg: KnowledgeGraph,
    start: str,
    end: str,
    *,
    via: tuple[str, ...] = (),
    avoid: tuple[str, ...] = (),
    k: int = DEFAULT_K,
    max_hops: int = MAX_HOPS,
    grade: str = "C",
    filters: Filters | None = None,
) -> PathAnswer:
    """How one thing reaches another: the best paths, each step and each join cited.

    A path is what `docs/paths.md` defines.

    Commands:
        endoneuro path cortisol "memory retrieval" --species human
        endoneuro path "Hormone{steroid}" mood --avoid "Receptor{nuclear}"

    Args:
        kg: the graph.
        start: name or id, covers its descendants ("oestrogens" covers oestradiol); or a kind ("Hormone"), a kind and class
            ("Hormone{steroid}"), or several with `|` between.
        end: the same.
        via: what must stand between the ends, named like an end; given twice, both must.
        avoid: what must be nowhere on the path.
        k: how many node sequences at the most, per section.
        max_hops: counted steps at the most, 1 to 6; a step from a ligand to its receptor does not count.
        grade: the worst grade wanted, A to D.
        filters: what rows must be like.

    Returns:
        Paths in sections: for the start itself, then for its counterparts in other species.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several.
        BadQuestion: k below 1, hops out of range, an unknown grade or class, an end equal to the start, demands that
            contradict each other.

    >>> import endoneuro
    >>> kg = endoneuro.load()
    >>> endoneuro.path(kg, "CRH", "ACTH").paths[0].best.sign
    1

    """
    kg = rolled(kg, filters)
    source, target = ends_of(kg, start), ends_of(kg, end)
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    if not 1 <= max_hops <= MOST_HOPS:
        raise BadQuestion(f"--max-hops {max_hops} is out of range; 1 to {MOST_HOPS}")
    if grade not in ("A", "B", "C", "D"):
        raise BadQuestion(f"--grade {grade!r} is none of: A, B, C, D")
    if source.node.id == target.node.id:
        raise BadQuestion(f"start and end are both {source.label!r}; ask 'endoneuro loops --through' for the way back")
    through, around = [ends_of(kg, name) for name in via], [ends_of(kg, name) for name in avoid]
    demands = demands_of(kg, source, target, through, around)
    wanted = resolve(kg, filters or Filters())
    limits = Limits.of(grade, max_hops)
    steps = filtered_steps(kg, wanted)
    last = last_step(kg, wanted)
    own = best_paths(kg, steps, source.members, target.members, limits, last, k, demands)
    sections = [Section("", source.node.id, own)]
    for other in counterparts(kg, source.node) if source.single else ():
        if other.id in target.members or other.id in demands.avoid:
            continue
        paths = best_paths(kg, steps, kg.descendants(other.id), target.members, limits, last, k, demands)
        if paths:
            sections.append(Section(f"shown for {other.label}", other.id, paths))
    return PathAnswer(
        start=source.node,
        end=target.node,
        sections=tuple(sections),
        max_hops=max_hops,
        k=k,
        grade=grade,
        filters=(filters or Filters()).given(),
        direct_sign=_direct_sign(sections[0].paths),
        saturation={} if (filters or Filters()).given() else saturation(kg, source.node.kind, target.node.kind, max_hops),
        missing=() if own else explain(kg, source, target, limits, wanted, through, around),
        via=tuple(v.label for v in through),
        avoid=tuple(a.label for a in around),
    )


def demands_of(kg: KnowledgeGraph, source: Ends, target: Ends, via: Sequence[Ends], avoid: Sequence[Ends]) -> Demands:
    """Return what a path must and must not do.

    Raises:
        BadQuestion: an end to be passed or avoided, something that cannot stand inside a path, or a contradiction.

    """
    around = frozenset[str]().union(*(a.members for a in avoid))
    for end, name in ((source, "start"), (target, "end")):
        if end.members <= around:
            raise BadQuestion(f"--avoid {', '.join(a.label for a in avoid)} leaves nothing of the {name} {end.label!r}")
    for v in via:
        if v.single and (v.node.id in (source.node.id, target.node.id)):
            raise BadQuestion(f"--via {v.label!r} is an end of the path already")
        if not any(kg.nodes[n].kind in INNER for n in v.members):
            raise BadQuestion(f"--via {v.label!r} is a {v.node.kind}, which cannot stand inside a path; it may be its end")
        if v.members <= around:
            raise BadQuestion(f"--via {v.label} and --avoid {', '.join(a.label for a in avoid)} contradict each other")
    return Demands(tuple(v.members for v in via), around)


def counterparts(kg: KnowledgeGraph, node: Node) -> list[Node]:
    """Return the same hormone of other species, by label."""
    found = [kg.nodes[c] for c in node.counterpart if c in kg.nodes]
    return sorted(found, key=lambda n: n.label)


def best_paths(
    kg: KnowledgeGraph,
    steps: Steps,
    starts: frozenset[str],
    ends: frozenset[str],
    limits: Limits,
    last: Callable[[Finding], bool],
    k: int,
    demands: Demands = FREE,
) -> tuple[Path, ...]:
    """Return the k best node sequences between two sets of nodes, each with its variants."""
    sequences: list[tuple[str, ...]] = []
    for found in search(kg, steps, starts, ends, limits, last, demands=demands):
        nodes = _nodes(found)
        if nodes not in sequences:
            sequences.append(nodes)
            if len(sequences) == k:
                break
    made = []
    for nodes in sequences:
        one, other = frozenset(nodes[:1]), frozenset(nodes[-1:])
        again = search(kg, steps, one, other, limits, last, along=nodes, demands=demands)
        made.append(Path(nodes, tuple(variant(kg, f) for f in islice(again, MOST_VARIANTS))))
    return tuple(made)


def variant(kg: KnowledgeGraph, found: Found) -> Variant:
    """Return a found sequence as an answer: steps, joins with their ground, timing."""
    steps = tuple(
        Step(e.assertion, left.finding, right.finding, e.ligand, bool(e.summary), e.studies)
        for e, (left, right) in zip(found.edges, found.rows, strict=True)
    )
    joins = []
    for i in range(len(found.edges) - 1):
        before, left, after, right = found.edges[i], found.rows[i][1], found.edges[i + 1], found.rows[i + 1][0]
        joins.append(Join(JOIN_NAMES[join(before, left, after, right)], *why(kg, before, left, after, right)))
    direct = found.key[0] == 0
    return Variant(steps, tuple(joins), found.key, direct, timing(steps, direct=direct))


def _nodes(found: Found) -> tuple[str, ...]:
    return (found.edges[0].subject, *(e.object for e in found.edges))


def _direct_sign(paths: tuple[Path, ...]) -> str:
    """Return what was observed directly: increase, decrease, both, changed, or nothing."""
    signs = {v.sign for p in paths for v in p.variants if v.direct}
    known = signs & {1, -1}
    if len(known) == 2:
        return "both"
    if known:
        return "increase" if 1 in known else "decrease"
    return "changed" if None in signs else ""
