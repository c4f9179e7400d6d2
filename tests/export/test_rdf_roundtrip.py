"""Every serializer and every parser: the same graph comes back, whatever the strings in it."""

import json

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from endoneuro.export import parse_rdf
from endoneuro.export.jsonld import to_jsonld
from endoneuro.export.nanopub import to_nanopubs
from endoneuro.export.rdf import to_ntriples, to_trig, to_turtle
from endoneuro.export.rdf12 import to_rdf12
from endoneuro.export.read_rdf import read_rdf
from endoneuro.export.void import to_void
from endoneuro.graph import schema
from endoneuro.graph.curies import Prefix, Prefixes
from endoneuro.graph.errors import DataError, UnknownFormat
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Check, Finding, Loop, LoopStep, Node, Reference
from endoneuro.graph.same import differences

PREFIXES = Prefixes(
    {
        name: Prefix(name, f"https://example.org/{name}/", r".+", meaning)
        for name, meaning in (("CHEBI", "a 'thing'"), ("DOI", ""))
    }
)
WRITERS = {"turtle": to_turtle, "ntriples": to_ntriples, "trig": to_trig, "jsonld": to_jsonld}
ENGINES = ("pyoxigraph", "rdflib")
REIFIES = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies")
AWKWARD = [
    'a "quoted" one', "line\nbreak\r\n\ttab", "back\\slash\\", "]]>", "\u202eright to left \u05e9\u05dc\u05d5\u05dd", "\U0001f600",
    "''' \"\"\" '''", "<b>&amp;</b>", "x" * 5000, "\\u0041", "{| |} <<( )>>", "# no comment", "@prefix", "\ufeff", "a\u2028b\x85c",
    "trailing\\", '"', "\x7f\x01", "_:b0", "http://example.org/ a", "%20%", "true", "-1", " ", "caf\u00e9 cafe\u0301",
]  # fmt: skip
texts = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=20))
words = st.one_of(st.just(""), texts)
several = st.lists(texts, max_size=3).map(tuple)
locals_ = st.one_of(
    st.text("0123456789", min_size=1, max_size=4), st.text("aZ0%#?/<>\"{}|\\^` é()[];,.:~'", min_size=1, max_size=6)
)


@st.composite
def graphs(draw):
    """Draw a graph with hostile strings wherever a table may hold one."""
    kinds = draw(st.lists(st.sampled_from([*schema.KINDS]), min_size=2, max_size=5))
    names = draw(st.lists(locals_, min_size=len(kinds), max_size=len(kinds), unique=True))
    ids = [f"CHEBI:{name}" for name in names]
    some = st.lists(st.sampled_from(ids), max_size=3).map(tuple)
    nodes = [
        Node(
            i, kind, draw(texts), draw(several), draw(words), draw(some), draw(some), draw(several), draw(words), draw(words),
            draw(some), draw(words),
        )
        for i, kind in zip(ids, kinds, strict=True)
    ]  # fmt: skip
    papers = [f"DOI:{p}" for p in draw(st.lists(locals_, min_size=1, max_size=2, unique=True))]
    references = [Reference(p, *(draw(words) for _ in range(9))) for p in papers]
    place = st.lists(st.sampled_from([*ids, schema.SYSTEMIC, schema.WHOLE_BODY]), max_size=3).map(tuple)
    findings = []
    for number in range(draw(st.integers(1, 4))):
        subject, object_ = draw(st.sampled_from(ids)), draw(st.sampled_from(ids))
        findings.append(
            Finding(
                f"{draw(st.sampled_from(papers))}#{number}{draw(words)}", subject,
                draw(st.sampled_from([*schema.PREDICATES])), draw(st.sampled_from(["", *schema.ASPECTS])), object_,
                via=draw(st.sampled_from(["", *ids])), region=draw(place), cell=draw(st.sampled_from(["", *ids])),
                route=draw(words), route_test=draw(words), onset=draw(words), onset_range=draw(words), exposure=draw(words),
                species=draw(st.lists(st.one_of(st.sampled_from([*schema.SPECIES]), texts), max_size=3).map(tuple)),
                sex=draw(words), stage=draw(several), tested=draw(words),
                state=draw(st.lists(st.one_of(st.sampled_from(ids), texts), max_size=3).map(tuple)),
                manipulation=draw(words), dose=draw(words), result=draw(st.sampled_from(["supports", "no effect", "opposite"])),
                method=draw(st.one_of(st.sampled_from([*schema.METHODS]), words)), reference=draw(st.sampled_from(papers)),
                experiment=draw(several), study=draw(words), read=draw(words), finding=draw(words), curator=draw(words),
                date=draw(st.one_of(st.just("2026-01-31"), st.just("2026-02-30"), words)),
                subject_label=draw(words), object_label=draw(words),
            )
        )  # fmt: skip
    steps = tuple(
        LoopStep("a loop", n, f.subject, f.predicate, draw(st.sampled_from([f.aspect, ""])), f.object, draw(place))
        for n, f in enumerate(findings, 1)
    )
    name = draw(texts)
    loops = [Loop(name, draw(words), draw(words), -1, draw(several), tuple(papers), tuple(s_(s, name) for s in steps))]
    checks = [Check(f.id, draw(words), *(draw(words) for _ in range(6))) for f in findings for _ in range(2)]
    return KnowledgeGraph(nodes=nodes, findings=findings, references=references, loops=loops, checks=checks, prefixes=PREFIXES)


def s_(step, name):
    return LoopStep(name, step.step, step.subject, step.predicate, step.aspect, step.object, step.region)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(kg=graphs())
def test_every_serializer_and_parser_gives_the_same_triples(tmp_path, kg):
    seen = {}
    for name, write in WRITERS.items():
        file = tmp_path / f"g{parse_rdf.READS[name][0]}"
        file.write_bytes("".join(write(kg)).encode())
        for engine in ENGINES:
            seen[name, engine] = set(parse_rdf.parse(file, engine=engine))
    first = seen["ntriples", "pyoxigraph"]
    twelve = pyoxigraph.parse("".join(to_rdf12(kg)), format=pyoxigraph.RdfFormat.TURTLE)
    (tmp_path / "g12.nt").write_bytes(
        pyoxigraph.serialize((q for q in twelve if q.predicate != REIFIES), format=pyoxigraph.RdfFormat.N_TRIPLES)
    )
    seen["rdf12", "pyoxigraph"] = set(parse_rdf.parse(tmp_path / "g12.nt"))
    assert len(first) > 30
    assert {pair: found ^ first for pair, found in seen.items() if found != first} == {}


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(kg=graphs())
def test_both_parsers_read_nanopublications_and_the_description_alike(tmp_path, kg):
    for name, write in (("g.trig", to_nanopubs), ("g.ttl", to_void)):
        (tmp_path / name).write_bytes("".join(write(kg)).encode())
        one, other = (set(parse_rdf.parse(tmp_path / name, engine=engine)) for engine in ENGINES)
        assert len(one) > 15 and one == other


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(kg=graphs())
def test_an_equal_graph_comes_back(tmp_path, kg):
    for name, write in WRITERS.items():
        file = tmp_path / f"g{parse_rdf.READS[name][0]}"
        file.write_bytes("".join(write(kg)).encode())
        found = read_rdf(file)
        assert differences(kg, found.graph) == []
        assert (found.foreign, found.missing) == (0, 0), found.examples
        assert set(found.graph.assertions) == set(kg.assertions)


def test_differences_are_seen(small):
    def changed(**records):
        parts = {k: getattr(small, k) for k in ("loops", "checks", "prefixes")}
        parts |= {k: list(getattr(small, k).values()) for k in ("nodes", "findings", "references")}
        return KnowledgeGraph(**(parts | records))

    assert differences(small, changed()) == []
    nodes = list(small.nodes.values())
    assert differences(small, changed(nodes=[nodes[0]._replace(synonyms=nodes[0].synonyms[::-1]), *nodes[1:]])) == [
        "node CHEBI:1: synonyms differs"
    ]
    assert differences(small, changed(checks=[])) == ["check PMID:1#2 b1: only in the first"]
    loop = small.loops[0]
    other = Loop(loop.name, loop.axis, loop.kind, loop.sign, loop.opened_by, loop.references, loop.steps[:1])
    assert differences(small, changed(loops=[other])) == ["loop loop one: steps differs"]


@pytest.mark.parametrize("name", WRITERS)
def test_the_shipped_graph_comes_back(kg, tmp_path, name):
    file = tmp_path / f"g{parse_rdf.READS[name][0]}"
    file.write_text("".join(WRITERS[name](kg)), encoding="utf-8", newline="")
    found = read_rdf(file)
    assert differences(kg, found.graph) == []
    assert (found.foreign, found.missing) == (0, 0)
    assert found.triples > 50_000
    assert found.graph.prefixes.by_name == kg.prefixes.by_name


def test_rdflib_agrees_that_they_are_isomorphic(hostile):
    graphs = [
        rdflib.Graph().parse(data="".join(WRITERS[name](hostile)), format=parse_rdf.READS[name][2])
        for name in ("turtle", "ntriples", "jsonld")
    ]
    assert len(graphs[0]) > 200
    assert isomorphic(graphs[0], graphs[1]) and isomorphic(graphs[1], graphs[2])
    assert not any(isinstance(term, rdflib.BNode) for t in graphs[0] for term in t)


def test_same_bytes_twice_and_whatever_the_order_of_rows(small):
    again = KnowledgeGraph(
        nodes=reversed(list(small.nodes.values())),
        findings=reversed(list(small.findings.values())),
        references=reversed(list(small.references.values())),
        loops=small.loops,
        checks=reversed(small.checks),
        prefixes=small.prefixes,
    )
    for write in (*WRITERS.values(), to_rdf12):
        assert "".join(write(small)) == "".join(write(small)) == "".join(write(again))


def test_addresses_of_claims_are_stable(small):
    """The same claim has the same address in every release; this one must never change."""
    text = "".join(to_ntriples(small))
    assert "<https://w3id.org/endoneuro/assertion/54ef84b8d3e4> <http" in text


def test_ntriples_are_streamed(small):
    pieces = iter(to_ntriples(small))
    assert next(pieces).count("\n") < 20
    assert sum(1 for _ in pieces) > 50


def test_trig_keeps_direct_triples_apart(small):
    data = rdflib.Dataset().parse(data="".join(to_trig(small)), format="trig") or rdflib.Dataset()
    data = rdflib.Dataset()
    data.parse(data="".join(to_trig(small)), format="trig")
    claims = data.graph(rdflib.URIRef("https://w3id.org/endoneuro/graph/claims"))
    assert len(claims) == 8
    names = {str(g.identifier).rpartition("/")[2] for g in data.graphs() if len(g)}
    assert names >= {"vocabulary", "nodes", "claims", "assertions", "findings", "references", "loops", "checks"}


def test_rdf12_adds_one_reifier_for_each_claim(small):
    def parsed(text, form):
        return {(str(q.subject), str(q.predicate), str(q.object)) for q in pyoxigraph.parse(text, format=form)}

    plain = parsed("".join(to_ntriples(small)), pyoxigraph.RdfFormat.N_TRIPLES)
    more = parsed("".join(to_rdf12(small)), pyoxigraph.RdfFormat.TURTLE)
    assert plain <= more
    added = more - plain
    assert {p for _, p, _ in added} == {"<http://www.w3.org/1999/02/22-rdf-syntax-ns#reifies>"}
    assert len(added) == len(small.assertions)
    quoted = {o.removeprefix("<<( ").removesuffix(" )>>") for _, _, o in added}
    asserted = {" ".join(t) for t in plain}
    unsupported = sum(not a.supported for a in small.assertions.values())
    assert unsupported and len([q for q in quoted if q not in asserted]) == unsupported


def test_a_local_part_that_looks_like_an_address(tmp_path):
    kg = KnowledgeGraph(nodes=[Node("CHEBI://x", "Gene", "odd")], findings=[], references=[], prefixes=PREFIXES)
    file = tmp_path / "g.jsonld"
    file.write_text("".join(to_jsonld(kg)), encoding="utf-8")
    assert differences(kg, read_rdf(file).graph) == []


def test_jsonld_is_read_with_its_context(small):
    data = json.loads("".join(to_jsonld(small)))
    by_id = {record["id"]: record for record in data["@graph"]}
    assert by_id["CHEBI:1"]["label"] == "stresshormone" and "Hormone" in by_id["CHEBI:1"]["type"]
    finding = next(r for r in data["@graph"] if r["id"].endswith("finding/PMID%3A1%232"))
    assert finding["region"] == "UBERON:1" and finding["tier"] == 3


# What is not ours, and what is broken --------------------------------------------------------------------------


@pytest.mark.parametrize("engine", ENGINES)
def test_foreign_triples_are_kept_out_and_counted(small, tmp_path, monkeypatch, engine):
    monkeypatch.setattr(parse_rdf, "find_spec", lambda name: name == engine or None)
    file = tmp_path / "g.ttl"
    extra = "\n<http://example.org/a> <http://example.org/b> [ <http://example.org/c> 'x'@en ] .\nCHEBI:1 vocab:made_up 'y' .\n"
    file.write_text("".join(to_turtle(small)) + extra, encoding="utf-8")
    found = read_rdf(file)
    assert differences(small, found.graph) == []
    assert (found.foreign, found.missing) == (3, 0)
    assert any("made_up" in line for line in found.examples)


def test_missing_triples_are_counted(small, tmp_path):
    lines = "".join(to_ntriples(small)).splitlines(keepends=True)
    direct = [x for x in lines if "RO_" in x]
    assert direct
    file = tmp_path / "g.nt"
    file.write_text("".join(x for x in lines if x not in direct), encoding="utf-8")
    found = read_rdf(file)
    assert differences(small, found.graph) == [] and (found.foreign, found.missing) == (0, len(direct))


BROKEN = {
    "g.ttl": ("@prefix a: <http://a/> .\na:b a:c a:d .\na:b a:c ;;; 'x\n", 3),
    "g.nt": ("<http://a/b> <http://a/c> <http://a/d> .\n<http://a/b> .\n", 2),
    "g.trig": ("@prefix a: <http://a/> .\na:g {\n a:b a:c a:d .\n a:b a:c 'x\n}\n", 4),
    "g.jsonld": ('{"@context": {},\n"@id": "http://a/b"\n"http://a/c": 1}', 3),
}


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_names_its_line_and_reason(tmp_path, monkeypatch, name, engine):
    monkeypatch.setattr(parse_rdf, "find_spec", lambda found: found == engine or None)
    text, line = BROKEN[name]
    file = tmp_path / name
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as error:
        read_rdf(file)
    problem = error.value.problems[0]
    assert abs(problem.line - line) <= 1
    assert len(problem.message) > 5 and "\n" not in problem.message and str(problem).startswith(str(file))


def test_other_bad_files(small, tmp_path):
    def told(name, blob):
        (tmp_path / name).write_bytes(blob)
        with pytest.raises(DataError) as error:
            read_rdf(tmp_path / name)
        return error.value.problems[0].message

    assert "UTF-8" in told("l.ttl", b"<http://a/b> <http://a/c> '\xe9' .")
    assert "none of our records" in told("e.ttl", b"")
    assert "names a context to fetch (http://a.b/c)" in told("r.jsonld", b'{"@context": "http://a.b/c", "@id": "http://x/y"}')
    assert "nested" in told("d.jsonld", b"[" * 200_000)
    text = "".join(to_turtle(small))
    assert "which is no node of the file" in told(
        "n.ttl", text.replace("a biolink:ChemicalEntity", "a owl:Thing").replace("vocab:Hormone", "owl:Thing").encode()
    )
    assert "its claim lacks" in told("p.ttl", text.replace('vocab:predicate "activates"', 'vocab:predicate "tickles"').encode())
    with pytest.raises(DataError, match="cannot be read"):
        read_rdf(tmp_path / "none.ttl")
    with pytest.raises(UnknownFormat, match=r"\.trig"):
        read_rdf(tmp_path / "g.docx")
