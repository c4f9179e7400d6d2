"""Graphs made for tests: by hand from short tuples, or by chance for hypothesis."""

from hypothesis import strategies as st

from endoneuro.graph import schema
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Finding, Node, Reference

PITUITARY = "UBERON:0000007"
#: Places: hippocampus (crowded) holds CA1 and CA3; hypothalamus holds PVN; pituitary stands alone.
PLACES = (
    Node("S:hip", "Structure", "hip", grain="crowded"),
    Node("S:ca1", "Structure", "ca1", part_of=("S:hip",), grain="area"),
    Node("S:ca3", "Structure", "ca3", part_of=("S:hip",), grain="area"),
    Node("S:hyp", "Structure", "hyp", grain="area"),
    Node("S:pvn", "Structure", "pvn", part_of=("S:hyp",), grain="nucleus"),
    Node(PITUITARY, "Structure", "pit", grain="organ"),
)
CELLS = (
    Node("C:neuron", "CellType", "neuron"),
    Node("C:pyr", "CellType", "pyr", is_a=("C:neuron",)),
    Node("C:glia", "CellType", "glia"),
)
INNER = (
    Node("H:blood", "Hormone", "blood hormone", is_a=("H:class",), circulates="yes", counterpart=("H:twin",)),
    Node("H:twin", "Hormone", "twin hormone", circulates="yes", counterpart=("H:blood",)),
    Node("H:class", "Hormone", "hormone class", circulates="yes"),
    Node("H:portal", "Hormone", "portal hormone", circulates="portal"),
    Node("H:local", "Hormone", "local hormone", circulates="no"),
    Node("N:glu", "Neurotransmitter", "glu", circulates="no"),
    Node("R:one", "Receptor", "receptor one"),
    Node("R:two", "Receptor", "receptor two"),
    Node("G:gene", "Gene", "gene"),
    Node("M:ltp", "Mechanism", "ltp"),
    Node("M:spine", "Mechanism", "spine"),
)
ENDS = (
    Node("P:memory", "Process", "memory process"),
    Node("P:recall", "Process", "recall process", is_a=("P:memory",)),
    Node("K:ill", "Condition", "illness"),
    Node("I:drug", "Intervention", "drug"),
)
NODES = (*PLACES, *CELLS, *INNER, *ENDS)
BY_ID = {n.id: n for n in NODES}


def finding(number, subject, predicate, object_, aspect="", **more):
    """Return a finding with sensible defaults; `number` makes its id unique."""
    fields = {
        "species": ("rat",), "sex": "male", "manipulation": "added", "result": "supports", "method": "in vivo", "read": "abstract",
        "reference": "PMID:1", "finding": "A made result for tests, with no numbers.",
    }  # fmt: skip
    fields.update(more)
    return Finding(
        id=f"{fields['reference']}#{number}", subject=subject, predicate=predicate, aspect=aspect, object=object_,
        subject_label=BY_ID[subject].label, object_label=BY_ID[object_].label, **fields,
    )  # fmt: skip


def graph(findings, nodes=NODES):
    """Return a graph of those findings."""
    references = {f.reference for f in findings}
    return KnowledgeGraph(
        nodes=nodes,
        findings=findings,
        references=[Reference(r, f"Paper {r}", "Maker", "2000", pmid=r[5:]) for r in sorted(references)],
    )


_SUBJECTS = (*INNER, *CELLS[:2], ENDS[3], PLACES[1])
_OBJECTS = (*INNER, *CELLS[:2], *ENDS[:3])
_CAUSAL = ("increases", "decreases", "affects")


@st.composite
def graphs(draw, most=14, least=3):
    """Draw a small graph in which every rule of a path has a chance to matter."""
    made = []
    regions = st.sampled_from(
        [
            (),
            (),
            ("S:hip",),
            ("S:ca1",),
            ("S:ca3",),
            ("S:hyp",),
            ("S:pvn",),
            (PITUITARY,),
            ("systemic",),
            ("whole body",),
            ("S:ca1", "S:pvn"),
        ]
    )
    for number in range(1, draw(st.integers(least, most)) + 1):
        kind = draw(st.sampled_from(["causal"] * 6 + ["ligand", "ligand", "via", "expressed", "projects", "precursor"]))
        via, aspect = "", ""
        if kind in ("causal", "via"):
            ligands = [n for n in _SUBJECTS if n.kind in ("Hormone", "Neurotransmitter", "Intervention")]
            subject = draw(st.sampled_from(ligands if kind == "via" else _SUBJECTS))
            object_ = draw(st.sampled_from([n for n in _OBJECTS if n.id != subject.id]))
            predicate = draw(st.sampled_from(_CAUSAL))
            aspects = [
                a.name
                for a in schema.ASPECTS.values()
                if object_.kind in a.kinds and a.name in ("release", "activity", "sensitivity", "uptake", "secretion")
            ]
            aspect = draw(st.sampled_from(aspects)) if aspects and object_.kind not in ("Process", "Condition") else ""
            if kind == "via":
                via = draw(st.sampled_from(["R:one", "R:two"]))
                if object_.id == via:
                    via = ""
        elif kind == "ligand":
            subject = draw(st.sampled_from([n for n in _SUBJECTS if n.kind in ("Hormone", "Neurotransmitter", "Intervention")]))
            object_ = BY_ID[draw(st.sampled_from(["R:one", "R:two"]))]
            predicate = draw(st.sampled_from(["activates", "blocks"]))
        elif kind == "expressed":
            subject = BY_ID[draw(st.sampled_from(["R:one", "R:two"]))]
            object_ = BY_ID[draw(st.sampled_from(["S:ca1", "S:hip", "S:pvn", "C:pyr"]))]
            predicate = "expressed_in"
        elif kind == "projects":
            subject, object_ = (
                BY_ID[draw(st.sampled_from(["S:pvn", "S:ca1"]))],
                BY_ID[draw(st.sampled_from(["S:hip", "S:hyp", "S:ca3"]))],
            )
            predicate = "projects_to"
        else:
            subject, object_ = BY_ID["H:blood"], BY_ID["H:local"]
            predicate = "precursor_of"
        made.append(
            finding(
                number,
                subject.id,
                predicate,
                object_.id,
                aspect,
                via=via,
                region=() if kind in ("expressed", "projects") else draw(regions),
                cell=draw(st.sampled_from(["", "", "C:neuron", "C:pyr", "C:glia"])) if kind != "projects" else "",
                species=(draw(st.sampled_from(["rat", "mouse", "human"])),),
                sex=draw(st.sampled_from(["male", "female", "both", "not reported"])),
                route=draw(st.sampled_from(["", "", "genomic", "nongenomic"])),
                method=draw(st.sampled_from(["in vivo", "ex vivo", "randomized trial", "review"])),
                result=draw(st.sampled_from(["supports"] * 5 + ["no effect"])),
                reference=draw(st.sampled_from(["PMID:1", "PMID:2", "PMID:3"])),
                experiment=draw(st.sampled_from([(), (), ("a",), ("b",), ("a", "b"), ("separate",)])),
            )
        )
    return graph(made)
