"""Turtle: valid, deterministic, complete, and the same graph as one built with rdflib by other means."""

import re
from urllib.parse import quote

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import isomorphic
from rdflib.namespace import DC, DCTERMS, OWL, PROV, RDF, RDFS, SKOS, VOID

import endoneuro
from endoneuro.export import rdf, write
from endoneuro.graph import schema
from endoneuro.graph.errors import CannotWrite, DataError, UnknownFormat
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Node, assertion_id
from endoneuro.graph.vocab import terms

V = rdflib.Namespace("https://w3id.org/endoneuro/vocab/")
BL = rdflib.Namespace("https://w3id.org/biolink/vocab/")
OBO = rdflib.Namespace("http://purl.obolibrary.org/obo/")
XSD = rdflib.Namespace("http://www.w3.org/2001/XMLSchema#")
BIBO = rdflib.Namespace("http://purl.org/ontology/bibo/")
PRISM = rdflib.Namespace("http://prismstandard.org/namespaces/basic/2.0/")
DBXREF = rdflib.URIRef("http://www.geneontology.org/formats/oboInOwl#hasDbXref")
FABIO = rdflib.Namespace("http://purl.org/spar/fabio/")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
IDOT = rdflib.Namespace("http://identifiers.org/idot/")
HOME = "https://w3id.org/endoneuro/"
L = rdflib.Literal
#: What stands for a region where there is none to name, and its term.
NO_PLACE = {"systemic": "systemic", "whole body": "whole_body"}


def to_turtle(kg):
    return "".join(rdf.to_turtle(kg))


def ranks(column, values):
    """How the order of several values is told, by another way than the code under test."""
    kept = sorted(dict.fromkeys(values))
    return [] if kept == list(values) else [L(f"{column} " + " ".join(str(kept.index(v)) for v in values))]


def parse(text):
    return rdflib.Graph().parse(data=text, format="turtle")


def iri(kg, curie):
    """Expand an identifier without the code under test."""
    prefix, _, local = curie.partition(":")
    known = {"RO": str(OBO) + "RO_", "BFO": str(OBO) + "BFO_", "ECO": str(OBO) + "ECO_", "NCBITaxon": str(OBO) + "NCBITaxon_"}
    known |= {"biolink": str(BL), "rdfs": str(RDFS)} | {n: p.iri for n, p in kg.prefixes.by_name.items()}
    return rdflib.URIRef(
        re.sub(r'[\x00-\x20<>"{}|\\^`]', lambda m: quote(m.group()), known[prefix] + local.replace("%", "%25"))
    )


def finding_iri(finding_id):
    return rdflib.URIRef("https://w3id.org/endoneuro/finding/" + quote(finding_id, safe=""))


def relation(a):
    """The relation a direct triple must name: that of the sign of the claim, where the claim is about an aspect."""
    if a.aspect and schema.ASPECTS[a.aspect].sign < 0 and a.predicate in ("increases", "decreases"):
        return {"increases": "RO:0002305", "decreases": "RO:0002304"}[a.predicate]
    return schema.PREDICATES[a.predicate].ro


def direct(kg):
    return {
        (iri(kg, a.subject), iri(kg, relation(a)), iri(kg, a.object))
        for a in kg.assertions.values()
        if any(r.finding.result == "supports" for r in a.rows)
    }


def built(kg):
    """The whole graph again, triple by triple, through rdflib."""
    g = rdflib.Graph()
    add = lambda *t: g.add(t)  # noqa: E731
    home = rdflib.URIRef("https://w3id.org/endoneuro/")
    add(home, RDF.type, VOID.Dataset)
    add(home, DCTERMS.license, rdflib.URIRef("https://creativecommons.org/publicdomain/zero/1.0/"))
    add(home, DCTERMS.title, L("endoneuro, a curated knowledge graph of endocrine neuromodulation"))
    add(home, VOID.entities, L(len(kg.nodes)))
    for vocabulary in (BL, V):
        add(home, VOID.vocabulary, rdflib.URIRef(vocabulary))
    for name, p in kg.prefixes.by_name.items():
        me = rdflib.URIRef(HOME + "prefix/" + name)
        add(home, SH.declare, me)
        add(me, RDF.type, SH.PrefixDeclaration)
        add(me, SH.prefix, L(name))
        add(me, SH.namespace, L(p.iri, datatype=XSD.anyURI))
        add(me, IDOT.idRegexPattern, L(p.pattern))
    for name, what, meaning in terms():
        add(V[name], RDF.type, OWL[what.split(":")[1]])
        add(V[name], RDFS.comment, L(meaning))
        add(V[name], RDFS.label, L(name.replace("_", " ")))
        if name in schema.KINDS:
            add(V[name], RDFS.subClassOf, iri(kg, schema.KINDS[name].biolink))
            add(V[name], RDFS.subClassOf, V.Node)
    for n in kg.nodes.values():
        me = iri(kg, n.id)
        add(me, RDF.type, V[n.kind])
        add(me, RDF.type, iri(kg, schema.KINDS[n.kind].biolink))
        add(me, RDFS.label, L(n.label))
        for p, values in (
            (SKOS.altLabel, n.synonyms),
            (DBXREF, n.xrefs),
            (SKOS.definition, [n.description] if n.description else []),
        ):
            for value in values:
                add(me, p, L(value))
        for p, values in ((RDFS.subClassOf, n.is_a), (OBO.BFO_0000050, n.part_of), (V.counterpart, n.counterpart)):
            for value in values:
                add(me, p, iri(kg, value))
        for p, value in ((V["class"], n.cls), (V.circulates, n.circulates), (V.grain, n.grain)):
            if value:
                add(me, p, L(value))
        for column in ("synonyms", "xrefs", "is_a", "part_of", "counterpart"):
            for told in ranks(column, getattr(n, column)):
                add(me, V.order, told)
        for parent in n.is_a:
            if (me, RDFS.subClassOf, iri(kg, parent)) in direct(kg):
                add(me, V.listed_is_a, iri(kg, parent))
    for t in direct(kg):
        g.add(t)
    for a in kg.assertions.values():
        me, predicate = iri(kg, a.id), schema.PREDICATES[a.predicate]
        add(me, RDF.type, BL.Association)
        add(me, BL.subject, iri(kg, a.subject))
        add(me, BL.predicate, iri(kg, predicate.biolink))
        add(me, BL.object, iri(kg, a.object))
        add(me, BL.knowledge_level, L("knowledge_assertion"))
        add(me, BL.agent_type, L("automated_agent"))
        add(me, V.predicate, L(a.predicate))
        add(me, V.supported, L(a.supported))
        if a.sign is not None:
            add(me, V.sign, L(a.sign))
        if a.aspect:
            add(me, V.aspect, L(a.aspect))
            add(me, BL.object_aspect_qualifier, L(schema.ASPECTS[a.aspect].biolink))
        elif predicate.group == "ligand":
            add(me, BL.object_aspect_qualifier, L("activity"))
        if a.predicate in ("increases", "decreases", "activates", "inhibits", "potentiates", "blocks"):
            add(me, BL.object_direction_qualifier, L("increased" if predicate.sign > 0 else "decreased"))
            add(me, BL.qualified_predicate, BL.causes)
        for row in a.rows:
            add(me, BL.publications, iri(kg, row.finding.reference))
            add(me, BL.has_evidence if row.finding.supports else V.counter_evidence, finding_iri(row.finding.id))
    for f in kg.findings.values():
        me = finding_iri(f.id)
        add(me, RDF.type, V.Finding)
        add(me, RDF.type, iri(kg, schema.METHODS[f.method].eco))
        add(me, V.claim, iri(kg, assertion_id(f.subject, f.predicate, f.aspect, f.object)))
        add(me, V.tier, L(f.tier))
        for column in (
            *("result", "route", "route_test", "onset", "onset_range", "exposure", "sex", "tested"),
            *("manipulation", "dose", "method", "study", "read"),
        ):
            if getattr(f, column):
                add(me, V[column], L(getattr(f, column)))
        for r in f.region:
            add(me, *((V[NO_PLACE[r]], L(True)) if r in NO_PLACE else (V.region, iri(kg, r))))
        for p, value in ((V.via, f.via), (V.cell, f.cell)):
            if value:
                add(me, p, iri(kg, value))
        for s in f.species:
            add(me, *((V.species, iri(kg, schema.SPECIES[s])) if s in schema.SPECIES else (V.species_words, L(s))))
        for s in f.state:
            add(me, *((V.state, iri(kg, s)) if s in kg.nodes else (V.state_words, L(s))))
        for p, values in ((V.stage, f.stage), (V.experiment, f.experiment), (V.text, [f.finding])):
            for value in values:
                add(me, p, L(value))
        for column in ("region", "species", "stage", "state", "experiment"):
            for told in ranks(column, getattr(f, column)):
                add(me, V.order, told)
        for p, label, end in ((V.subject_label, f.subject_label, f.subject), (V.object_label, f.object_label, f.object)):
            if label != kg.nodes[end].label:
                add(me, p, L(label))
        add(me, PROV.wasDerivedFrom, iri(kg, f.reference))
        add(me, PROV.wasAttributedTo, rdflib.URIRef("https://w3id.org/endoneuro/curator/" + f.curator))
        add(me, PROV.generatedAtTime, L(f.date + "T00:00:00Z", datatype=XSD.dateTime))
    for check in kg.checks:
        add(finding_iri(check.finding), V.second_reading, L(check.verdict))
        me = rdflib.URIRef(HOME + "check/" + quote(check.finding, safe="") + "/" + quote(check.batch, safe=""))
        add(me, RDF.type, V.SecondReading)
        add(me, V.reading_of, finding_iri(check.finding))
        for p in ("batch", "predicate", "result", "verdict"):
            add(me, V[p], L(getattr(check, p)))
        add(me, V.species_words, L(check.species))
        for p, value in ((RDFS.comment, check.note), (PROV.generatedAtTime, check.date)):
            if value:
                add(me, p, L(value))
    for r in kg.references.values():
        me = iri(kg, r.id)
        add(me, RDF.type, BIBO.AcademicArticle)
        add(me, DCTERMS.date, L(r.year, datatype=XSD.gYear))
        values = (
            *((DCTERMS.title, r.title), (DC.creator, r.first_author), (PRISM.publicationName, r.journal), (BIBO.doi, r.doi)),
            *((BIBO.pmid, r.pmid), (V.publication_type, r.type), (V.retracted, r.retracted)),
            *((DCTERMS.identifier, r.id), (FABIO.hasPubMedCentralId, r.pmcid)),
        )
        for p, value in values:
            if value:
                add(me, p, L(value))
    for loop in kg.loops:
        me = rdflib.URIRef("https://w3id.org/endoneuro/loop/" + quote(loop.name, safe=""))
        steps = [rdflib.URIRef(f"{me}/{s.step}") for s in loop.steps]
        for p, value in ((RDFS.label, loop.name), (V.axis, loop.axis), (V.loop_kind, loop.kind), (V.sign, loop.sign)):
            add(me, p, L(value))
        add(me, RDF.type, V.FeedbackLoop)
        for s in loop.opened_by:
            add(me, *((V.opened_by, iri(kg, s)) if s in kg.nodes else (V.state_words, L(s))))
        for r in loop.references:
            add(me, DCTERMS.references, iri(kg, r))
        for told in (*ranks("opened_by", loop.opened_by), *ranks("references", loop.references)):
            add(me, V.order, told)
        for step in steps:
            add(me, V.steps, step)
        for node, s in zip(steps, loop.steps, strict=True):
            add(node, RDF.type, V.LoopStep)
            add(node, V.step_number, L(s.step))
            add(node, V.step_claim, iri(kg, assertion_id(s.subject, s.predicate, s.aspect, s.object)))
            for r in s.region:
                add(node, *((V[NO_PLACE[r]], L(True)) if r in NO_PLACE else (V.region, iri(kg, r))))
    return g


def test_it_is_the_graph_that_rdflib_builds(small):
    written, expected = parse(to_turtle(small)), built(small)
    missing, extra = expected - written, written - expected
    shared = [t for t in (*missing, *extra) if not any(isinstance(x, rdflib.BNode) for x in t)]
    assert not shared
    assert isomorphic(written, expected)


def test_hostile_strings_come_back_as_they_were(hostile):
    assert isomorphic(parse(to_turtle(hostile)), built(hostile))


@given(label=st.text(min_size=1), text=st.text())
def test_any_string_comes_back(graph_named, label, text):
    kg = graph_named(label, text)
    g = parse(to_turtle(kg))
    assert str(g.value(iri(kg, "CHEBI:1"), RDFS.label)) == label
    assert str(g.value(finding_iri("PMID:1#2"), V.text) or "") == text


@pytest.mark.parametrize(
    "label", ['a "quoted" one', "line\nbreak\r\ttab", "back\\slash\\", "]]>", "\u202eright to left", "\U0001f600", "''' \"\"\""]
)
def test_awkward_labels(graph_named, label):
    kg = graph_named(label)
    assert str(parse(to_turtle(kg)).value(iri(kg, "CHEBI:1"), RDFS.label)) == label


def test_same_bytes_whatever_the_order_of_rows(small):
    again = KnowledgeGraph(
        nodes=reversed(list(small.nodes.values())),
        findings=reversed(list(small.findings.values())),
        references=reversed(list(small.references.values())),
        loops=small.loops,
        checks=small.checks,
        prefixes=small.prefixes,
    )
    assert to_turtle(small) == to_turtle(small) == to_turtle(again)


def test_one_direct_triple_per_supported_claim_and_none_for_the_rest(small):
    g = parse(to_turtle(small))
    relations = {iri(small, p.ro) for p in schema.PREDICATES.values()} - {RDFS.subClassOf}
    found = {t for t in g if t[1] in relations and (t[0], RDF.type, None) in g and t[1] != OBO.BFO_0000050}
    wanted = {t for t in direct(small) if t[1] != RDFS.subClassOf}
    assert found == wanted
    assert len(wanted) >= 6
    assert (iri(small, "CHEBI:2"), OBO.RO_0002411, iri(small, "GO:1")) not in g


def test_more_uptake_is_no_gain_of_the_messenger(small):
    g = parse(to_turtle(small))
    assert (iri(small, "CHEBI:1"), OBO.RO_0002305, iri(small, "CHEBI:5")) in g
    claim = iri(small, assertion_id("CHEBI:1", "increases", "uptake", "CHEBI:5"))
    assert (claim, BL.object_direction_qualifier, L("increased")) in g
    assert (claim, V.sign, L(-1)) in g


def test_every_term_of_ours_is_declared(small, kg):
    declared = {name for name, _, _ in terms()}
    for graph in (small, kg):
        g = parse(to_turtle(graph))
        used = {str(x)[len(V) :] for t in g for x in t if isinstance(x, rdflib.URIRef) and x.startswith(V)} - {""}
        assert used <= declared


def test_an_unregistered_prefix_is_an_error(small):
    bad = KnowledgeGraph(nodes=[Node("NOPE:1", "Gene", "x")], findings=[], references=[], prefixes=small.prefixes)
    with pytest.raises(DataError, match="unknown prefix 'NOPE'"):
        to_turtle(bad)


def test_the_shipped_graph(kg):
    g = parse(to_turtle(kg))
    assert {t for t in direct(kg) if t not in g} == set()
    assert len(set(g.subjects(RDF.type, BL.Association))) == len(kg.assertions)
    assert len(set(g.subjects(RDF.type, V.Finding))) == len(kg.findings)
    linked = set(g.objects(None, BL.has_evidence)) | set(g.objects(None, V.counter_evidence))
    assert linked == {finding_iri(f) for f in kg.findings}
    unsupported = {iri(kg, a.id) for a in kg.assertions.values() if not a.supported}
    assert set(g.subjects(V.supported, L(False))) == unsupported


def test_write_picks_the_format(small, tmp_path):
    assert write(small, tmp_path / "g.ttl") == tmp_path / "g.ttl"
    assert (tmp_path / "g.ttl").read_text("utf-8") == to_turtle(small)
    assert write(small, str(tmp_path / "G.HTML")).read_text("utf-8").startswith("<!doctype html>")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["G.HTML", "g.ttl"]


def test_write_refuses_what_it_does_not_know(small, tmp_path):
    for name in ("g.docx", "g", "ttl"):
        with pytest.raises(UnknownFormat) as error:
            write(small, tmp_path / name)
        assert ".ttl" in error.value.known and ".html" in str(error.value)
    answer = endoneuro.path(small, "stresshormone", "memory")
    with pytest.raises(UnknownFormat, match=r"\.html"):
        write(small, tmp_path / "a.ttl", answer=answer)
    with pytest.raises(CannotWrite):
        write(small, tmp_path / "no" / "g.ttl")
    assert not list(tmp_path.iterdir())
