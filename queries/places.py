"""Where a signal is: the region set and the cell that a path carries from step to step."""

from __future__ import annotations

from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding

#: Regions (None: not stated) and cell ("": not stated).
Place = tuple[frozenset[str] | None, str]
NOWHERE: Place = (None, "")
PITUITARY = "UBERON:0000007"


def row_place(finding: Finding) -> Place:
    """Return the place a row states; `systemic` and `whole body` state none."""
    places = finding.places
    if not places:
        return (None, finding.cell) if finding.cell else NOWHERE
    return frozenset(places), finding.cell


def meet(kg: KnowledgeGraph, carried: Place, stated: Place) -> Place | None:
    """Return the narrower of two places, or None where they exclude each other.

    An unstated region or cell changes nothing and forgets nothing.
    """
    if stated == NOWHERE or carried == stated:
        return carried
    if carried == NOWHERE:
        return stated
    known: dict[tuple[Place, Place], Place | None] = kg.memo.get("met") or kg.memo.setdefault("met", {})
    pair = carried, stated
    if pair not in known:
        known[pair] = _meet(kg, carried, stated)
    return known[pair]


def _meet(kg: KnowledgeGraph, carried: Place, stated: Place) -> Place | None:
    regions, cell = carried
    if stated[0] is not None:
        if regions is None:
            regions = stated[0]
        elif regions != stated[0]:
            kept = set()
            for mine in regions:
                for theirs in stated[0]:
                    if kg.inside(theirs, mine):
                        kept.add(theirs)
                    elif kg.inside(mine, theirs):
                        kept.add(mine)
            if not kept:
                return None
            regions = frozenset(kept)
    if stated[1]:
        if not cell or kg.inside(stated[1], cell):
            cell = stated[1]
        elif not kg.inside(cell, stated[1]):
            return None
    return regions, cell


def arrive(kg: KnowledgeGraph, place: Place, node_id: str, aspect: str) -> Place:
    """Return the place carried on from a node: a messenger may leave where it was made.

    By blood it reaches everything; by portal blood the pituitary or its own surroundings; else it stays, or goes one
    projection further. Where only its `sensitivity` changed nothing travels.
    """
    node = kg.nodes[node_id]
    if not node.messenger or aspect == "sensitivity":
        return place
    if node.circulates == "yes":
        return NOWHERE
    regions = place[0]
    if regions is None:
        return NOWHERE
    if node.circulates == "portal":
        return regions | {PITUITARY}, ""
    widened = set(regions)
    for source, targets in projections(kg).items():
        if any(kg.inside(source, r) for r in regions):
            widened |= targets
    return frozenset(widened), ""


def projections(kg: KnowledgeGraph) -> dict[str, frozenset[str]]:
    """Return supported projections: structure to the structures its axons reach."""
    if "projections" not in kg.memo:
        found: dict[str, set[str]] = {}
        for a in kg.assertions.values():
            if a.predicate != "projects_to" or not a.supported:
                continue
            for f in a.supporting:
                target_is_place = kg.nodes[a.object].kind == "Structure"
                targets = {a.object} if target_is_place else set(f.places)
                source_is_place = kg.nodes[a.subject].kind == "Structure"
                sources = {a.subject} if source_is_place else set(kg.nodes[a.subject].part_of)
                for source in sources:
                    found.setdefault(source, set()).update(targets)
        kg.memo["projections"] = {k: frozenset(v) for k, v in found.items()}
    made: dict[str, frozenset[str]] = kg.memo["projections"]
    return made


def expressed_at(kg: KnowledgeGraph, receptor: str) -> frozenset[str]:
    """Return every place (structure or cell) that holds, or is, one where the receptor was shown to be expressed."""
    if "expressed" not in kg.memo:
        found: dict[str, set[str]] = {}
        for a in kg.assertions.values():
            if a.predicate == "expressed_in" and a.supported:
                places = found.setdefault(a.subject, set())
                for f in a.supporting:
                    stated = {a.object, f.cell, *f.places} - {""}
                    for place in stated:
                        places |= kg.wholes(place)
        kg.memo["expressed"] = {k: frozenset(v) for k, v in found.items()}
    made: dict[str, frozenset[str]] = kg.memo["expressed"]
    return made.get(receptor, frozenset())
