"""Every format of tables and graphs: what is written is there again, the same each time, whatever the labels hold."""

import csv
import gc
import hashlib
import importlib.util
import json
import re
import sqlite3
import tempfile
import tracemalloc
import zipfile
from collections import Counter
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import endoneuro
from endoneuro.export import FORMATS, biolink, format_of, kgx, records, write
from endoneuro.export.loss import FIELDS, Found, compare, loss, truth, write_sidecar
from endoneuro.export.readback import READERS
from endoneuro.graph import schema
from endoneuro.graph.errors import BadQuestion, MissingExtra, UnknownFormat
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Node, Reference

_spec = importlib.util.spec_from_file_location("export_made", Path(__file__).with_name("conftest.py"))
made = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(made)
NAMES = (
    "kgx",
    "kgx-tsv",
    "kgx-extended",
    "kgx-extended-tsv",
    "sssom",
    "cx2",
    "graphml",
    "neo4j",
    "parquet",
    "sqlite",
    "datapackage",
)
WHOLE = ("parquet", "sqlite", "datapackage")
LINES = ("kgx-tsv", "kgx-extended-tsv", "sssom")
HOSTILE = (
    "quote \" and '",
    "new\nline and\r\nreturn",
    "tab\tinside",
    "]]> <b>&amp;</b>",
    "‮abc עברית العربية",
    "Ωμέγα 😀 é é",
    "long " * 4000,
    "=1+1;,\\",
    "# comment",
    " padded ",
)


def target(folder, name):
    return Path(folder) / f"graph{FORMATS[name].suffix}"


def by_field(report):
    return {(f.record, f.name): f for f in report.fields}


def digest(path):
    files = {p.name: p.read_bytes() for p in sorted(path.rglob("*"))} if path.is_dir() else {"": path.read_bytes()}
    return hashlib.sha256(repr(files).encode()).hexdigest()


def test_the_list_is_complete():
    assert set(NAMES) <= set(READERS) <= set(FORMATS)


@pytest.mark.parametrize("name", NAMES)
def test_bytes_are_the_same_each_time(small, tmp_path, name):
    shuffled = KnowledgeGraph(
        nodes=list(small.nodes.values())[::-1],
        findings=small.findings.values(),
        references=list(small.references.values())[::-1],
        loops=small.loops,
        checks=small.checks,
        prefixes=small.prefixes,
    )
    one, two = target(tmp_path, name), tmp_path / f"again{FORMATS[name].suffix}"
    write(small, one, format=name)
    write(shuffled, two, format=name)
    assert digest(one) == digest(two)
    write(small, one, format=name)
    assert digest(one) == digest(two)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_invented_and_much_is_carried(kg, name):
    report = loss(kg, name)
    assert report.checked > 10_000
    assert [f for f in report.fields if f.invented] == []
    assert all(f.carried + f.approximated + f.dropped == f.total for f in report.fields)
    if name in WHOLE:
        assert report.carried == report.checked
    if name not in ("sssom", "kgx", "kgx-tsv"):
        kept = [f for f in report.fields if f.record in ("node", "assertion")]
        assert len(kept) == 19 and all(f.carried == f.total for f in kept)
    if name != "sssom":
        fields = by_field(report)
        assert fields["node", "id"].carried == len(kg.nodes)
        assert fields["node", "label"].carried == len(kg.nodes)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_survive_or_are_reported(name, text):
    graph = made.make(text, text, text)
    fields = by_field(loss(graph, name))
    label = fields["node", "label"]
    broken = name in LINES and re.search(r"[\t\n\r]", text)
    kept = label.total if name != "sssom" else 1
    assert label.carried == kept - bool(broken)
    assert label.approximated == bool(broken)
    if name in (*WHOLE, "kgx-extended", "neo4j"):
        assert fields["finding", "finding"].carried == fields["finding", "finding"].total
        assert fields["reference", "title"].carried == 2
    if name in ("graphml", "cx2"):
        assert fields["finding", "finding"].dropped == 0


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="|"), min_size=1, max_size=30).filter(str.strip)


@settings(max_examples=15, deadline=None)
@given(st.lists(texts, min_size=6, max_size=6))
def test_any_text_comes_back_from_tables(words):
    label, synonym, title, finding, study, note = words
    nodes = [Node("CHEBI:1", "Hormone", label, (synonym,), "steroid"), Node("GO:1", "Process", title, (), "cognition")]
    row = made.finding(1, "CHEBI:1", "increases", "GO:1", finding=finding, study=study, stage=("adult",))
    graph = KnowledgeGraph(
        nodes=nodes, findings=[row], references=[Reference("PMID:1", title, note, "2000", pmid="1")], prefixes=made.prefixes()
    )
    for name in ("kgx-extended", "neo4j", *WHOLE):
        report = loss(graph, name)
        changed = [f for f in report.fields if f.carried < f.total or f.invented]
        assert changed == [], name
    for name in ("graphml", "cx2"):
        fields = by_field(loss(graph, name))
        readable = name == "cx2" or not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", label)
        assert fields["node", "label"].carried == 1 + (readable if name == "graphml" else 1) - (
            name == "graphml" and bool(re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", title))
        )


def test_lone_surrogates_do_not_stop_an_export(tmp_path):
    graph = made.make("bad\ud800name")
    for name in NAMES:
        path = write(graph, tmp_path / name, format=name)
        assert path.exists()
        assert by_field(loss(graph, name))["node", "label"].approximated == 1


# loss -----------------------------------------------------------------------------------------------------------


def test_loss_tells_carried_approximated_dropped_and_invented(small):
    ours, found = truth(small), truth(small)
    assert all(f.carried == f.total and not f.invented for f in compare("x", ours, found).fields)
    found.records["node"]["CHEBI:1"]["label"] = "other"
    del found.records["node"]["CHEBI:1"]["xrefs"]
    found.records["node"]["CHEBI:2"]["description"] = "made up"
    found.records["node"]["NEW:1"] = {}
    fields = by_field(compare("x", ours, found))
    assert (fields["node", "label"].carried, fields["node", "label"].approximated) == (8, 1)
    assert fields["node", "xrefs"].dropped == 1 and fields["node", "xrefs"].verdict == "dropped"
    assert fields["node", "description"].invented == 1
    assert fields["node", "id"].invented == 1


def test_loss_sees_values_that_lost_their_finding(small):
    empty = Found()
    row = small.findings["PMID:1#2"]
    claim = next(
        a.id for a in small.assertions.values() if (a.subject, a.object, a.predicate) == ("HGNC:1", "GO:1", "decreases")
    )
    empty.pool("finding", claim, {"region": row.region})
    fields = by_field(compare("x", truth(small), empty))
    assert (fields["finding", "region"].approximated, fields["finding", "region"].dropped) == (1, 2)
    assert fields["finding", "sex"].dropped == fields["finding", "sex"].total == len(small.findings)


def test_loss_counts_every_value_of_the_graph(small):
    made_of = truth(small).records
    assert sum(len(r) + 1 for kind in made_of.values() for r in kind.values()) == loss(small, "cx2").checked
    assert set(FIELDS) == set(made_of)


def test_the_strict_format_drops_what_biolink_has_no_place_for(small):
    fields = by_field(loss(small, "kgx"))
    for name in ("onset", "dose", "route", "exposure", "experiment", "finding"):
        assert fields["finding", name].dropped == fields["finding", name].total > 0
    unsupported = sum(not a.supported for a in small.assertions.values())
    assert fields["assertion", "id"].dropped == unsupported == 1


def test_the_sidecar(small, tmp_path):
    path = write(small, tmp_path / "g.graphml")
    report = loss(small, "graphml")
    side = write_sidecar(report, path)
    assert side.name == "g.graphml.loss.json"
    told = json.loads(side.read_text("utf-8"))
    assert told["checked"] == report.checked and {f["verdict"] for f in told["fields"]} >= {"carried", "dropped"}
    assert "finding curator" in report.text()


def test_loss_of_a_page_is_refused(small):
    for name in ("html", "markdown"):
        with pytest.raises(BadQuestion, match="graphml"):
            loss(small, name)
    with pytest.raises(UnknownFormat, match="graphml"):
        loss(small, "nonsense")


# each format ------------------------------------------------------------------------------------------------------


def read_lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def test_kgx_strict_is_biolink(kg, tmp_path):
    home = write(kg, tmp_path / "g.kgx")
    nodes, edges = read_lines(home / "nodes.jsonl"), read_lines(home / "edges.jsonl")
    assert len(nodes) == len(kg.nodes)
    ids = {n["id"] for n in nodes}
    claims = [e for e in edges if e["id"] in kg.assertions]
    assert len(claims) == sum(a.supported for a in kg.assertions.values())
    assert len({e["id"] for e in edges}) == len(edges)
    for e in edges:
        assert e["subject"] in ids and e["object"] in ids
        assert e["knowledge_level"] and e["agent_type"] and len(e["category"]) == 1
        assert set(e) <= set(kgx.EDGE_COLUMNS)
        assert "negated" not in e
    assert all(set(n) <= set(kgx.NODE_COLUMNS) for n in nodes)


def test_biolink_keeps_to_domain_and_range():
    assert biolink.predicate("treats", "Drug", "Disease") == "biolink:treats"
    assert biolink.predicate("treats", "Gene", "Disease") == "biolink:affects"
    assert biolink.predicate("expressed_in", "SmallMolecule", "Cell") == "biolink:located_in"
    assert biolink.predicate("is_a", "GeneFamily", "GeneFamily") == "biolink:related_to"


def test_biolink_tells_direction_aspect_and_mechanism(small):
    def edge(subject, predicate, object_, aspect=""):
        found = [
            a
            for a in small.assertions.values()
            if (a.subject, a.predicate, a.aspect, a.object) == (subject, predicate, aspect, object_)
        ]
        return biolink.edge(small, found[0])

    binds = edge("CHEBI:1", "activates", "HGNC:1")
    assert binds["causal_mechanism_qualifier"] == "activation"
    assert (binds["object_aspect_qualifier"], binds["object_direction_qualifier"]) == ("activity", "increased")
    uptake = edge("CHEBI:1", "increases", "CHEBI:5", "uptake")
    assert (uptake["object_aspect_qualifier"], uptake["object_direction_qualifier"]) == ("uptake", "increased")
    assert edge("HGNC:1", "decreases", "GO:1")["predicate"] == "biolink:acts_upstream_of_negative_effect"
    denied = edge("CHEBI:2", "affects", "GO:1")
    assert denied["negated"] is True


def test_a_qualifier_stands_only_if_it_holds_for_all(small):
    both = [
        made.finding(1, "CHEBI:1", "increases", "GO:1"),
        made.finding(2, "CHEBI:1", "increases", "GO:1", species=("human",)),
    ]
    for rows, species in ((both, None), (both[:1], "NCBITaxon:10116")):
        graph = KnowledgeGraph(
            nodes=made.nodes(), findings=rows, references=[Reference("PMID:1", "T", "S", "2000")], prefixes=made.prefixes()
        )
        (a,) = graph.assertions.values()
        assert biolink.edge(graph, a).get("species_context_qualifier") == species


def test_kgx_tsv_says_what_the_lines_say(small, tmp_path):
    for strict in ("kgx", "kgx-extended"):
        one, two = (
            write(small, tmp_path / strict, format=strict),
            write(small, tmp_path / f"{strict}-tsv", format=f"{strict}-tsv"),
        )
        for name in ("nodes", "edges"):
            rows = [r.split("\t") for r in (two / f"{name}.tsv").read_text("utf-8").split("\n")[:-1]]
            told = [{c: v for c, v in zip(rows[0], r, strict=True) if v} for r in rows[1:]]
            wanted = [
                {
                    k: "|".join(v) if isinstance(v, list) else str(v).lower() if isinstance(v, bool) else str(v)
                    for k, v in r.items()
                }
                for r in read_lines(one / f"{name}.jsonl")
            ]
            assert told == wanted and told


def test_sssom_never_claims_a_match(kg, tmp_path):
    text = write(kg, tmp_path / "g.sssom.tsv").read_text("utf-8")
    head, _, body = text.partition("\nsubject_id")
    rows = list(csv.DictReader(("subject_id" + body).split("\n"), delimiter="\t"))
    assert len(rows) == sum(len(set(n.xrefs)) for n in kg.nodes.values())
    assert {r["predicate_id"] for r in rows} == {"oboInOwl:hasDbXref"}
    declared = set(re.findall(r'#  "([^"]+)": ', head))
    assert {
        r[c].partition(":")[0] for r in rows for c in ("subject_id", "object_id", "predicate_id", "mapping_justification")
    } <= declared


def test_cx2_is_declared_and_styled(small, tmp_path):
    aspects = json.loads(write(small, tmp_path / "g.cx2").read_text("utf-8"))
    assert aspects[0] == {"CXVersion": "2.0", "hasFragments": False} and aspects[-1] == {"status": [{"success": True}]}
    parts = {k: v for a in aspects[1:-1] for k, v in a.items()}
    assert {m["name"]: m["elementCount"] for m in parts["metaData"]} == {k: len(v) for k, v in parts.items() if k != "metaData"}
    types = {"string": str, "list_of_string": list, "integer": int, "boolean": bool}
    for name in ("nodes", "edges"):
        declared = parts["attributeDeclarations"][0][name]
        for element in parts[name]:
            assert all(type(v) is types[declared[k]["d"]] for k, v in element["v"].items())
    style = parts["visualProperties"][0]["nodeMapping"]["NODE_BACKGROUND_COLOR"]["definition"]
    assert style["attribute"] == "kind"
    assert {m["v"]: m["vp"] for m in style["map"]} == {k.name: k.colour for k in schema.KINDS.values()}
    places = [(n["x"], n["y"]) for n in parts["nodes"]]
    assert len(set(places)) == len(places) == len(small.nodes)


def test_graphml_in_two_readers(small, kg, tmp_path):
    igraph = pytest.importorskip("igraph")
    for graph in (small, kg):
        path = write(graph, tmp_path / "g.graphml")
        one, two = nx.read_graphml(path, force_multigraph=True), igraph.Graph.Read_GraphML(str(path))
        assert one.number_of_edges() == two.ecount() == len(graph.assertions)
        assert {v["id"]: v["label"] for v in two.vs} == {n: d["label"] for n, d in one.nodes(data=True)}
        names = two.vs["id"]
        ends = Counter((names[e.source], names[e.target], e["predicate"], e["texts"]) for e in two.es)
        assert ends == Counter((s, t, d["predicate"], d.get("texts", "")) for s, t, d in one.edges(data=True))


def test_neo4j_files_hang_together(small, hostile, tmp_path):
    for i, graph in enumerate((small, hostile)):
        home = write(graph, tmp_path / f"g{i}.neo4j")
        command = (home / "import.sh").read_text("utf-8")
        assert set(re.findall(r"=(\w+\.csv)", command)) == {p.name for p in home.glob("*.csv")}
        tables = {}
        for file in home.glob("*.csv"):
            with file.open(encoding="utf-8", newline="") as stream:
                tables[file.name] = list(csv.DictReader(stream))
        known = [r["id:ID"] for rows in tables.values() for r in rows if "id:ID" in r]
        assert len(known) == len(set(known)) >= len(graph.nodes) + len(graph.findings) + len(graph.references)
        for name in ("claims.csv", "links.csv"):
            assert tables[name]
            assert all({r[":START_ID"], r[":END_ID"]} <= set(known) and r[":TYPE"] for r in tables[name])
        assert {r[":TYPE"] for r in tables["claims.csv"]} == {a.predicate.upper() for a in graph.assertions.values()}


def test_sqlite_is_sound_and_finds(small, kg, tmp_path):
    for graph in (small, kg):
        path = write(graph, tmp_path / "g.sqlite")
        database = sqlite3.connect(path)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
        for table in records.TABLES:
            assert database.execute(f'SELECT count(*) FROM "{table.name}"').fetchone()[0] == len(list(table.rows(graph)))
        database.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("INSERT INTO finding_places VALUES ('none', 'cell', 'none')")
        database.close()
    database = sqlite3.connect(path)
    query = "SELECT n.label FROM nodes n JOIN nodes_fts f ON f.rowid = n.rowid WHERE nodes_fts MATCH ? ORDER BY n.id"
    assert ("cortisol",) in database.execute(query, ("hydrocortisone",)).fetchall()
    claims = "SELECT count(*) FROM claims WHERE subject = 'cortisol'"
    assert database.execute(claims).fetchone()[0] == len(kg.out(kg.node("cortisol").id))
    database.close()


def test_parquet_keeps_types(small, tmp_path):
    pq = pytest.importorskip("pyarrow.parquet")
    home = write(small, tmp_path / "g.parquet")
    assert {p.stem for p in home.iterdir()} == {t.name for t in records.TABLES}
    findings = pq.read_table(home / "findings.parquet")
    assert str(findings.schema.field("region").type) == "list<element: string>"
    row = next(r for r in findings.to_pylist() if r["id"] == "PMID:1#2")
    assert row["region"] == ["UBERON:1"] and row["via"] is None and row["tier"] == 3


def test_parquet_says_which_extra_is_missing(small, tmp_path, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "pyarrow", None)
    with pytest.raises(MissingExtra, match=r"endoneuro\[parquet\]"):
        write(small, tmp_path / "g.parquet")
    assert not list(tmp_path.iterdir())


def test_the_data_package_describes_its_tables(small, tmp_path):
    home = write(small, tmp_path / "g.datapackage")
    package = json.loads((home / "datapackage.json").read_text("utf-8"))
    assert {r["path"] for r in package["resources"]} | {"datapackage.json"} == {p.name for p in home.iterdir()}
    names = {r["name"]: r for r in package["resources"]}
    for resource in package["resources"]:
        head = (home / resource["path"]).read_text("utf-8").split("\n")[0].split("\t")
        assert head == [f["name"] for f in resource["schema"]["fields"]]
        for key in resource["schema"].get("foreignKeys", ()):
            pointed = names[key["reference"]["resource"]]["schema"]["fields"]
            assert key["reference"]["fields"][0] in {f["name"] for f in pointed}
    predicates = next(f for f in names["assertions"]["schema"]["fields"] if f["name"] == "predicate")
    assert predicates["constraints"]["enum"] == list(schema.PREDICATES)


def test_the_report_tells_everything(small, hostile, hostile_text, tmp_path):
    text = write(small, tmp_path / "g.md").read_text("utf-8")
    assert all(f.finding in text for f in small.findings.values())
    assert all(a.id in text for a in small.assertions.values())
    assert "**Retracted.**" in text and "loop one" in text
    wild = write(hostile, tmp_path / "h.md").read_text("utf-8")
    assert "<img" not in wild.replace("\\<img", "") and "onerror" in wild
    answer = endoneuro.path(small, "stresshormone", "memory")
    assert "memory" in write(small, tmp_path / "a.md", answer=answer).read_text("utf-8")


# targets ------------------------------------------------------------------------------------------------------------


def test_formats_by_suffix_and_by_name(small, tmp_path):
    assert (
        format_of("x.KGX").name == "kgx" and format_of("x.kgx.zip").name == "kgx" and format_of("x.sssom.tsv").name == "sssom"
    )
    assert format_of("x.ttl", "kgx-tsv").name == "kgx-tsv"
    for bad in ("x.tsv", "x.zip", "x.graphml.zip", "x"):
        with pytest.raises(UnknownFormat, match=r"\.graphml"):
            format_of(bad)
    with pytest.raises(UnknownFormat, match="kgx-tsv"):
        format_of("x.ttl", "excel")
    with zipfile.ZipFile(write(small, tmp_path / "g.kgx.zip")) as archive:
        home = write(small, tmp_path / "g.kgx")
        assert {n: archive.read(n) for n in archive.namelist()} == {p.name: p.read_bytes() for p in home.iterdir()}


def peak(name, edges):
    """Return the most memory held while a graph of some edges is written, and the size of the file."""
    graph = made.make_large(300, edges)
    graph.out("CHEBI:1")
    with tempfile.TemporaryDirectory() as folder:
        path = target(folder, name)
        write(made.make(), path, format=name)
        collects = gc.isenabled()
        gc.enable()
        gc.collect()
        tracemalloc.start()
        write(graph, path, format=name)
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        if not collects:
            gc.disable()
        return used, sum(p.stat().st_size for p in path.rglob("*")) if path.is_dir() else path.stat().st_size


@pytest.mark.parametrize("name", ["kgx", "kgx-tsv", "kgx-extended", "kgx-extended-tsv", "graphml", "sssom", "datapackage"])
def test_memory_does_not_grow_with_the_file(name):
    (small, size), (large, larger) = peak(name, 2000), peak(name, 6000)
    if name == "sssom":
        assert larger == size
    else:
        assert larger > 2 * size
        assert (large - small) < 0.1 * (larger - size)


@pytest.mark.parametrize("name", ["ntriples", "turtle", "jsonld", "nanopub"])
def test_memory_is_flat_for_streamed_rdf(name):
    """Once the names that are remembered are as many as may be, a graph twice as large is written in the same memory."""
    (small, size), (large, larger) = peak(name, 6000), peak(name, 12_000)
    assert larger > 1.8 * size > 2_000_000
    assert (large - small) < 0.05 * (larger - size)


@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("graphml", {"experiment", "curator", "date"}),
        ("cx2", {"experiment", "curator", "date"}),
        ("neo4j", set()),
        ("kgx-extended", set()),
        ("kgx-extended-tsv", set()),
        (
            "kgx",
            {"via", "route", "route_test", "onset", "onset_range", "exposure", "sex", "stage", "state", "manipulation", "dose"}
            | {"result", "experiment", "read", "finding", "curator", "id", "region", "cell"},
        ),
    ],
)
def test_what_each_format_drops_of_a_finding(small, name, lost):
    fields = [f for f in loss(small, name).fields if f.record == "finding" and f.total]
    assert {f.name for f in fields if f.verdict == "dropped"} == lost
    assert len(fields) > len(lost) + 3
