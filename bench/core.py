"""A synthetic typed graph of 3,000 nodes and 10,000 assertions with evidence: the size the shipped graph grows to.

Fixed seed. Degrees are uneven (a few hubs, as hormones are), places and experiments are drawn so that every rule of a
path has work to do.
"""

from __future__ import annotations

import random

from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Finding, Node, Reference

KINDS = (
    ("Hormone", 150), ("Neurotransmitter", 30), ("Receptor", 250), ("Gene", 700), ("CellType", 150), ("Mechanism", 700),
    ("Process", 400), ("Condition", 250), ("Intervention", 200), ("Stimulus", 50), ("Structure", 120),
)  # fmt: skip
SIGNAL_TO = {
    "Hormone": ("Receptor", "Receptor", "Mechanism", "Gene", "Process"),
    "Neurotransmitter": ("Receptor", "Mechanism"),
    "Receptor": ("Mechanism", "Mechanism", "Gene", "Neurotransmitter", "Process", "CellType"),
    "Gene": ("Mechanism", "Gene", "Process", "Neurotransmitter", "Hormone"),
    "CellType": ("Process", "Mechanism", "Hormone"),
    "Mechanism": ("Process", "Mechanism", "Gene", "Condition"),
    "Process": ("Process", "Condition"),
    "Condition": ("Process", "Hormone"),
    "Intervention": ("Receptor", "Condition", "Process"),
    "Stimulus": ("Hormone", "Process", "CellType"),
}


def core(nodes: int = 3000, assertions: int = 10000, seed: int = 7) -> KnowledgeGraph:
    rnd = random.Random(seed)
    scale = nodes / sum(n for _, n in KINDS)
    made: list[Node] = []
    by_kind: dict[str, list[str]] = {}
    for kind, count in KINDS:
        for i in range(max(2, round(count * scale))):
            node_id = f"{kind}:{i}"
            part = (f"Structure:{rnd.randrange(i)}",) if kind == "Structure" and i > 10 else ()
            grain = rnd.choice(("area", "nucleus", "nucleus", "organ", "crowded")) if kind == "Structure" else ""
            circulates = rnd.choice(("yes", "no", "no", "portal")) if kind in ("Hormone", "Neurotransmitter") else ""
            made.append(Node(node_id, kind, f"{kind.lower()} {i}", circulates=circulates, part_of=part, grain=grain))
            by_kind.setdefault(kind, []).append(node_id)

    def pick(kind: str) -> str:
        pool = by_kind[kind]
        return pool[int(len(pool) * rnd.random() ** 2)]

    findings: list[Finding] = []
    claims: set[tuple[str, str, str]] = set()
    numbers: dict[str, int] = {}
    chain: tuple[str, str, str, tuple[str, ...]] | None = None
    while len(claims) < assertions:
        # half of the claims go on from the last one, in the same experiment and place: the chains that papers show
        if chain and rnd.random() < 0.5 and chain[0].partition(":")[0] in SIGNAL_TO:
            subject, reference, letter, region = chain
        else:
            subject = pick(rnd.choices(list(SIGNAL_TO), [15, 4, 16, 20, 8, 20, 5, 3, 6, 3])[0])
            reference, letter = f"PMID:{rnd.randrange(1, assertions // 3)}", rnd.choice("abc")
            region = () if rnd.random() < 0.4 else (pick("Structure"),)
        kind = subject.partition(":")[0]
        expressed = kind == "Receptor" and rnd.random() < 0.2
        object_kind = "Structure" if expressed else rnd.choice(SIGNAL_TO[kind])
        object_ = pick(object_kind)
        ligand = object_kind == "Receptor" and kind in ("Hormone", "Neurotransmitter", "Intervention")
        predicate = "expressed_in" if expressed else "activates" if ligand else rnd.choice(("increases", "decreases"))
        if subject == object_ or (subject, predicate, object_) in claims:
            chain = None
            continue
        claims.add((subject, predicate, object_))
        chain = (object_, reference, letter, region)
        aspect = "activity" if object_kind in ("Gene", "CellType", "Hormone", "Neurotransmitter") else ""
        for _ in range(rnd.choice((1, 1, 1, 2, 3))):
            numbers[reference] = numbers.get(reference, 0) + 1
            findings.append(
                Finding(
                    id=f"{reference}#{numbers[reference]}",
                    subject=subject,
                    predicate=predicate,
                    aspect=aspect,
                    object=object_,
                    region=() if expressed else region,
                    cell="" if rnd.random() < 0.7 else pick("CellType"),
                    species=(rnd.choice(("rat", "mouse", "human")),),
                    sex=rnd.choice(("male", "female", "both")),
                    onset=rnd.choice(("", "s-min", "min-h", "d-wk")),
                    manipulation="added",
                    method=rnd.choice(("in vivo", "ex vivo", "randomized trial", "review")),
                    reference=reference,
                    experiment=(letter,),
                    read="abstract",
                    finding="A made result, told in one sentence with a number: 12 %.",
                )
            )
            reference = f"PMID:{rnd.randrange(1, assertions // 3)}"
    references = [Reference(r, f"Paper {r}", "Maker", "2000", pmid=r[5:]) for r in sorted({f.reference for f in findings})]
    return KnowledgeGraph(nodes=made, findings=findings, references=references)
