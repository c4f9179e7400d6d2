"""A smallest folder of tables that is valid in every rule, to be broken in one place by a test."""

import copy

from endoneuro.graph import schema
from endoneuro.graph.load import FINDINGS, NODE_TABLES, TABLES

COLUMNS = {
    **{spec.path.removesuffix(".tsv"): spec.columns for spec in (*NODE_TABLES.values(), *TABLES.values())},
    "findings/made": FINDINGS.columns,
}
_LABELS = {
    "CHEBI:1": "testol", "CHEBI:2": "ratol", "HGNC:1": "REC1", "HGNC:2": "MADE1", "CL:0000001": "test neuron",
    "UBERON:0000001": "test cortex", "UBERON:0000002": "test layer", "GO:0000001": "recall", "GO:0000002": "spine turnover",
    "endoneuro:gloom": "gloom",
}  # fmt: skip


def node(node_id, cls, **more):
    return {"id": node_id, "label": _LABELS.get(node_id, node_id), "class": cls, "description": "Made for a test.", **more}


def finding(finding_id, subject, predicate, aspect, object_, **more):
    return {
        "id": finding_id, "subject": subject, "subject_label": _LABELS.get(subject, ""), "predicate": predicate, "aspect": aspect,
        "object": object_, "object_label": _LABELS.get(object_, ""), "species": "rat", "sex": "male", "manipulation": "added",
        "result": "supports", "method": "in vivo", "reference": finding_id.rpartition("#")[0], "read": "abstract",
        "finding": f"Twelve rats, made for a test ({finding_id}).", "curator": "curator", "date": "2026-01-02", **more,
    }  # fmt: skip


def reference(reference_id, title, **more):
    return {
        "id": reference_id,
        "title": title,
        "first_author": "Maker",
        "year": "2001",
        "type": "primary",
        "retracted": "no",
        **more,
    }


def _prefix(name, pattern):
    return {"prefix": name, "iri": f"https://example.org/{name}/", "pattern": pattern, "meaning": "for a test"}


def _minimal():
    recall = {
        "region": "UBERON:0000002",
        "cell": "CL:0000001",
        "state": "GO:0000002|endoneuro:gloom",
        "onset_range": "PT5M/PT20M",
    }
    loop = (
        ("CHEBI:1", "activates", "", "HGNC:1", ""),
        ("HGNC:1", "increases", "", "GO:0000001", "UBERON:0000001"),
        ("GO:0000001", "decreases", "secretion", "CHEBI:1", ""),
    )
    return {
        "prefixes": [
            _prefix("CHEBI", r"\d+"), _prefix("CL", r"\d{7}"), _prefix("GO", r"\d{7}"), _prefix("HGNC", r"\d+"),
            _prefix("MESH", r"D\d+"), _prefix("PMID", r"[1-9]\d*"), _prefix("UBERON", r"\d{7}"), _prefix("endoneuro", "[a-z]+"),
        ],
        "nodes/hormone": [
            node("CHEBI:1", "steroid", synonyms="test hormone|T", circulates="yes", counterpart="CHEBI:2"),
            node("CHEBI:2", "steroid", circulates="yes", counterpart="CHEBI:1"),
        ],
        "nodes/receptor": [node("HGNC:1", "nuclear")],
        "nodes/gene": [node("HGNC:2", "enzyme")],
        "nodes/cell_type": [node("CL:0000001", "neuron", part_of="UBERON:0000002")],
        "nodes/structure": [
            node("UBERON:0000001", "brain", grain="organ"),
            node("UBERON:0000002", "brain", part_of="UBERON:0000001", grain="area"),
        ],
        "nodes/process": [node("GO:0000001", "cognition")],
        "nodes/mechanism": [node("GO:0000002", "synaptic")],
        "nodes/condition": [node("endoneuro:gloom", "symptom", xrefs="MESH:D1")],
        "findings/made": [
            finding("PMID:1#1", "CHEBI:1", "activates", "", "HGNC:1", experiment="a"),
            finding("PMID:1#2", "HGNC:1", "increases", "", "GO:0000001", experiment="a", **recall),
            finding("PMID:2#1", "CHEBI:1", "increases", "", "GO:0000001", via="HGNC:1", experiment="separate"),
            finding("PMID:2#2", "GO:0000001", "decreases", "secretion", "CHEBI:1", experiment="separate"),
            finding("PMID:3#1", "HGNC:2", "synthesizes", "", "CHEBI:2"),
        ],
        "references": [reference("PMID:1", "First"), reference("PMID:2", "Second"), reference("PMID:3", "Third"), reference("PMID:4", "Fourth")],
        "withdrawn": [finding("PMID:4#1", "CHEBI:2", "increases", "", "GO:0000001", reason="misread")],
        "checks": [
            {"finding": "PMID:1#1", "batch": "one", "predicate": "activates", "result": "supports", "species": "rat", "verdict": "agrees"},
            {"finding": "PMID:4#1", "batch": "one", "predicate": "decreases", "verdict": "withdrawn"},
        ],
        "loops": [{"name": "made loop", "axis": "HPA", "kind": "long", "sign": "-", "opened_by": "endoneuro:gloom", "references": "PMID:1"}],
        "loop_steps": [
            {"loop": "made loop", "step": str(i), **dict(zip(schema.LOOP_STEP_COLUMNS[2:], step, strict=True))}
            for i, step in enumerate(loop, 1)
        ],
    }  # fmt: skip


class MadeTables:
    """Tables as lists of rows; `save` writes them to the folder."""

    def __init__(self, root, tables=None):
        self.root = root
        self.tables = copy.deepcopy(_minimal() if tables is None else tables)

    def __getitem__(self, table):
        return self.tables.setdefault(table, [])

    def add(self, finding_id, subject, predicate, aspect, object_, **more):
        """Append a finding; its reference too, where it is new."""
        row = finding(finding_id, subject, predicate, aspect, object_, **more)
        self["findings/made"].append(row)
        if row["reference"] and row["reference"] not in {r["id"] for r in self["references"]}:
            self["references"].append(reference(row["reference"], f"Title of {row['reference']}"))

    def rename(self, node_id, label):
        """Give a node another label, wherever it is told."""
        for name, rows in self.tables.items():
            for row in rows:
                if name.startswith("nodes/") and row["id"] == node_id:
                    row["label"] = label
                for end in ("subject", "object"):
                    if row.get(f"{end}_label") and row[end] == node_id:
                        row[f"{end}_label"] = label

    def save(self):
        for name, rows in self.tables.items():
            file = self.root / f"{name}.tsv"
            file.parent.mkdir(parents=True, exist_ok=True)
            lines = ["\t".join(COLUMNS[name]), *("\t".join(row.get(c, "") for c in COLUMNS[name]) for row in rows)]
            file.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return self.root
