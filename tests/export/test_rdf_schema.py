"""What is derived from the schema: ontology, shapes, context, JSON Schema; the data set's description; nanopublications."""

import hashlib
import json
import os
from base64 import urlsafe_b64encode
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from rdflib.namespace import DCTERMS, OWL, RDF, RDFS

import endoneuro
from endoneuro.export import FORMATS, write
from endoneuro.export.jsonld import to_context
from endoneuro.export.jsonschema import ANSWERS, to_jsonschema
from endoneuro.export.nanopub import to_nanopubs
from endoneuro.export.ontology import BORROWED, to_owl
from endoneuro.export.rdf import to_ntriples
from endoneuro.export.shapes import claim_shapes, property_shapes, to_shacl
from endoneuro.export.void import DISTRIBUTIONS, to_void
from endoneuro.graph import schema
from endoneuro.graph.triples import blocks
from endoneuro.graph.vocab import TERMS, terms

GOLDEN = Path(__file__).parent / "golden"
V = rdflib.Namespace("https://w3id.org/endoneuro/vocab/")
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
OBO = "http://purl.obolibrary.org/obo/"
BL = "https://w3id.org/biolink/vocab/"
DERIVED = {"owl.ttl": to_owl, "shacl.ttl": to_shacl, "context.jsonld": to_context, "jsonschema.json": to_jsonschema}


@pytest.mark.parametrize("name", DERIVED)
def test_what_is_derived_has_not_drifted(small, name):
    """The schema decides these files: after a change of the schema, write them anew (GOLDEN=write) and look at the diff."""
    made = DERIVED[name](small)
    if os.environ.get("GOLDEN") == "write":
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(made, encoding="utf-8", newline="")
    assert made == (GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["owl.ttl", "shacl.ttl"])
def test_both_parsers_read_them_alike(small, name):
    text = DERIVED[name](small)
    one = rdflib.Graph().parse(data=text, format="turtle")
    assert len(one) == len(set(pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TURTLE))) > 1000


# The ontology --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def owl():
    return rdflib.Graph().parse(data=to_owl(None), format="turtle")


def members(g, node):
    union = g.value(node, OWL.unionOf)
    if node == V.Node:
        return set(schema.KINDS)
    return {str(x).rpartition("/")[2] for x in (g.items(union) if union else [node])}


def test_every_predicate_is_a_property_with_its_ends_and_its_place_below_ro_and_biolink(owl):
    for p in schema.PREDICATES.values():
        me = V[p.name]
        assert (me, RDF.type, OWL.ObjectProperty) in owl
        assert members(owl, owl.value(me, RDFS.domain)) == set(p.domain)
        assert members(owl, owl.value(me, RDFS.range)) == set(p.range)
        above = {str(x) for x in owl.objects(me, RDFS.subPropertyOf)}
        assert BL + p.biolink.partition(":")[2] in above
        assert p.ro.startswith("rdfs:") or OBO + p.ro.replace(":", "_") in above


def test_kinds_are_disjoint(owl):
    (apart,) = owl.subjects(RDF.type, OWL.AllDisjointClasses)
    listed = {str(x) for x in owl.items(owl.value(apart, OWL.members))}
    assert {str(V[k]) for k in schema.KINDS} | {str(V.Finding), BL + "Association"} <= listed
    for kind in schema.KINDS.values():
        assert (V[kind.name], RDFS.subClassOf, rdflib.URIRef(BL + kind.biolink.partition(":")[2])) in owl


def test_everything_the_data_use_is_declared(owl, small, kg):
    builtin = {"rdf:type", "rdfs:label", "rdfs:comment", "rdfs:subClassOf"}
    declared = {str(s) for s in owl.subjects(RDF.type, None)}
    borrowed = {name for names in BORROWED.values() for name in names} | {p.ro for p in schema.PREDICATES.values()}
    for graph in (small, kg):
        used = {p for b in blocks(graph) for p, _ in b.pairs} - builtin
        assert {u for u in used if not u.startswith("vocab:")} <= borrowed
        assert {str(V[u[6:]]) for u in used if u.startswith("vocab:")} <= declared


def test_no_property_is_of_two_sorts(owl):
    sorts = [OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty]
    for s in set(owl.subjects(RDF.type, None)):
        assert sum((s, RDF.type, sort) in owl for sort in sorts) <= 1


# The shapes (held against data by tools/check_exports_rdf.py) ---------------------------------------------------


def test_every_term_with_an_owner_has_a_shape(small):
    shaped = {(s.target, s.path) for s in property_shapes()}
    for term in TERMS.values():
        for owner in term.domain:
            if term.name not in ("class", "species", "state") and owner != "node":
                assert (owner if ":" in owner else f"vocab:{owner}", f"vocab:{term.name}") in shaped
    names = [s.name for s in property_shapes()] + [s.name for s in claim_shapes()]
    assert len(names) == len(set(names)) > 100
    assert all(s.constraints for s in property_shapes())
    bound = {
        p.name for p in schema.PREDICATES.values() if set(p.domain) != set(schema.KINDS) or set(p.range) != set(schema.KINDS)
    }
    assert {p for c in claim_shapes() for p in c.predicates} == bound >= {"activates", "treats", "expressed_in"}


# The context ---------------------------------------------------------------------------------------------------


def test_the_context_names_every_term(small):
    context = json.loads(to_context(small))["@context"]
    assert {name for name, _, _ in terms()} <= set(context)
    assert all((context[t.name].get("@type") == "@id") == t.link for t in TERMS.values())
    assert not set(context) & set(small.prefixes.by_name) & set(TERMS)


# JSON Schema ---------------------------------------------------------------------------------------------------


def test_the_schema_covers_every_question():
    from endoneuro.queries import QUERIES

    assert set(QUERIES) - set(ANSWERS) == set()


def test_every_reference_within_the_schema_leads_somewhere(small):
    text = to_jsonschema(small)
    made = json.loads(text)
    used = {part.split('"')[0] for part in text.split('"#/$defs/')[1:]}
    assert used <= set(made["$defs"]) and len(used) > 30
    assert made["$defs"]["predicate"]["enum"] == list(schema.PREDICATES)


# VoID ----------------------------------------------------------------------------------------------------------


def test_the_description_counts_and_checks_the_files(small):
    text = to_void(small)
    assert text == to_void(small)
    g = rdflib.Graph().parse(data=text, format="turtle")
    ns = {p: rdflib.Namespace(n) for p, n in g.namespaces()}
    home = rdflib.URIRef("https://w3id.org/endoneuro/")
    triples = "".join(to_ntriples(small)).count("\n")
    assert int(g.value(home, ns["void"].triples)) == triples
    assert int(g.value(home, ns["void"].entities)) == len(small.nodes)
    assert str(g.value(home, ns["pav"].version)) == endoneuro.__version__
    assert g.value(home, DCTERMS.license) == rdflib.URIRef("https://creativecommons.org/publicdomain/zero/1.0/")
    parts = [int(g.value(p, ns["void"].triples)) for p in g.objects(home, ns["void"].propertyPartition)]
    assert sum(parts) == triples
    kinds = {
        str(g.value(p, ns["void"]["class"])): int(g.value(p, ns["void"].entities))
        for p in g.objects(home, ns["void"].classPartition)
    }
    assert kinds[str(V.Hormone)] == 2 and kinds[BL + "Association"] == len(small.assertions)
    for name, (_, render) in DISTRIBUTIONS.items():
        blob = "".join(render(small)).encode()
        file = rdflib.URIRef(f"https://w3id.org/endoneuro/file/{name}")
        assert int(g.value(file, ns["dcat"].byteSize)) == len(blob)
        checksum = g.value(g.value(file, ns["spdx"].checksum), ns["spdx"].checksumValue)
        assert g.value(g.value(file, ns["spdx"].checksum), ns["spdx"].algorithm) == ns["spdx"].checksumAlgorithm_sha256
        assert (
            f"{int(checksum.toPython().hex(), 16):064x}" == hashlib.sha256(blob).hexdigest()
            if isinstance(checksum.toPython(), bytes)
            else str(checksum).lower() == hashlib.sha256(blob).hexdigest()
        )
    linked = {str(g.value(s, ns["void"].objectsTarget)).rpartition("/")[2] for s in g.subjects(RDF.type, ns["void"].Linkset)}
    assert linked >= {"CHEBI", "PMID"}


# Nanopublications ----------------------------------------------------------------------------------------------


def nanopubs(text):
    made = {}
    for q in pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.TRIG):
        base, _, name = q.graph_name.value.partition("#")
        made.setdefault(base, {}).setdefault(name, set()).add(q)
    return made


def trusty(base, quads):
    """The trusty code, from the parsed quads: another way than the code under test."""
    code = base.rpartition("/")[2]

    def plain(term):
        return term.value.replace(code, " ")

    rows = []
    for q in quads:
        o = q.object
        iri = isinstance(o, pyoxigraph.NamedNode)
        last = plain(o) if iri else f"^{o.datatype.value} " + o.value.replace("\\", "\\\\").replace("\n", "\\n")
        order = (
            plain(q.graph_name),
            plain(q.subject),
            plain(q.predicate),
            not iri,
            plain(o) if iri else o.value,
            "" if iri else o.datatype.value,
        )
        rows.append((tuple(x.encode() if isinstance(x, str) else x for x in order), "\n".join((*order[:3], last)) + "\n"))
    return "RA" + urlsafe_b64encode(hashlib.sha256("".join(t for _, t in sorted(rows)).encode()).digest()).decode().rstrip("=")


def test_one_nanopublication_for_each_claim_with_a_code_that_holds(hostile):
    made = nanopubs("".join(to_nanopubs(hostile)))
    assert len(made) == len(hostile.assertions)
    for base, graphs in made.items():
        assert set(graphs) == {"Head", "assertion", "provenance", "pubinfo"}
        quads = [q for found in graphs.values() for q in found]
        assert trusty(base, quads) == base.rpartition("/")[2]
        assert trusty(base, quads[1:]) != base.rpartition("/")[2]
        info = {q.predicate.value.rpartition("/")[2] for q in graphs["pubinfo"]}
        assert {"license", "creator", "created", "introduces"} <= info
        assert any(q.predicate.value.endswith("wasDerivedFrom") for q in graphs["provenance"])


def test_an_unsupported_claim_is_not_stated_as_a_triple(small):
    unsupported = [a for a in small.assertions.values() if not a.supported]
    assert unsupported
    for graphs in nanopubs("".join(to_nanopubs(small))).values():
        claim = next(q.object.value for q in graphs["pubinfo"] if q.predicate.value.endswith("introduces"))
        a = small.assertions["EN:" + claim.rpartition("/")[2]]
        subjects = {q.subject.value for q in graphs["assertion"]}
        assert len(subjects) == (2 if a.supported else 1)


# Writing -------------------------------------------------------------------------------------------------------

RDF_FORMATS = ("turtle", "ntriples", "trig", "jsonld", "rdf12", "owl", "shacl", "context", "jsonschema", "void", "nanopub")


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_every_format_is_written_by_name_and_the_same_twice(small, tmp_path, name):
    assert name in FORMATS
    one = write(small, tmp_path / "one", format=name).read_bytes()
    assert one == write(small, tmp_path / "two", format=name).read_bytes()
    assert len(one) > 500
