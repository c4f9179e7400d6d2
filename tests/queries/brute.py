"""Paths the slow way: every sequence of claims, every choice of rows, each judged by the rules as written.

Shares no code with `queries/`: nesting, places, joins, grades and keys are computed here afresh from the tables.
"""

import itertools
import math

from endoneuro.graph import schema

INNER = {"Hormone", "Receptor", "Gene", "Neurotransmitter", "Mechanism", "CellType"}
PITUITARY = "UBERON:0000007"


def inside(kg, a, b):
    if a == b:
        return True
    node = kg.nodes.get(a)
    if node is None:
        return False
    up = node.is_a if node.kind == "CellType" else node.is_a + node.part_of
    return any(kg.nodes[p].kind == node.kind and inside(kg, p, b) for p in up)


def nested(kg, a, b):
    return b if inside(kg, b, a) else a if inside(kg, a, b) else None


def meets(kg, place, finding):
    regions, cell = place
    stated = set(finding.region) - {"systemic", "whole body"} or None
    if stated is not None:
        if regions is None:
            regions = stated
        else:
            regions = {n for p in regions for q in stated if (n := nested(kg, p, q))} if regions != stated else stated
            if not regions:
                return None
    if finding.cell:
        if not cell:
            cell = finding.cell
        else:
            cell = nested(kg, cell, finding.cell)
            if cell is None:
                return None
    return (None if regions is None else set(regions), cell)


def travel(kg, place, node, aspect):
    if node.kind not in ("Hormone", "Neurotransmitter") or aspect == "sensitivity":
        return place
    regions, _ = place
    if node.circulates == "yes" or regions is None:
        return (None, "")
    if node.circulates == "portal":
        return (regions | {PITUITARY}, "")
    wider = set(regions)
    for f in kg.findings.values():
        if f.predicate == "projects_to" and f.result == "supports" and any(inside(kg, f.subject, r) for r in regions):
            wider.add(f.object)
    return (wider, "")


def walkable(kg):
    """(subject, predicate, aspect, object) -> rows (finding, part) that support it."""
    claims = {}
    supported_ligand = {}
    for f in kg.findings.values():
        if f.result == "supports" and not f.via and schema.PREDICATES[f.predicate].group == "ligand":
            supported_ligand[f.subject, f.object] = min(supported_ligand.get((f.subject, f.object), f.predicate), f.predicate)
    for f in kg.findings.values():
        if f.result != "supports" or not schema.PREDICATES[f.predicate].walked:
            continue
        if not f.via:
            claims.setdefault((f.subject, f.predicate, f.aspect, f.object), []).append((f, "claim"))
            continue
        binds = supported_ligand.get((f.subject, f.via)) or family_binds(kg, supported_ligand, f) or "activates"
        sign = schema.PREDICATES[f.predicate].sign
        effect = "affects" if sign is None else "increases" if sign * schema.PREDICATES[binds].sign > 0 else "decreases"
        claims.setdefault((f.subject, binds, "", f.via), []).append((f, "ligand"))
        claims.setdefault((f.via, effect, f.aspect, f.object), []).append((f, "effect"))
    return claims


def family_binds(kg, supported_ligand, f):
    """How a class or a member of it binds the receptor, or one above or below it; the first by name."""
    return min((p for (s, r), p in supported_ligand.items() if nested(kg, s, f.subject) and nested(kg, r, f.via)), default=None)


def kept_away(kg, ligand, then):
    """Whether an enzyme keeps a ligand from an effect of its receptor, and another ligand has the effect."""
    told = {(f.subject, f.predicate, f.aspect, f.object) for f in kg.findings.values() if f.result == "supports"}
    if not any(c[1] == "inactivates" for c in told):
        return False
    told |= set(walkable(kg))
    way = {c: (schema.PREDICATES[c[1]].sign or 0) * (-1 if c[2] in ("uptake", "degradation") else 1) for c in told}
    wanted = way[ligand] * way[then]
    if not wanted:
        return False

    def loses(enzyme, messenger):
        did = {c[1] for c in told if c[0] == enzyme and inside(kg, messenger, c[3])}
        return "inactivates" in did and "synthesizes" not in did

    def same(a, b):
        return a == b or bool(nested(kg, a, b)) or b in kg.nodes[a].counterpart

    for enzyme in {c[0] for c in told if c[1] == "inactivates" and loses(c[0], ligand[0])}:
        if not any(c[0] == enzyme and c[2:] == then[2:] and way[c] == -wanted for c in told):
            continue
        for other in told:
            if schema.PREDICATES[other[1]].group != "ligand" or other[3] != ligand[3] or way[other] * way[then] != wanted:
                continue
            if same(ligand[0], other[0]) or loses(enzyme, other[0]):
                continue
            if any(c[0] == other[0] and c[2:] == then[2:] and way[c] == wanted for c in told):
                return True
    return False


def join_of(kg, claim, row, then, after):
    (f, part), (g, other) = row, after
    if f.id == g.id and part != "claim" and other != "claim":
        return "shown"
    primary = all(schema.METHODS[x.method].primary for x in (f, g))
    if primary and f.reference == g.reference and (set(f.experiment) & set(g.experiment)) - {"separate"}:
        return "shown"
    if schema.PREDICATES[claim[1]].group == "ligand" and kg.nodes[claim[3]].kind == "Receptor":
        places = set()
        for h in kg.findings.values():
            if h.predicate == "expressed_in" and h.result == "supports" and h.subject == claim[3]:
                places |= ({h.object, h.cell} | set(h.region)) - {"", "systemic", "whole body"}
        stated = [r for r in g.region if r not in ("systemic", "whole body")]
        wanted = stated or ([g.cell] if g.cell else [])
        if any(inside(kg, p, w) for p in places for w in wanted) and not kept_away(kg, claim, then):
            return "shown"
    for region in set(f.region) & set(g.region):
        if region in ("systemic", "whole body"):
            continue
        grain = kg.nodes[region].grain
        if grain in ("area", "nucleus") or (grain == "crowded" and f.cell and f.cell == g.cell):
            return "placed"
    return "bridge"


def all_paths(
    kg, starts, ends, *, hops, grade, row_ok=lambda claim, f: True, last_ok=lambda f: True, via=(), avoid=(), using=()
):
    """Return (key, claims, rows) of the best rows of every sequence of claims, best sequence first.

    `via`: sets of nodes, one of each stands between the ends; `avoid`: nodes nowhere on it; `using`: sets of assertion
    ids, one of each is a step.
    """
    claims = walkable(kg)
    kept = {}
    for claim, rows in claims.items():
        fine = [r for r in rows if row_ok(claim, r[0])]
        if fine:
            kept[claim] = fine
    ids = {(a.subject, a.predicate, a.aspect, a.object): a.id for a in kg.assertions.values()}
    out, into = {}, {}
    for a in kg.assertions.values():
        if any(r.finding.result == "supports" for r in a.rows):
            out.setdefault(a.subject, set()).add(a.object)
            into.setdefault(a.object, set()).add(a.subject)
    hub = {n: round(400 * (math.log(len(out[n])) + math.log(len(into[n])))) for n in set(out) & set(into)}

    def ligand(claim):
        return schema.PREDICATES[claim[1]].group == "ligand" and kg.nodes[claim[3]].kind == "Receptor"

    def summary(claim):
        source = schema.PREDICATES[claim[1]].group == "source and fate" or claim[2] in ("synthesis", "secretion")
        return (
            kg.nodes[claim[0]].kind in ("Hormone", "Neurotransmitter") and kg.nodes[claim[3]].kind != "Receptor" and not source
        )

    def sequences(so_far, at, visited, used):
        for claim in kept:
            if claim[0] != at or claim[3] in visited:
                continue
            if kg.nodes[claim[3]].kind in ("Hormone", "Neurotransmitter") and any(
                claim[3] in kg.nodes[v].counterpart or nested(kg, claim[3], v) for v in visited
            ):
                continue
            cost = used + (0 if ligand(claim) else 1)
            if cost > hops:
                continue
            here = (*so_far, claim)
            if claim[3] in ends:
                yield here
            if kg.nodes[claim[3]].kind in INNER:
                yield from sequences(here, claim[3], visited | {claim[3]}, cost)

    results = []
    for start in starts:
        for seq in sequences((), start, {start}, 0):
            nodes = [start, *(c[3] for c in seq)]
            if set(nodes) & set(avoid) or not all(set(nodes[1:-1]) & set(wanted) for wanted in via):
                continue
            if not all({ids[c] for c in seq} & set(wanted) for wanted in using):
                continue
            best = None
            options = [list(itertools.product(kept[c], repeat=2)) for c in seq]
            for choice in itertools.product(*options):
                place = (None, "")
                fine = True
                for i, (claim, (left, right)) in enumerate(zip(seq, choice, strict=True)):
                    for row in (left, right):
                        place = meets(kg, place, row[0])
                        if place is None:
                            fine = False
                            break
                    if not fine:
                        break
                    if i < len(seq) - 1:
                        place = travel(kg, place, kg.nodes[claim[3]], claim[2])
                if not fine or not all(last_ok(r[0]) for r in choice[-1]):
                    continue
                joins = [join_of(kg, seq[i], choice[i][1], seq[i + 1], choice[i + 1][0]) for i in range(len(seq) - 1)]
                bridges, placed = joins.count("bridge"), joins.count("placed")
                if {"A": bridges + placed > 0, "B": bridges > 0, "C": bridges > 1, "D": False}[grade]:
                    continue
                rows = [r for pair in choice for r in pair]
                one = {r[0].id for r in rows}
                direct = len(one) == 1 and (
                    len(seq) == 1 or (len(seq) == 2 and rows[0][1] == "ligand" and rows[-1][1] == "effect")
                )
                studies = min(len({(f.study or f.reference) for f, _ in kept[c]}) for c in seq)
                key = (
                    0 if direct else 1, bridges, sum(summary(c) for c in seq), placed, max(r[0].tier for r in rows), -studies,
                    sum(0 if ligand(c) else 1 for c in seq), sum(hub.get(c[3], 0) for c in seq[:-1]),
                    tuple(ids[c] for c in seq), sum(left != right for left, right in choice), tuple(r[0].id for r in rows),
                )  # fmt: skip
                if best is None or key < best[0]:
                    best = (key, seq, choice)
            if best:
                results.append(best)
    results.sort(key=lambda r: r[0])
    return results
