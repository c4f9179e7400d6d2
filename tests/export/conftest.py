"""A small made-up graph: what the exporters must cope with, without the shipped tables."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from endoneuro.graph import schema
from endoneuro.graph.curies import Prefix, Prefixes
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Check, Finding, Loop, LoopStep, Node, Reference

IRIS = {
    "CHEBI": "http://purl.obolibrary.org/obo/CHEBI_",
    "HGNC": "https://identifiers.org/hgnc:",
    "GO": "http://purl.obolibrary.org/obo/GO_",
    "UBERON": "http://purl.obolibrary.org/obo/UBERON_",
    "CL": "http://purl.obolibrary.org/obo/CL_",
    "PMID": "https://pubmed.ncbi.nlm.nih.gov/",
    "DOI": "https://doi.org/",
    "EN": "https://w3id.org/endoneuro/assertion/",
    "endoneuro": "https://w3id.org/endoneuro/",
}
HOSTILE = "<img src=x onerror=alert(1)></script><!-- ]]> \" ' \\ \N{RIGHT-TO-LEFT OVERRIDE}abc \N{GRINNING FACE} {{ 7*7 }}"


def prefixes() -> Prefixes:
    return Prefixes({name: Prefix(name, iri, r"\S+") for name, iri in IRIS.items()})


def nodes(name: str = "stresshormone") -> list[Node]:
    return [
        Node(
            "CHEBI:1",
            "Hormone",
            name,
            ("ligand one", "SH"),
            "steroid",
            description="A made-up hormone.",
            circulates="yes",
            xrefs=("MESH:D1",),
        ),
        Node("CHEBI:2", "Hormone", "otherhormone", (), "peptide", is_a=("CHEBI:1",), counterpart=("CHEBI:1",)),
        Node("HGNC:1", "Receptor", "REC1", ("receptor one",), "nuclear"),
        Node("HGNC:2", "Gene", "GEN1", (), "enzyme"),
        Node("CHEBI:5", "Neurotransmitter", "serotonin", (), "monoamine"),
        Node("CL:1", "CellType", "pyramidal neuron", (), "neuron", part_of=("UBERON:1",)),
        Node("UBERON:1", "Structure", "hippocampus", (), "brain", grain="crowded"),
        Node("GO:1", "Process", "memory", ("remembering",), "cognition"),
        Node("endoneuro:lonely", "Condition", "nobody's syndrome", (), "symptom"),
    ]


def finding(number: int, subject: str, predicate: str, object_: str, **more: object) -> Finding:
    reference = str(more.pop("reference", "PMID:1"))
    values: dict[str, object] = {
        "species": ("rat",),
        "sex": "male",
        "method": "in vivo",
        "finding": f"Result {number}.",
        "curator": "someone",
        "date": "2026-01-02",
        "aspect": "",
        "read": "abstract",
    }
    values.update(more)
    return Finding(
        id=f"{reference}#{number}", subject=subject, predicate=predicate, object=object_, reference=reference, **values
    )  # type: ignore[arg-type]


def findings(text: str = "Memory got worse.") -> list[Finding]:
    return [
        finding(1, "CHEBI:1", "activates", "HGNC:1", region=("systemic",), method="binding assay"),
        finding(
            2,
            "HGNC:1",
            "decreases",
            "GO:1",
            finding=text,
            region=("UBERON:1",),
            cell="CL:1",
            onset="min-h",
            onset_range="PT15M/PT1H",
            dose="high",
            exposure="P2W",
            stage=("adult",),
            state=("HGNC:2", "a strain"),
            manipulation="blocked",
            experiment=("a",),
        ),
        finding(
            3,
            "CHEBI:1",
            "decreases",
            "GO:1",
            via="HGNC:1",
            reference="DOI:10.1/a<b>",
            route="nongenomic",
            route_test="authors say",
        ),
        finding(4, "CHEBI:1", "increases", "GO:1", species=("human",), sex="female", result="supports"),
        finding(5, "HGNC:1", "decreases", "GO:1", result="no effect", region=("whole body",), manipulation="mutated"),
        finding(6, "CHEBI:2", "affects", "GO:1", result="opposite", species=("yeti",)),
        finding(7, "CHEBI:1", "increases", "CHEBI:5", aspect="uptake"),
        finding(8, "CHEBI:1", "increases", "CHEBI:5", aspect="release"),
        finding(9, "HGNC:1", "expressed_in", "UBERON:1"),
        finding(10, "CHEBI:2", "is_a", "CHEBI:1"),
    ]


def make(name: str = "stresshormone", text: str = "Memory got worse.", title: str = "A study") -> KnowledgeGraph:
    steps = (
        LoopStep("loop one", 1, "CHEBI:1", "activates", "", "HGNC:1", ("systemic",)),
        LoopStep("loop one", 2, "HGNC:1", "decreases", "", "GO:1", ("UBERON:1",)),
    )
    return KnowledgeGraph(
        nodes=nodes(name),
        findings=findings(text),
        references=[
            Reference("PMID:1", title, "Smith", "2001", "J Test", "primary", "10.1/x(1)", "PMC1", "1", "no"),
            Reference("DOI:10.1/a<b>", "Another", "Jones", "1999", doi='10.1/a<b>"', retracted="yes"),
        ],
        loops=[Loop("loop one", "HPA", "long", -1, ("endoneuro:lonely", "a word"), ("PMID:1",), steps)],
        checks=[Check("PMID:1#2", "b1", "decreases", "supports", "rat", "agrees")],
        prefixes=prefixes(),
    )


@pytest.fixture
def small() -> KnowledgeGraph:
    return make()


@pytest.fixture
def hostile() -> KnowledgeGraph:
    return make(HOSTILE, HOSTILE, HOSTILE)


@pytest.fixture
def hostile_text() -> str:
    return HOSTILE


@pytest.fixture(scope="session")
def graph_named():
    """Return a maker of small graphs with a given hormone name."""
    return make


@pytest.fixture(scope="session")
def large() -> KnowledgeGraph:
    return make_large()


def make_large(count_nodes: int = 3000, count_edges: int = 10_000) -> KnowledgeGraph:
    """Return a graph of that size, the same each time."""
    kinds = [k for k in schema.KINDS if k not in ("Structure", "CellType")]
    made = [
        Node(f"CHEBI:{i}", kinds[i % len(kinds)], f"thing number {i}", (f"synonym {i}",)) for i in range(1, count_nodes + 1)
    ]
    rows, state = [], 12345
    for k in range(count_edges):
        ends = []
        for _ in range(2):
            state = (state * 1103515245 + 12345) % 2**31
            ends.append(1 + int(count_nodes * (state / 2**31) ** 2))
        rows.append(
            finding(k, f"CHEBI:{ends[0]}", ("increases", "decreases", "affects")[k % 3], f"CHEBI:{ends[1] % count_nodes + 1}")
        )
    return KnowledgeGraph(
        nodes=made, findings=rows, references=[Reference("PMID:1", "T", "S", "2000", pmid="1")], prefixes=prefixes()
    )


# the page in a real browser -----------------------------------------------------------------------------------

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
DESK = (1400, 900)


@pytest.fixture(scope="session")
def browser():
    if not Path(CHROMIUM).exists() and not shutil.which("chromium"):
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("apt-get install chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        where = CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium")
        started = playwright.chromium.launch(executable_path=where, args=ARGUMENTS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe():
    """The text of axe, from its package: what a page is held against for readers who do not see it."""
    if importlib.util.find_spec("axe_playwright_python") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("pip install axe-playwright-python")
    package = importlib.import_module("axe_playwright_python")
    return next(Path(package.__file__).parent.rglob("axe.min.js")).read_text("utf-8")


@pytest.fixture
def show(browser, tmp_path):
    """Open a page; at the end, nothing may have been requested or complained of."""
    contexts, trouble = [], []

    def open_page(text, size=DESK, scheme="light", fragment="", **more):
        file = tmp_path / f"page{len(contexts)}.html"
        file.write_text(text, "utf-8")
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, **more)
        contexts.append(context)
        page = context.new_page()
        page.on(
            "request",
            lambda r: (
                None
                if r.url.split("#")[0] == file.as_uri() or r.url.startswith(("data:", "blob:"))
                else trouble.append(f"request {r.url}")
            ),
        )
        page.on("console", lambda m: trouble.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: trouble.append(str(e)))
        page.on("dialog", lambda d: (trouble.append(f"dialog {d.message}"), d.dismiss()))
        page.goto(file.as_uri() + (f"#{fragment}" if fragment else ""))
        if "<script" in text:  # a frame holds its page escaped
            page.wait_for_selector("html[data-ready]", state="attached")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert trouble == []
