"""Holds the RDF exports against other people's validators: pyshacl, owlrl, pyld, nanopub, jsonschema, rdflib, pyoxigraph.

Each gate prints how many records it checked; none is a failure, and so is a validator that is not installed. Gates run in
processes of their own, as many at a time as there are processors, the slow ones first. Arguments name gates; without any,
all of them run. Needs what `check_exports_rdf.txt` lists.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import rdflib
from rdflib.namespace import RDF, RDFS, XSD

import endoneuro
from endoneuro.export import parse_rdf, write
from endoneuro.export.jsonschema import ANSWERS
from endoneuro.export.read_rdf import read_rdf
from endoneuro.export.shapes import EVIDENCE, PropertyShape, claim_shapes, property_shapes
from endoneuro.graph import schema
from endoneuro.graph.curies import Prefix, Prefixes
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Check, Finding, Loop, LoopStep, Node, Reference
from endoneuro.graph.same import differences
from endoneuro.graph.triples import blocks
from endoneuro.graph.vocab import STANDARD
from endoneuro.queries import QUERIES, query
from endoneuro.queries.sparql_engine import examples, sparql

SH = rdflib.Namespace(STANDARD["sh"])
V = rdflib.Namespace(STANDARD["vocab"])
BL = rdflib.Namespace(STANDARD["biolink"])
NOWHERE = rdflib.URIRef("http://example.org/nowhere")
Gate = Callable[[KnowledgeGraph, Path], "tuple[int, str]"]


def full(name: str) -> rdflib.URIRef:
    """Return a short name in full."""
    prefix, _, local = name.partition(":")
    return rdflib.URIRef(STANDARD[prefix] + local)


def whole_world() -> KnowledgeGraph:
    """Return a small graph in which every kind, predicate and property occurs."""
    kinds = {k: f"X:{k}" for k in schema.KINDS}
    nodes = [
        Node(
            i, k, k.lower(), ("a name",), schema.KINDS[k].classes[0], circulates="yes" if k in schema.MESSENGERS else "",
            counterpart=(i,) if k in schema.MESSENGERS else (), grain="area" if k == "Structure" else "", description="It.",
        )
        for k, i in kinds.items()
    ]  # fmt: skip
    findings = []
    for number, p in enumerate(schema.PREDICATES.values(), 1):
        ends = kinds[p.domain[0]], kinds[p.range[0]]
        fit = [a.name for a in schema.ASPECTS.values() if p.range[0] in a.kinds] if p.group == "causal" else []
        for result in ("supports", "no effect"):
            findings.append(  # noqa: PERF401
                Finding(
                    f"X:paper#{number}{result[0]}", ends[0], p.name, fit[0] if fit else "", ends[1], region=(kinds["Structure"], "systemic", "whole body"),
                    cell=kinds["CellType"], route="genomic", route_test="authors say", onset="min-h", onset_range="PT5M/PT1H", exposure="P1D",
                    species=("rat", "a yeti"), sex="male", stage=("adult",), tested="adult", state=(kinds["Gene"], "in words"),
                    manipulation="added", dose="low", result=result, method="in vivo", reference="X:paper", experiment=("a",), study="s",
                    read="abstract", finding="Told.", curator="me", date="2026-01-01", subject_label="other", object_label="other",
                )
            )  # fmt: skip
    first = findings[0]
    findings.append(
        first._replace(id="X:paper#via", via=kinds["Receptor"], predicate="increases", object=kinds["Process"], aspect="")
    )
    findings.append(first._replace(id="X:paper#none", predicate="affects", object=kinds["Condition"], result="no effect"))
    step = LoopStep(
        "l", 1, first.subject, first.predicate, first.aspect, first.object, (kinds["Structure"], "systemic", "whole body")
    )
    return KnowledgeGraph(
        nodes=nodes,
        findings=findings,
        references=[Reference("X:paper", "T", "A", "2000", "J", "primary", "10.1/x", "PMC1", "1", "no")],
        loops=[Loop("l", "HPA", "long", -1, (kinds["Condition"], "words"), ("X:paper",), (step,))],
        checks=[Check(first.id, "b", first.predicate, "supports", "rat", "agrees", "n", "2026-01-02")],
        prefixes=Prefixes({"X": Prefix("X", "https://example.org/x/", ".+")}),
    )


def to_rdflib(file: Path) -> rdflib.Graph:
    """Return a file as an rdflib graph; pyoxigraph parses it, as it is the faster."""
    return rdflib.Graph().parse(data=ox.serialize(ox.parse(path=str(file)), format=ox.RdfFormat.N_TRIPLES), format="nt")


# SHACL ---------------------------------------------------------------------------------------------------------


def shacl(kg: KnowledgeGraph, folder: Path) -> tuple[int, str]:
    """Our data conform, and so do the shapes themselves."""
    import pyshacl

    shapes = to_rdflib(write(kg, folder / "shapes.ttl", format="shacl"))
    for name in ("turtle", "void"):
        data = to_rdflib(write(kg, folder / f"{name}.ttl", format=name))
        conforms, _, text = pyshacl.validate(data, shacl_graph=shapes, inference="none", meta_shacl=True)
        assert conforms, text[:2000]
        if name == "turtle":
            focus = sum(len(set(data.subjects(RDF.type, t))) for t in set(shapes.objects(None, SH.targetClass)))
    return (
        focus,
        f"focus nodes met {len(set(shapes.subjects(SH.targetClass, None)))} node shapes; the shapes are valid themselves",
    )


def negative(kg: KnowledgeGraph, folder: Path) -> tuple[int, str]:
    """Every constraint of every shape has a case that fails, and fails by that shape."""
    import pyshacl

    world = whole_world()
    good = to_rdflib(write(world, folder / "world.ttl"))
    shapes = to_rdflib(write(world, folder / "shapes.ttl", format="shacl"))
    conforms, _, text = pyshacl.validate(good, shacl_graph=shapes, inference="none")
    assert conforms, text[:2000]
    failed, of_property = 0, {s.name[1:-1] for s in property_shapes()}
    cases = [*_property_cases(good), *_claim_cases(good), *_evidence_cases(good)]
    for name, what, out, into in cases:
        bad = rdflib.Graph()
        bad += good
        for t in out:
            bad.remove(t)
        for t in into:
            bad.add(t)
        one = {"focus_nodes": sorted({t[0] for t in (*out, *into)})} if name in of_property else {}
        conforms, report, _ = pyshacl.validate(bad, shacl_graph=shapes, inference="none", **one)
        blamed = {str(x) for x in report.objects(None, SH.sourceShape)}
        assert not conforms and name in blamed, f"{name} does not see a wrong {what}"
        failed += 1
    shaped = {s.name[1:-1] for s in (*property_shapes(), *claim_shapes())} | {EVIDENCE[1:-1]}
    assert {name for name, *_ in cases} == shaped, sorted(shaped - {name for name, *_ in cases})
    return failed, f"negative cases failed as they must, for {len(shaped)} shapes"


def _property_cases(good: rdflib.Graph) -> Iterable[Any]:
    for s in property_shapes():
        path, focus = full(s.path), min(good.subjects(RDF.type, full(s.target)))
        had = [(focus, path, o) for o in good.objects(focus, path)]
        for constraint in s.constraints:
            if constraint == "least":
                yield s.name[1:-1], constraint, had, []
            elif constraint == "most":
                yield s.name[1:-1], constraint, [], [(focus, path, _other(s, n)) for n in range(2)]
            else:
                wrong = {
                    "datatype": rdflib.Literal("2000-01-01", datatype=XSD.date),
                    "values": rdflib.Literal(99) if s.datatype == "xsd:integer" else rdflib.Literal("nonsense"),
                    "classes": NOWHERE,
                    "pattern": rdflib.Literal("soon"),
                }[constraint]
                yield s.name[1:-1], constraint, had, [(focus, path, wrong)]


def _other(s: PropertyShape, n: int) -> Any:
    if s.datatype == "xsd:boolean":
        return rdflib.Literal(bool(n))
    if s.datatype == "xsd:integer":
        return rdflib.Literal(n)
    return rdflib.Literal(f"other {n}") if s.datatype or s.values else rdflib.URIRef(f"{NOWHERE}{n}")


def _claim_cases(good: rdflib.Graph) -> Iterable[Any]:
    for c in claim_shapes():
        claim = min(
            x
            for p in c.predicates
            for x in good.subjects(V.predicate, rdflib.Literal(p))
            if (x, RDF.type, BL.Association) in good
        )
        for end, kinds in ((BL.subject, c.domain), (BL.object, c.range)):
            outside = [k for k in schema.KINDS if k not in kinds]
            if outside:
                had = [(claim, end, o) for o in good.objects(claim, end)]
                yield c.name[1:-1], str(end), had, [(claim, end, rdflib.URIRef(f"https://example.org/x/{outside[0]}"))]
        if all(set(kinds) == set(schema.KINDS) for kinds in (c.domain, c.range)):
            yield c.name[1:-1], "subject", [], [(claim, BL.subject, NOWHERE)]


def _evidence_cases(good: rdflib.Graph) -> Iterable[Any]:
    name = EVIDENCE[1:-1]
    yes = min(good.subjects(V.supported, rdflib.Literal(True)))
    no = min(good.subjects(V.supported, rdflib.Literal(False)))
    finding = min(good.subjects(RDF.type, V.Finding))
    yield name, "support without a finding", [(yes, BL.has_evidence, o) for o in good.objects(yes, BL.has_evidence)], []
    yield name, "claim without any finding", [(no, V.counter_evidence, o) for o in good.objects(no, V.counter_evidence)], []
    yield name, "finding for what is not supported", [], [(no, BL.has_evidence, finding)]


# OWL -----------------------------------------------------------------------------------------------------------


def owl(kg: KnowledgeGraph, folder: Path) -> tuple[int, str]:
    """The OWL-RL closure of ontology and data has no inconsistency; planted ones are found."""
    ontology = to_rdflib(write(kg, folder / "owl.ttl", format="owl"))
    data = to_rdflib(write(kg, folder / "data.ttl"))
    nodes = set(data.subjects(RDF.type, V.Hormone))
    assert nodes
    found, closed = _closure(ontology, data)
    assert not found, found[:5]
    small = to_rdflib(write(whole_world(), folder / "world.ttl"))
    assert not _closure(ontology, small)[0]
    planted = {
        "a node of two kinds": (rdflib.URIRef("https://example.org/x/Hormone"), RDF.type, V.Receptor),
        "a finding in a hormone": (
            min(small.subjects(V.region, None)),
            V.region,
            rdflib.URIRef("https://example.org/x/Hormone"),
        ),
        "a claim that is a finding": (min(small.subjects(RDF.type, V.Finding)), RDF.type, BL.Association),
    }
    for name, triple in planted.items():
        bad = rdflib.Graph()
        bad += small
        bad.add(triple)
        assert _closure(ontology, bad)[0], f"the closure does not see {name}"
    inferred = sum((s, RDF.type, V.Node) in closed for s in nodes)
    assert inferred == len(nodes)
    return len(data), f"triples closed to {len(closed)} without inconsistency; {len(planted)} planted ones found"


def _closure(ontology: rdflib.Graph, data: rdflib.Graph) -> tuple[list[str], rdflib.Graph]:
    import owlrl

    g = rdflib.Graph()
    g += ontology
    g += data
    made = owlrl.OWLRL_Semantics(g, False, False, False)
    made.closure()
    return list(made.error_messages), g


# JSON ----------------------------------------------------------------------------------------------------------


def jsonld(kg: KnowledgeGraph, folder: Path) -> tuple[int, str]:
    """Pyld expands the JSON-LD to the triples of the N-Triples."""
    from pyld import jsonld as ld

    for graph in (kg, whole_world()):
        data = json.loads(write(graph, folder / "g.jsonld").read_text("utf-8"))
        context = json.loads(write(graph, folder / "c.json", format="context").read_text("utf-8"))
        assert context["@context"] == data["@context"]
        expanded = ld.expand(data)
        quads = ld.to_rdf(data, {"format": "application/n-quads"})
        mine = set(parse_rdf.parse(write(graph, folder / "g.nt")))
        (folder / "pyld.nt").write_text(quads, encoding="utf-8")
        theirs = set(parse_rdf.parse(folder / "pyld.nt"))
        assert theirs == mine, sorted(map(str, theirs ^ mine))[:5]
        if graph is kg:
            seen = len(expanded), len(theirs)
    return seen[0], f"records expanded by pyld to the same {seen[1]} triples"


RELEASES = Path(__file__).resolve().parent.parent / "tests" / "competency" / "releases"
ASKED: dict[str, tuple[Any, ...]] = {
    "path": ("cortisol", "memory retrieval"), "downstream": ("cortisol",), "upstream": ("memory retrieval",), "loops": (), "show": ("GR",),
    "search": ("cort",), "evidence": ("cortisol", "memory"), "what-if": ("cortisol deficiency",), "compare": ("cortisol", "corticosterone"),
    "routes": ("corticosterone",), "axis": ("HPA",), "treatments": ("depression",), "where": (("GR",),), "contradictions": ("cortisol",),
    "gaps": (), "enrich": (("cortisol", "testosterone", "oestradiol"),), "ask": ("how does cortisol affect memory retrieval?",),
    "match": ("Hormone -activates-> Receptor",), "diff": (str(RELEASES / "older"), str(RELEASES / "newer")),
}  # fmt: skip


def answers(kg: KnowledgeGraph, folder: Path) -> tuple[int, str]:
    """The JSON of every question meets the JSON Schema; spoiled answers do not."""
    import jsonschema

    made = json.loads(write(kg, folder / "s.json", format="jsonschema").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(made)
    validator = jsonschema.Draft202012Validator(made)
    checked, spoiled, asked = 0, 0, Counter[str]()
    missing = [q for q in QUERIES if q not in ANSWERS]
    assert not missing, f"the schema does not know the question {missing}"
    for name in QUERIES:
        function = query(name)
        try:
            answer = function(kg, *ASKED[name])
        except endoneuro.EndoneuroError as error:
            print(f"  {name}: not asked ({error})")
            continue
        told = json.loads(json.dumps(answer.to_dict(kg)))
        problems = [f"{name} {list(e.absolute_path)}: {e.message[:200]}" for e in validator.iter_errors(told)]
        assert not problems, problems[:3]
        checked += _records(told)
        asked[name] += 1
        for wrong in _spoiled(name, told):
            assert not validator.is_valid(wrong), f"{name}: a spoiled answer passes"
            spoiled += 1
    unasked = set(QUERIES) - set(asked)
    assert not unasked, f"questions that could not be asked: {sorted(unasked)}"
    return checked, f"records in the answers to {len(asked)} questions; {spoiled} spoiled answers refused"


def _records(told: Any) -> int:
    if isinstance(told, dict):
        return ("id" in told) + sum(map(_records, told.values()))
    return sum(map(_records, told)) if isinstance(told, list) else 0


def _spoiled(name: str, told: dict[str, Any]) -> Iterable[Any]:
    yield {**told, "format": 0}
    yield {**told, "question": "nonsense"}
    for key in ANSWERS[name]:
        yield {k: v for k, v in told.items() if k != key}
        yield {**told, key: ["nonsense", 1.5] if not isinstance(told[key], list) else "nonsense"}


# Nanopublications, round trips, queries ------------------------------------------------------------------------


def nanopubs(kg: KnowledgeGraph, folder: Path) -> tuple[int, str]:
    """Nanopub finds each well formed, with a trusty URI that holds; a changed one does not pass."""
    from nanopub import Nanopub

    groups: dict[str, list[Any]] = defaultdict(list)
    for q in ox.parse(path=str(write(kg, folder / "np.trig", format="nanopub"))):
        groups[q.graph_name.value.partition("#")[0]].append(q)
    assert len(groups) == len(kg.assertions)
    refused = 0
    for number, (base, quads) in enumerate(sorted(groups.items())):
        data = rdflib.ConjunctiveGraph()
        data.parse(data=ox.serialize(quads, format=ox.RdfFormat.N_QUADS).decode(), format="nquads")
        made = Nanopub(rdf=data)
        assert made.is_valid and made.has_valid_trusty, base
        if number % 100 == 0:
            data.add((NOWHERE, RDFS.label, rdflib.Literal("changed"), made.assertion))
            try:
                valid = Nanopub(rdf=data).has_valid_trusty
            except Exception:
                valid = False
            assert not valid, "a changed nanopublication passes"
            refused += 1
    return len(groups), f"nanopublications valid, with a trusty URI that holds; {refused} changed ones refused"


def roundtrip(kg: KnowledgeGraph, folder: Path) -> tuple[int, str]:
    """Every serializer by every parser gives the same triples, and the reader an equal graph."""
    checked, first = 0, set[Any]()
    for name, (suffix, _, _) in parse_rdf.READS.items():
        file = write(kg, folder / f"g{suffix}")
        for engine in ("pyoxigraph", "rdflib"):
            found = set(parse_rdf.parse(file, engine=engine))
            first = first or found
            assert found == first, f"{name} by {engine}: {len(found ^ first)} triples differ"
            checked += len(found)
        back = read_rdf(file)
        assert not differences(kg, back.graph) and not back.foreign and not back.missing, name
    reified = list(ox.parse(path=str(write(kg, folder / "g12.ttl", format="rdf12"))))
    assert len(set(reified)) == len(first) + len(kg.assertions)
    assert sum(1 for b in blocks(kg) for _ in b.pairs) >= len(first)
    return (
        checked,
        "triples alike over 4 serializers and 2 parsers; every graph read back is equal; RDF 1.2 adds one for each claim",
    )


def queries(kg: KnowledgeGraph, folder: Path) -> tuple[int, str]:
    """The example queries have answers, the same by both engines."""
    rows = 0
    for name, text in examples().items():
        one, other = (sparql(kg, text, engine=e, limit_seconds=600) for e in ("pyoxigraph", "rdflib"))
        assert one == other and one.rows, name
        rows += len(one.rows)
    return rows, f"rows of {len(examples())} queries alike by pyoxigraph and rdflib"


#: The slow ones first.
GATES: dict[str, Gate] = {
    "owl": owl,
    "shacl": shacl,
    "nanopubs": nanopubs,
    "roundtrip": roundtrip,
    "negative": negative,
    "jsonld": jsonld,
    "queries": queries,
    "answers": answers,
}


def run(name: str) -> tuple[str, int, str, float]:
    """Run one gate; return its name, how many records it checked (-1: it failed), what it says, and its seconds."""
    warnings.simplefilter("ignore", DeprecationWarning)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        try:
            checked, what = GATES[name](endoneuro.load(), Path(folder))
        except Exception as error:  # a validator may raise anything: each is told, and the next gate runs
            checked, what = -1, str(error) if isinstance(error, AssertionError) else f"{type(error).__name__}: {error}"
    return name, checked, what, time.perf_counter() - began


def main(names: list[str]) -> int:
    bad = 0
    with ProcessPoolExecutor(
        min(os.cpu_count() or 1, len(GATES)), max_tasks_per_child=1, mp_context=get_context("spawn")
    ) as pool:
        for done in as_completed([pool.submit(run, name) for name in names or GATES]):
            name, checked, what, seconds = done.result()
            bad += checked <= 0
            mark = "ok     " if checked > 0 else "FAILED "
            print(f"{mark}{name:<10} {max(checked, 0):>9,} {what} ({seconds:.0f} s)", flush=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
