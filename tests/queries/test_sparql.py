"""SPARQL: the example queries, the errors, the limits; both engines say the same."""

import csv
import io
import json
import re
import time

import pyoxigraph
import pytest
import rdflib
from made import finding, graph

from endoneuro.export.bindings import RESULTS
from endoneuro.graph.bindings import Bound
from endoneuro.graph.errors import BadQuestion, MissingExtra
from endoneuro.graph.model import claim_sign
from endoneuro.queries import sparql_engine
from endoneuro.queries.sparql_engine import ENGINES, examples, sparql

ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o }"


@pytest.fixture(scope="module")
def little():
    rows = [
        finding(1, "H:blood", "activates", "R:one"),
        finding(2, "R:one", "decreases", "P:memory", region=("S:ca1",), onset="s-min"),
        finding(3, "R:one", "decreases", "P:memory", result="no effect", reference="PMID:2"),
        finding(4, "H:blood", "increases", "P:recall", via="R:one", route="nongenomic", route_test="authors say"),
    ]
    made = graph(rows)
    homes = {n.id.partition(":")[0] for n in made.nodes.values()} | {"PMID"}
    from endoneuro.graph.curies import Prefix, Prefixes

    made.prefixes = Prefixes({h: Prefix(h, f"https://example.org/{h}/", r".+") for h in homes})
    return made


def values(found):
    return [tuple(t.value if t else None for t in row) for row in found.rows]


# The example queries, held against the graph itself ------------------------------------------------------------


def supported(kg):
    return [a for a in kg.assertions.values() if a.supported]


def label(kg, node):
    return kg.nodes[node].label


def receptors(kg, rows):
    want = {
        (label(kg, a.object), a.predicate)
        for a in supported(kg)
        if label(kg, a.subject) == "cortisol"
        and kg.nodes[a.object].kind == "Receptor"
        and a.predicate in ("activates", "inhibits", "potentiates", "blocks")
    }
    assert {r[1:] for r in rows} == want


def hormones(kg, rows):
    want = {}
    for f in kg.findings.values():
        if kg.nodes[f.subject].kind == "Hormone":
            want[label(kg, f.subject)] = want.get(label(kg, f.subject), 0) + 1
    assert {name: int(n) for name, n in rows} == want
    assert [int(n) for _, n in rows] == sorted((int(n) for _, n in rows), reverse=True)


def inside(kg, rows):
    def below(node, seen=()):
        return label(kg, node) == "hippocampus" or any(below(p, (*seen, node)) for p in parts.get(node, ()) if p not in seen)

    parts = {n.id: set(n.part_of) for n in kg.nodes.values()}
    for a in supported(kg):
        if a.predicate == "part_of":
            parts[a.subject].add(a.object)
    want = {(f.id, label(kg, r)) for f in kg.findings.values() for r in f.region if r in kg.nodes and below(r)}
    from urllib.parse import unquote

    assert {(unquote(f.rpartition("/")[2]), place) for f, place in rows} == want


def kinds(kg, rows):
    memory = kg.node("memory").id
    below = {n for n in kg.nodes if memory in kg.wholes(n) or n == memory}
    assert {k for k, _, _ in rows} <= {label(kg, n) for n in below}
    assert {r[1:] for r in rows if r[0] == "memory"} == {
        (label(kg, a.subject), a.predicate) for a in supported(kg) if a.object == memory
    }


def reached(kg, rows):
    start = next(n for n in kg.nodes if label(kg, n) == "cortisol")
    walked = (
        "activates",
        "inhibits",
        "potentiates",
        "blocks",
        "increases",
        "decreases",
        "affects",
        "inactivates",
        "sequesters",
        "precursor_of",
    )
    seen, stack = set(), [start]
    while stack:
        for a in kg.out(stack.pop()):
            if a.supported and a.predicate in walked and a.object not in seen:
                seen.add(a.object)
                stack.append(a.object)
    assert {r[0] for r in rows} == {label(kg, n) for n in seen if kg.nodes[n].kind == "Process"}


def nongenomic(kg, rows):
    want = sorted(f.route_test for f in kg.findings.values() if f.route == "nongenomic" and f.route_test)
    assert sorted(r[3] for r in rows) == want


def minutes(kg, rows):
    want = {
        (label(kg, f.subject), f.predicate, label(kg, f.object), f.onset)
        for f in kg.findings.values()
        if f.onset in ("ms-s", "s-min", "min-h") and f.supports
    }
    assert {r[:4] for r in rows} == want


def countered(kg, rows):
    want = sorted((len({f.id for f in a.supporting}), len({f.id for f in a.against})) for a in supported(kg) if a.against)
    assert sorted((int(r[4]), int(r[5])) for r in rows) == want


def opposite(kg, rows):
    signs = {}
    for a in supported(kg):
        signs.setdefault((label(kg, a.subject), label(kg, a.object), a.aspect), set()).add(claim_sign(a.predicate, a.aspect))
    assert set(rows) == {key for key, found in signs.items() if {1, -1} <= found}


def single(kg, rows):
    want = {}
    for a in supported(kg):
        if len({f.reference for f in a.supporting}) == 1:
            want[a.predicate] = want.get(a.predicate, 0) + 1
    assert {p: int(n) for p, n in rows} == want


def readings(kg, rows):
    assert {v: int(n) for v, n in rows} == {v: sum(c.verdict == v for c in kg.checks) for v in {c.verdict for c in kg.checks}}


def loops(kg, rows):
    names = {x.name for x in kg.loops}
    assert {r[0] for r in rows} <= names
    place = next(n for n in kg.nodes if label(kg, n) == "hypothalamus")
    want = {x.name for x in kg.loops if any(kg.inside(r, place) for s in x.steps for r in s.region)}
    assert {r[0] for r in rows} == want


def trials(kg, rows):
    want = {
        (label(kg, f.subject), f.predicate, label(kg, f.object))
        for f in kg.findings.values()
        if f.tier == 1 and "human" in f.species and f.supports
    }
    assert {r[:3] for r in rows} == want


def idle(kg, rows):
    acting = {a.subject for a in supported(kg) if a.predicate in ("increases", "decreases", "affects")}
    shown = {a.subject for a in supported(kg) if a.predicate == "expressed_in" and kg.nodes[a.subject].kind == "Receptor"}
    assert {r[0] for r in rows} == {label(kg, n) for n in shown - acting}


def edges(kg, rows):
    node = next(n for n in kg.nodes.values() if n.kind == "Receptor" and "GR" in (n.label, *n.synonyms))
    want = {a.id for a in supported(kg) if node.id in (a.subject, a.object)}
    claims = {"EN:" + s.rpartition("/")[2] for s, p, _ in rows if p.endswith("vocab/predicate")}
    assert claims == want


EXPECTED = {
    "receptors_of_a_hormone": receptors, "hormones_by_findings": hormones, "findings_inside_a_structure": inside,
    "kinds_of_a_process": kinds, "reached_from_a_hormone": reached, "nongenomic_effects": nongenomic,
    "effects_within_minutes": minutes, "claims_with_counter_evidence": countered, "opposite_signs": opposite,
    "claims_of_one_publication": single, "second_readings": readings, "loops_through_a_place": loops,
    "trials_in_people": trials, "receptors_without_effect": idle, "edges_of_a_receptor": edges,
}  # fmt: skip


def test_every_example_has_a_test_and_says_what_it_asks():
    assert set(examples()) == set(EXPECTED)
    assert len(EXPECTED) >= 12
    assert all(text.startswith("# ") for text in examples().values())
    assert sum("*" in t.split("WHERE", 1)[1] or ")+" in t for t in examples().values()) >= 3


@pytest.mark.parametrize("name", EXPECTED)
def test_an_example_query(kg, name):
    found = sparql(kg, examples()[name])
    assert found.rows
    EXPECTED[name](kg, values(found))


@pytest.mark.parametrize("name", [n for n, text in examples().items() if "ORDER BY" in text])
def test_the_order_of_an_example_leaves_no_choice_to_the_engine(kg, name):
    """Rows alike in all the columns the query sorts by are alike in the others as well."""
    found = sparql(kg, examples()[name])
    asked = re.findall(r"\?(\w+)", examples()[name].rpartition("ORDER BY")[2])
    places = [found.variables.index(v) for v in asked if v in found.variables]
    alike = {}
    for row in values(found):
        alike.setdefault(tuple(row[i] for i in places), set()).add(row)
    assert [rows for rows in alike.values() if len(rows) > 1] == []


# Engines -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXPECTED)
def test_both_engines_say_the_same(little, name):
    assert sparql(little, examples()[name]) == sparql(little, examples()[name], engine="rdflib")


@pytest.mark.parametrize(
    "query",
    [
        ALL, "SELECT ?s ?l { ?s a vocab:Node OPTIONAL { ?s rdfs:label ?l } }", "ASK { ?x vocab:onset 's-min' }", "ASK { ?x a vocab:Nope }",
        "CONSTRUCT { ?o vocab:of ?s } WHERE { ?s biolink:subject ?o }", "DESCRIBE H:blood", "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
        "SELECT ?a ?b { ?a RO:0018027/RO:0002305 ?b }", "SELECT ?x { ?x a vocab:Hormone } ORDER BY DESC(?x)", "SELECT ?x ?y { BIND (1 AS ?x) }",
    ],
)  # fmt: skip
def test_engines_agree(little, query):
    one, other = (sparql(little, query, engine=engine) for engine in ENGINES)
    if query.startswith("DESCRIBE"):  # what a description holds is the engine's choice
        assert one.rows and other.rows
    else:
        assert one == other


def test_a_query_sees_what_an_export_holds(little):
    from endoneuro.graph.triples import ntriples

    count = sparql(little, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0]
    assert count == Bound("literal", str("".join(ntriples(little)).count("\n")), "http://www.w3.org/2001/XMLSchema#integer")


def test_an_order_asked_for_is_kept_and_rows_are_sorted_otherwise(little):
    found = values(sparql(little, "SELECT ?x { ?x a vocab:Hormone }"))
    assert len(found) > 2 and found == sorted(found)
    assert values(sparql(little, "SELECT ?x { ?x a vocab:Hormone } ORDER BY DESC(?x)")) == found[::-1]


def test_without_the_extra_rdflib_answers(little, monkeypatch):
    monkeypatch.setattr(sparql_engine, "installed", lambda engine: engine == "rdflib")
    assert sparql(little, "ASK { ?x a vocab:Finding }").truth is True
    with pytest.raises(MissingExtra, match="endoneuro\\[oxigraph\\]"):
        sparql(little, "ASK {}", engine="pyoxigraph")
    with pytest.raises(BadQuestion, match="no SPARQL engine 'x'"):
        sparql(little, "ASK {}", engine="x")


# What goes wrong -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("query", "line"),
    [
        ("SELECT ?x WHERE { ?x a", 1),
        ("SELECT ?x\nWHERE { ?x ?y ?z }\nORDER BY (", 3),
        ("SELEC ?x { }", 1),
        ("", 1),
        ("DROP ALL", 1),
        ("\u0000", 1),
    ],
)
def test_a_malformed_query_is_one_line_with_its_place(little, engine, query, line):
    with pytest.raises(BadQuestion) as error:
        sparql(little, query, engine=engine)
    text = str(error.value)
    assert "\n" not in text and len(text) < 160
    assert text.startswith("line ") and ", column " in text
    assert abs(int(text.split()[1].rstrip(",")) - line) <= 1


@pytest.mark.parametrize("engine", ENGINES)
def test_an_unknown_prefix_is_named(little, engine):
    with pytest.raises(BadQuestion, match="line 2, column 4: unknown prefix 'nope'"):
        sparql(little, "SELECT ?x {\n?x nope:y ?z }", engine=engine)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://localhost:9/> { ?s ?p ?o } }", "SELECT * {service silent <http://localhost:9/> {}}",
        "SELECT * { \\u0053ERVICE <http://localhost:9/> { ?s ?p ?o } }", 'SELECT * { ?s ?p "\\"" SERVICE <http://localhost:9/> {} }',
        "SELECT * { ?s ?p '#' . SERVICE <http://localhost:9/> {} }", "# x\nSELECT * { SERVICE <http://localhost:9/> {} }",
        "SELECT * { ?s ?p <http://a/#b> . SERVICE ?x {} }", 'SELECT * { ?s ?p """"a""" . SERVICE ?x {} }',
        "SELECT * { SERVICE<http://localhost:9/>{} }",
    ],
)  # fmt: skip
def test_service_is_refused(little, query):
    with pytest.raises(BadQuestion, match="line \\d+, column \\d+: SERVICE asks another server"):
        sparql(little, query)


def test_service_is_tried_when_asked_for(little):
    with pytest.raises(BadQuestion) as error:
        sparql(little, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", allow_service=True)
    assert "SERVICE asks" not in str(error.value)


@pytest.mark.parametrize(
    "query", ["SELECT * FROM <http://localhost:9/x> { ?s ?p ?o }", "ASK FROM NAMED <http://localhost:9/x> {}"]
)
def test_other_data_is_refused(little, query):
    with pytest.raises(BadQuestion, match="FROM names other data"):
        sparql(little, query)


def test_the_words_service_and_from_elsewhere_are_no_matter(little):
    query = 'PREFIX from: <http://a/SERVICE#FROM> SELECT ?service ?from { ?service rdfs:label ?from . FILTER (?from != "SERVICE \\" FROM") } # FROM'
    assert sparql(little, query).rows
    assert (
        sparql(little, "SELECT ?x { ?x from:SERVICE ?y OPTIONAL { ?x vocab:service 'FROM' } }".replace("from:", "vocab:")).rows
        == ()
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_a_query_is_stopped_in_time_and_the_next_one_is_answered(little, engine):
    sparql(little, "ASK {}", engine=engine)
    started = time.perf_counter()
    with pytest.raises(BadQuestion, match=r"longer than 0\.5 seconds"):
        sparql(
            little, "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", limit_seconds=0.5, engine=engine
        )
    assert time.perf_counter() - started < 5
    assert sparql(little, "ASK {}", engine=engine).truth is True
    with pytest.raises(BadQuestion, match="no time"):
        sparql(little, "ASK {}", limit_seconds=0)


# Results -------------------------------------------------------------------------------------------------------


def test_results_as_table_csv_json_and_turtle(little):
    found = sparql(little, "SELECT ?x ?l { ?x a vocab:Receptor ; rdfs:label ?l }")
    table = RESULTS["table"](little, found)
    assert table.splitlines()[2] == "R:one  receptor one" and table.endswith("2 rows\n")
    rows = list(csv.reader(io.StringIO(RESULTS["csv"](little, found))))
    assert rows[0] == ["x", "l"] and rows[1] == ["https://example.org/R/one", "receptor one"]
    data = RESULTS["json"](little, found)
    assert json.loads(data)["results"]["bindings"][0]["l"] == {"type": "literal", "value": "receptor one"}
    assert len(list(pyoxigraph.parse_query_results(data, format=pyoxigraph.QueryResultsFormat.JSON))) == 2
    with pytest.raises(BadQuestion, match="CONSTRUCT"):
        RESULTS["turtle"](little, found)


def test_triples_as_turtle_and_json_come_back(little):
    query = "CONSTRUCT { ?s ?p ?o . ?s vocab:en 'x'@en , 1.5 } WHERE { ?s a vocab:Finding ; ?p ?o }"
    found = sparql(little, query)
    want = {tuple(t.value for t in row) for row in found.rows}
    for name, form in (("turtle", "turtle"), ("json", "json-ld")):
        g = rdflib.Graph().parse(data=RESULTS[name](little, found), format=form)
        assert len(g) == len(found.rows) > 40
        assert {(str(s), str(p)) for s, p, _ in g} == {(s, p) for s, p, _ in want}
    assert RESULTS["table"](little, found).endswith(f"{len(found.rows)} triples\n")


def test_a_yes_or_no(little):
    found = sparql(little, "ASK { ?x a vocab:Finding }")
    assert [RESULTS[f](little, found) for f in ("table", "csv")] == ["yes\n", "answer\r\ntrue\r\n"]
    assert json.loads(RESULTS["json"](little, found)) == {"head": {}, "boolean": True}
