"""What a small frozen graph looks like in every form, to the letter; GOLDEN=write (make golden) writes the files anew."""

import json
import os
from pathlib import Path

import pytest

import endoneuro
from endoneuro.export.text import to_markdown, to_text
from endoneuro.graph.curies import Prefix, Prefixes
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Check, Finding, Loop, LoopStep, Node, Reference

GOLDEN = Path(__file__).parent / "golden"
NODES = (
    Node("CHEBI:1", "Hormone", "stressol", ("β-stressol", "ligand *one*"), "steroid", description="A made hormone.", circulates="yes", counterpart=("CHEBI:2",), xrefs=("MESH:D1",)),
    Node("CHEBI:2", "Hormone", "ratstressol", (), "steroid", circulates="yes", counterpart=("CHEBI:1",)),
    Node("CHEBI:3", "Hormone", "releasin", (), "neuropeptide", circulates="portal"),
    Node("CHEBI:4", "Neurotransmitter", "glutamate", (), "amino acid", circulates="no"),
    Node("CHEBI:5", "Intervention", "blockone", (), "drug"),
    Node("HGNC:1", "Receptor", "REC1", ("receptor <one>",), "nuclear"),
    Node("HGNC:2", "Gene", "GEN_1", (), "enzyme"),
    Node("CL:0000001", "CellType", "pyramidal neuron", (), "neuron", part_of=("UBERON:0000002",)),
    Node("UBERON:0000001", "Structure", "hippocampus", (), "brain", grain="crowded"),
    Node("UBERON:0000002", "Structure", "CA1", (), "brain", part_of=("UBERON:0000001",), grain="area"),
    Node("UBERON:0000003", "Structure", "hypothalamus", (), "brain", grain="area"),
    Node("GO:0000001", "Mechanism", "synaptic potentiation", (), "synaptic"),
    Node("GO:0000002", "Process", "memory", ("remembering",), "cognition", description="Keeping and finding again."),
    Node("GO:0000003", "Process", "memory retrieval", (), "cognition", is_a=("GO:0000002",)),
    Node("endoneuro:gloom", "Condition", "gloom", (), "symptom", xrefs=("MESH:D2",)),
)  # fmt: skip
ROWS = (
    ("PMID:1#1", "CHEBI:1", "activates", "", "HGNC:1", {"method": "binding assay", "species": ("human", "rat"), "sex": "not reported", "region": ("systemic",)}),
    ("PMID:1#2", "HGNC:1", "expressed_in", "", "UBERON:0000002", {"method": "expression mapping"}),
    ("PMID:2#1", "HGNC:1", "increases", "release", "CHEBI:4", {"region": ("UBERON:0000002",), "cell": "CL:0000001", "onset_range": "PT5M/PT20M", "experiment": ("a",), "method": "ex vivo", "route": "nongenomic", "route_test": "membrane-impermeable ligand"}),
    ("PMID:2#2", "CHEBI:4", "increases", "", "GO:0000001", {"region": ("UBERON:0000002",), "experiment": ("a",), "method": "ex vivo", "onset": "min-h"}),
    ("PMID:3#1", "GO:0000001", "increases", "", "GO:0000003", {"region": ("UBERON:0000001",), "stage": ("adult",), "exposure": "P3W", "state": ("endoneuro:gloom", "a strain")}),
    ("PMID:4#1", "CHEBI:1", "decreases", "", "GO:0000003", {"method": "human experiment", "species": ("human",), "sex": "both", "dose": "high", "onset": "min-h"}),
    ("PMID:4#2", "CHEBI:1", "decreases", "", "GO:0000003", {"method": "human experiment", "species": ("human",), "sex": "female", "result": "no effect", "dose": "low"}),
    ("PMID:5#1", "CHEBI:1", "decreases", "", "GO:0000003", {"method": "meta-analysis", "species": ("human",), "sex": "both"}),
    ("PMID:6#1", "CHEBI:1", "increases", "", "GO:0000003", {"via": "HGNC:1", "manipulation": "blocked", "onset": "h-d"}),
    ("PMID:6#2", "CHEBI:2", "increases", "", "GO:0000003", {}),
    ("PMID:7#1", "HGNC:1", "decreases", "secretion", "CHEBI:3", {"region": ("UBERON:0000003",), "onset": "h-d", "experiment": ("a",)}),
    ("PMID:7#2", "CHEBI:3", "increases", "secretion", "CHEBI:1", {"experiment": ("a",), "onset": "min-h"}),
    ("PMID:8#1", "CHEBI:5", "treats", "", "endoneuro:gloom", {"method": "randomized trial", "species": ("human",), "sex": "both"}),
    ("PMID:8#2", "CHEBI:5", "blocks", "", "HGNC:1", {"method": "review", "species": ("human",)}),
    ("PMID:8#3", "HGNC:2", "inactivates", "", "CHEBI:1", {"method": "review", "species": ("human",)}),
)  # fmt: skip
TITLES = {"1": "Binding of β-stressol", "2": "Fast & <direct> release", "3": "Potentiation *and* recall", "4": "Stressol before the test", "5": "Stressol and retrieval: a meta-analysis", "6": "Knock-out", "7": "Feedback", "8": "Blocking_one in gloom"}  # fmt: skip
PREFIXES = {
    "CHEBI": "CHEBI_",
    "HGNC": "HGNC_",
    "GO": "GO_",
    "CL": "CL_",
    "UBERON": "UBERON_",
    "MESH": "mesh/",
    "PMID": "pubmed/",
    "EN": "en/",
    "endoneuro": "endoneuro/",
}


@pytest.fixture(scope="module")
def frozen():
    """The frozen graph: change it, and every golden file changes."""
    base = {
        "species": ("rat",),
        "sex": "male",
        "manipulation": "added",
        "result": "supports",
        "method": "in vivo",
        "read": "abstract",
        "curator": "curator",
        "date": "2026-01-02",
    }
    labels = {n.id: n.label for n in NODES}
    findings = [
        Finding(
            id=i, subject=s, predicate=p, aspect=a, object=o, reference=i.partition("#")[0], subject_label=labels[s],
            object_label=labels[o], finding=f"In a made study of ten, row {i} of the frozen graph was seen (p < 0.05).", **{**base, **more},
        )
        for i, s, p, a, o, more in ROWS
    ]  # fmt: skip
    claims = [
        ("CHEBI:1", "activates", "", "HGNC:1"),
        ("HGNC:1", "decreases", "secretion", "CHEBI:3"),
        ("CHEBI:3", "increases", "secretion", "CHEBI:1"),
    ]
    steps = tuple(LoopStep("frozen loop", i, *c, ("UBERON:0000003",) if i == 2 else ()) for i, c in enumerate(claims, 1))
    return KnowledgeGraph(
        nodes=NODES,
        findings=findings,
        references=[
            Reference(f"PMID:{n}", t, "Maker", f"200{n}", "J Made", "primary", f"10.1/{n}", "", n, "no")
            for n, t in TITLES.items()
        ],
        loops=[Loop("frozen loop", "HPA", "long", -1, ("endoneuro:gloom",), ("PMID:7",), steps)],
        checks=[Check("PMID:2#1", "one", "increases", "supports", "rat", "agrees", "", "2026-01-03")],
        prefixes=Prefixes({name: Prefix(name, f"https://example.org/{tail}", r"\S+") for name, tail in PREFIXES.items()}),
    )


ASKED = {
    "path": lambda kg: endoneuro.path(kg, "stressol", "memory"),
    "path_missing": lambda kg: endoneuro.path(kg, "glutamate", "gloom", filters=endoneuro.Filters(sex="female", strict=True)),
    "downstream": lambda kg: endoneuro.downstream(kg, "stressol"),
    "loops": lambda kg: endoneuro.loops(kg, through="REC1"),
    "evidence": lambda kg: endoneuro.evidence(kg, "stressol", "memory"),
    "show": lambda kg: endoneuro.show(kg, "stressol"),
}
FORMS = {
    "txt": lambda kg, answer: to_text(kg, answer, width=100),
    "md": to_markdown,
    "json": lambda kg, answer: json.dumps(answer.to_dict(kg), ensure_ascii=False, indent=2) + "\n",
}


def same_as(name, made):
    file = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        file.write_text(made, encoding="utf-8", newline="\n")
    assert file.exists(), f"{name} is not there; write it with 'make golden' and look at it"
    told = file.read_text(encoding="utf-8").splitlines()
    assert made.splitlines() == told, f"{name} differs; if that is meant, run 'make golden' and look at the diff"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("question", ASKED)
def test_answers(frozen, question, form):
    same_as(f"{question}.{form}", FORMS[form](frozen, ASKED[question](frozen)))


def test_turtle(frozen, tmp_path):
    same_as("graph.ttl", endoneuro.write(frozen, tmp_path / "graph.ttl").read_text(encoding="utf-8"))


def test_no_golden_file_is_left_over():
    assert {f.name for f in GOLDEN.iterdir()} == {f"{q}.{f}" for q in ASKED for f in FORMS} | {"graph.ttl"}
