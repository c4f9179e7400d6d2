"""`show X`, `search TEXT` and `evidence A B`: what is recorded, unranked by any path."""

from __future__ import annotations

from ..graph.answers import EvidenceAnswer, NodeAnswer
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Node, Row
from .filters import Filters, every_step, last_step, resolve


def show(kg: KnowledgeGraph, name: str) -> NodeAnswer:
    """Return a node: what it is, what lies above and below it, what it does and what acts on it.

    Raises:
        UnknownName, AmbiguousName: a name that is no node, or several.

    >>> import endoneuro
    >>> endoneuro.show(endoneuro.load(), "GR").node.kind
    'Receptor'

    """
    node = kg.node(name)
    above = sorted((kg.nodes[n] for n in kg.wholes(node.id) - {node.id}), key=_label)
    below = sorted((kg.nodes[n] for n in kg.descendants(node.id) - {node.id}), key=_label)
    return NodeAnswer(node, tuple(above), tuple(below), _ranked(kg, kg.out(node.id)), _ranked(kg, kg.into(node.id)))


def evidence(kg: KnowledgeGraph, subject: str, object_: str, *, filters: Filters | None = None) -> EvidenceAnswer:
    """Return every finding between two nodes (and what lies below them), for and against, strongest tier first.

    Raises:
        UnknownName, AmbiguousName, BadQuestion: as `path`.

    >>> import endoneuro
    >>> answer = endoneuro.evidence(endoneuro.load(), "CRH", "ACTH")
    >>> answer.assertions[0].supported
    True

    """
    source, target = kg.node(subject), kg.node(object_)
    wanted = resolve(kg, filters or Filters())
    step, last = every_step(kg, wanted), last_step(kg, wanted)
    ends = kg.descendants(target.id)
    found = []
    for start in sorted(kg.descendants(source.id)):
        for a in kg.out(start):
            if a.object not in ends:
                continue
            rows = [r for r in a.rows if step(r.finding) and last(r.finding)]
            if rows:
                rows.sort(key=_strength)
                found.append(Assertion(a.id, a.subject, a.predicate, a.aspect, a.object, tuple(rows)))
    found.sort(key=lambda a: (not a.supported, min(r.finding.tier for r in a.rows), -len(a.rows), a.id))
    missing: tuple[str, ...] = ()
    if not found:
        back = any(a.object in kg.descendants(source.id) for n in ends for a in kg.out(n))
        missing = (
            f"no finding says what {source.label} does to {target.label}"
            + (f"; there are some the other way: endoneuro evidence {target.label!r} {source.label!r}" if back else "")
            + f"; try 'endoneuro path {source.label!r} {target.label!r}' for indirect ways",
        )
    return EvidenceAnswer(source, target, tuple(found), (filters or Filters()).given(), missing)


def _strength(row: Row) -> tuple[int, bool, str]:
    return row.finding.tier, not row.finding.supports, row.finding.id


def _ranked(kg: KnowledgeGraph, assertions: tuple[Assertion, ...]) -> tuple[Assertion, ...]:
    return tuple(
        sorted(assertions, key=lambda a: (a.predicate, -len(a.supporting), kg.label(a.subject), kg.label(a.object), a.aspect))
    )


def _label(node: Node) -> str:
    return node.label
