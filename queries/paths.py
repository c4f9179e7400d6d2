"""`path A B`: how one thing reaches another, step by step, with the evidence of every step and of every join."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from ..graph.answers import Join, Path, PathAnswer, Section, Step, Variant
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding, Node
from .filters import Filters, last_step, resolve
from .missing import explain
from .search import Found, Limits, search
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
    k: int = DEFAULT_K,
    max_hops: int = MAX_HOPS,
    grade: str = "C",
    filters: Filters | None = None,
) -> PathAnswer:
    """How one thing reaches another: the best paths, each step and each join cited.

    A path is what `docs/paths.md` defines.

    Command:
        endoneuro path cortisol "memory retrieval" --species human

    Args:
        kg: the graph.
        start: name or id; covers its descendants ("oestrogens" covers oestradiol).
        end: the same.
        k: how many node sequences at the most, per section.
        max_hops: counted steps at the most, 1 to 6; a step from a ligand to its receptor does not count.
        grade: the worst grade wanted, A to D.
        filters: what rows must be like.

    Returns:
        Paths in sections: for the start itself, then for its counterparts in other species.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several.
        BadQuestion: k below 1, hops out of range, an unknown grade, an end equal to the start.

    >>> import endoneuro
    >>> kg = endoneuro.load()
    >>> endoneuro.path(kg, "CRH", "ACTH").paths[0].best.sign
    1

    """
    source, target = kg.node(start), kg.node(end)
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    if not 1 <= max_hops <= MOST_HOPS:
        raise BadQuestion(f"--max-hops {max_hops} is out of range; 1 to {MOST_HOPS}")
    if grade not in ("A", "B", "C", "D"):
        raise BadQuestion(f"--grade {grade!r} is none of: A, B, C, D")
    if source.id == target.id:
        raise BadQuestion(f"start and end are both {source.label!r}; ask 'endoneuro loops --through' for the way back")
    wanted = resolve(kg, filters or Filters())
    limits = Limits.of(grade, max_hops)
    steps = filtered_steps(kg, wanted)
    sections = [Section("", source.id, _best(kg, steps, source, target, limits, wanted, k))]
    for other in counterparts(kg, source):
        if other.id == target.id:
            continue
        paths = _best(kg, steps, other, target, limits, wanted, k)
        if paths:
            sections.append(Section(f"shown for {other.label}", other.id, paths))
    return PathAnswer(
        start=source,
        end=target,
        sections=tuple(sections),
        max_hops=max_hops,
        k=k,
        grade=grade,
        filters=(filters or Filters()).given(),
        direct_sign=_direct_sign(sections[0].paths),
        missing=() if sections[0].paths else explain(kg, source, target, limits, wanted),
    )


def counterparts(kg: KnowledgeGraph, node: Node) -> list[Node]:
    """Return the same hormone of other species, by label."""
    found = [kg.nodes[c] for c in node.counterpart if c in kg.nodes]
    return sorted(found, key=lambda n: n.label)


def _best(
    kg: KnowledgeGraph, steps: Steps, source: Node, target: Node, limits: Limits, filters: Filters, k: int
) -> tuple[Path, ...]:
    return best_paths(kg, steps, kg.descendants(source.id), kg.descendants(target.id), limits, last_step(kg, filters), k)


def best_paths(
    kg: KnowledgeGraph,
    steps: Steps,
    starts: frozenset[str],
    ends: frozenset[str],
    limits: Limits,
    last: Callable[[Finding], bool],
    k: int,
) -> tuple[Path, ...]:
    """Return the k best node sequences between two sets of nodes, each with its variants."""
    sequences: list[tuple[str, ...]] = []
    for found in search(kg, steps, starts, ends, limits, last):
        nodes = _nodes(found)
        if nodes not in sequences:
            sequences.append(nodes)
            if len(sequences) == k:
                break
    made = []
    for nodes in sequences:
        again = search(kg, steps, frozenset(nodes[:1]), frozenset(nodes[-1:]), limits, last, along=nodes)
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
        before, left, right = found.edges[i], found.rows[i][1], found.rows[i + 1][0]
        joins.append(Join(JOIN_NAMES[join(before, left, right)], *why(kg, before, left, right)))
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
