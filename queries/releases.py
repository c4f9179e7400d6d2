"""`diff`: what changed between two releases of the tables, fact by fact."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from ..graph.answers import claim_words
from ..graph.changes import Changed, DiffAnswer, Taken, finding_words
from ..graph.errors import BadQuestion, shorten
from ..graph.knowledge import KnowledgeGraph
from ..graph.load import load, withdrawal_reasons
from ..graph.model import Finding, Loop, Node

DEFAULT_K = 20
#: Where a row stands is not what it says.
_PLACE = ("source", "line", "subject_label", "object_label")


def diff(kg: KnowledgeGraph, old: str, new: str = "", *, k: int = DEFAULT_K) -> DiffAnswer:
    """What changed between two releases, fact by fact: findings, claims, nodes, references, loops.

    A release is a folder of tables (the `data/` of a checked-out version, or tables of one's own). Findings are told apart
    by their id, which is never used again, so a finding that went says why where `withdrawn.tsv` of the newer release
    gives the reason.

    Commands:
        endoneuro diff older/data
        endoneuro diff older/data newer/data

    Args:
        kg: the graph; the newer release unless `new` is given.
        old: the folder of the older release.
        new: the folder of the newer release.
        k: how many of each sort at the most.

    Raises:
        BadQuestion: no such folder, or k below 1.
        DataError: tables that cannot be read.

    >>> import endoneuro
    >>> from endoneuro.graph.load import SHIPPED
    >>> endoneuro.query("diff")(endoneuro.load(), str(SHIPPED)).counts["findings added"]
    0

    """
    if k < 1:
        raise BadQuestion(f"-k {k} asks for nothing; give 1 or more")
    before = load(_folder(old))
    after = load(_folder(new)) if new else kg
    reasons = withdrawal_reasons(_folder(new)) if new else withdrawal_reasons(None)
    added = [f for i, f in sorted(after.findings.items()) if i not in before.findings]
    gone = [f for i, f in sorted(before.findings.items()) if i not in after.findings]
    both = [(f, after.findings[i]) for i, f in sorted(before.findings.items()) if i in after.findings]
    changed = [Changed(f.id, "finding", fields) for f, g in both if (fields := _fields(f, g))]
    held = {i for i, a in before.assertions.items() if a.supported}
    holds = {i for i, a in after.assertions.items() if a.supported}
    nodes_added = [n for i, n in sorted(after.nodes.items()) if i not in before.nodes]
    nodes_gone = [n for i, n in sorted(before.nodes.items()) if i not in after.nodes]
    changed += [
        Changed(n.id, "node", fields)
        for i, n in sorted(before.nodes.items())
        if i in after.nodes and (fields := _fields(n, after.nodes[i]))
    ]
    retracted = [
        r
        for i, r in sorted(after.references.items())
        if r.retracted == "yes" and (i not in before.references or before.references[i].retracted != "yes")
    ]
    loops = list(_loops(before, after))
    counts = {
        "findings before": len(before.findings),
        "findings now": len(after.findings),
        "findings added": len(added),
        "findings withdrawn": len(gone),
        "records changed": len(changed),
        "claims gained": len(holds - held),
        "claims lost": len(held - holds),
        "nodes added": len(nodes_added),
        "nodes gone": len(nodes_gone),
        "references added": len(after.references.keys() - before.references.keys()),
        "references newly retracted": len(retracted),
        "loops changed": len(loops),
    }
    same = not any(counts[n] for n in list(counts)[2:])
    return DiffAnswer(
        old=old, new=new or "this graph", later=after, counts=counts, added=tuple(added[:k]),
        withdrawn=tuple(Taken(f, finding_words(before, f), reasons.get(f.id, "")) for f in gone[:k]), changed=tuple(changed[:k]),
        claims_gained=tuple(after.assertions[i] for i in sorted(holds - held)[:k]),
        claims_lost=tuple((i, claim_words(before, before.assertions[i])) for i in sorted(held - holds)[:k]),
        nodes_added=tuple(nodes_added[:k]), nodes_gone=tuple(nodes_gone[:k]), retracted=tuple(retracted[:k]),
        loops=tuple(loops[:k]), k=k, missing=("both releases say the same",) if same else (),
    )  # fmt: skip


def _folder(name: str) -> str:
    if not (Path(name) / "references.tsv").is_file():
        raise BadQuestion(
            f"{shorten(name)} is no folder of tables: name one that holds references.tsv, such as a release's data/"
        )
    return name


def _fields(one: Finding | Node, other: Finding | Node) -> tuple[tuple[str, str, str], ...]:
    names = [n for n in one._fields if n not in _PLACE]
    pairs = [(n, _text(getattr(one, n)), _text(getattr(other, n))) for n in names]
    return tuple((n, b, a) for n, b, a in pairs if b != a)


def _text(value: Any) -> str:
    return "|".join(map(str, value)) if isinstance(value, tuple) else str(value)


def _loops(before: KnowledgeGraph, after: KnowledgeGraph) -> Iterable[Changed]:
    mine, theirs = ({x.name: x for x in kg.loops} for kg in (before, after))
    for name in sorted(mine.keys() | theirs.keys()):
        fields = [(n, _said(mine, name, n), _said(theirs, name, n)) for n in ("axis", "kind", "sign", "steps")]
        if name not in mine or name not in theirs or any(b != a for _, b, a in fields):
            what = "loop added" if name not in mine else "loop gone" if name not in theirs else "loop"
            yield Changed(name, what, tuple((n, b, a) for n, b, a in fields if b != a))


def _said(loops: Mapping[str, Loop], name: str, field: str) -> str:
    if name not in loops:
        return ""
    value = getattr(loops[name], field)
    if field == "sign":
        return f"{value:+d}"
    if field == "steps":
        return "; ".join(" ".join((s.subject, s.predicate, s.aspect, s.object, *s.region)).replace("  ", " ") for s in value)
    return str(value)
