"""The graph as triples: the one place that says which; every serializer and the SPARQL store write these.

RDF 1.1 with an association node for every claim. Choices:

* A direct triple (subject, RO relation, object) only where a finding supports the claim. Of a claim about an aspect that
  removes its object (uptake, degradation) it takes the relation of the opposite sign, since it no longer names the aspect.
* Cross-references are `oboInOwl:hasDbXref` strings: a table's `xrefs` may name what is near, not the same, so a
  `skos:closeMatch` would say too much.
* Findings that saw nothing, or the reverse, hang on `vocab:counter_evidence`: `biolink:has_evidence` is read as support.
* No blank nodes: everything has an address, so that two files are the same graph if they are the same set of lines.
* Nothing is lost: where a table gives several values an order that is not their sorted one, `vocab:order` keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from . import schema
from .alike import of_checks, of_claims, of_findings, of_nodes, of_species
from .errors import DataError
from .knowledge import KnowledgeGraph
from .model import Assertion, Check, Finding, Loop, Node, Problem, Reference, assertion_id
from .rdf_terms import MOST_KNOWN, NOTHING, TRUE, Block, Lines, Pairs, Shared, address, encoded, order, string, whole, year
from .vocab import BIOLINK, CHECK, DATASET, FINDING, LICENCE, LOOP, PREFIX, STANDARD, VOCAB, terms

_FLIPPED = {"increases": "decreases", "decreases": "increases"}
#: Columns of a finding of one word or text, carried under their own names.
PLAIN = (
    "result", "route", "route_test", "onset", "onset_range", "exposure", "sex", "tested", "manipulation", "dose", "method",
    "study", "read",
)  # fmt: skip
#: Those that findings share (`alike.py`), in its order, and those that stand alone.
_SHARED = ("result", "sex", "manipulation", "method", "read", "curator", "date")
_OWN = tuple(column for column in PLAIN if column not in _SHARED)
_OWN_NAMES = tuple(f"vocab:{column}" for column in _OWN)
_own_values, _shared_values = attrgetter(*_OWN), attrgetter(*_SHARED)


def prefixes(kg: KnowledgeGraph) -> dict[str, str]:
    """Return every prefix with its address: those of the tables and those every file declares.

    >>> import endoneuro
    >>> from endoneuro.graph.triples import prefixes
    >>> prefixes(endoneuro.load())["vocab"]
    'https://w3id.org/endoneuro/vocab/'
    """
    return {**{name: p.iri for name, p in kg.prefixes.by_name.items()}, **STANDARD}


def blocks(kg: KnowledgeGraph) -> Iterator[Block]:
    """Yield the whole graph, subject by subject, in an order that depends on the records alone.

    Raises:
        DataError: an identifier has a prefix that is not registered.

    >>> import endoneuro
    >>> from endoneuro.graph.triples import blocks
    >>> next(blocks(endoneuro.load())).subject
    '<https://w3id.org/endoneuro/>'

    """
    for graph, subject, pairs, shared in _Maker(kg).blocks():
        yield Block(graph, subject, [*shared, *pairs])


def subjects(kg: KnowledgeGraph) -> Iterator[tuple[str, Shared, Pairs]]:
    """Yield all that is said of each subject: what it shares with others, and what is its own; graphs are not told apart.

    >>> import endoneuro
    >>> from endoneuro.graph.triples import subjects
    >>> next(subjects(endoneuro.load()))[0]
    '<https://w3id.org/endoneuro/>'
    """
    before, alike = "", NOTHING
    said: Pairs = []
    for _, subject, pairs, shared in _Maker(kg).blocks():
        if subject == before:
            said = said + pairs
        else:
            if before:
                yield before, alike, said
            before, alike, said = subject, shared, pairs
    yield before, alike, said


def ntriples(kg: KnowledgeGraph) -> Iterator[str]:
    """Yield the graph as N-Triples, some lines at a time; memory does not grow with the graph.

    >>> import endoneuro
    >>> from endoneuro.graph.triples import ntriples
    >>> next(ntriples(endoneuro.load())).startswith("<https://w3id.org/endoneuro/> <")
    True
    """
    write = Lines(prefixes(kg))
    for _, subject, pairs, shared in _Maker(kg).blocks():
        yield write.block(subject, pairs, shared)


def direct_predicate(a: Assertion) -> str:
    """Return the relation of the direct triple, as an identifier."""
    name = a.predicate
    if a.aspect and schema.ASPECTS[a.aspect].sign < 0:
        name = _FLIPPED.get(name, name)
    return schema.PREDICATES[name].ro


class _Said(NamedTuple):
    """A block as it is made: what the subject shares with others, then what is its own."""

    graph: str
    subject: str
    pairs: Pairs
    shared: Shared = NOTHING


class _Maker:
    """Turns the records of one graph into blocks; remembers the names of identifiers."""

    def __init__(self, kg: KnowledgeGraph) -> None:
        self.kg = kg
        self.prefixes = prefixes(kg)
        self.known: dict[str, str] = {}
        self.findings: dict[str, str] = {}

    def blocks(self) -> Iterator[_Said]:
        kg = self.kg
        checks: dict[str, list[Check]] = {}
        for check in kg.checks:
            checks.setdefault(check.finding, []).append(check)
        for key in kg.assertions:
            self.name(key)  # their prefix must be there
            break
        yield _Said("", f"<{DATASET}>", self.dataset())
        for name, prefix in sorted(kg.prefixes.by_name.items()):
            about: Pairs = [("rdf:type", "sh:PrefixDeclaration"), ("sh:prefix", string(name))]
            about += [("sh:namespace", (prefix.iri, "xsd:anyURI")), ("idot:idRegexPattern", string(prefix.pattern))]
            about += [("rdfs:comment", string(prefix.meaning))] if prefix.meaning else []
            yield _Said("", address(PREFIX, name), about)
        for term in terms():
            yield _Said("vocabulary", f"vocab:{term[0]}", self.term(*term))
        for node_id in sorted({*kg.nodes, *(a.subject for a in kg.assertions.values())}):
            node = kg.nodes.get(node_id)
            name = self.name(node_id, node)
            supported = [a for a in kg.out(node_id) if a.supported]
            if node:
                alike = of_nodes(node.kind, node.cls, node.circulates, node.grain)
                yield _Said("nodes", name, self.node(node, supported), alike)
            if supported:
                yield _Said("claims", name, sorted({(direct_predicate(a), self.name(a.object)) for a in supported}))
        for key in sorted(kg.assertions):  # their ids are names as they are, and too many to remember
            a = kg.assertions[key]
            yield _Said("assertions", key, self.association(a), of_claims(a.predicate, a.aspect, a.sign, a.supported))
        for key in sorted(kg.findings):
            f = kg.findings[key]
            alike = of_findings(f.tier, *_shared_values(f), f.species[0] if len(f.species) == 1 else None)
            yield _Said("findings", self.finding_name(key), self.finding(f, checks.get(key, ())), alike)
        for key in sorted(kg.references):
            yield _Said("references", self.name(key, kg.references[key]), self.reference(kg.references[key]))
        for loop in kg.loops:
            yield from self.loop(loop)
        for _, found in sorted(checks.items()):
            yield from self.checks(found)

    def name(self, curie: str, record: Node | Finding | Reference | Loop | None = None) -> str:
        """Return an identifier with its local part encoded."""
        found = self.known.get(curie)
        if found is None:
            prefix, _, local = curie.partition(":")
            if prefix not in self.prefixes or not local:
                source, line = (record.source, record.line) if record else ("", 0)
                raise DataError([Problem(source or "graph", line, "error", self.kg.prefixes.problem(curie), "prefix")])
            if len(self.known) >= MOST_KNOWN:
                self.known.clear()
            found = self.known[curie] = f"{prefix}:{encoded(local)}"
        return found

    def finding_name(self, finding_id: str) -> str:
        """Return the name of a finding, whether the graph holds it or not."""
        found = self.findings.get(finding_id)
        if found is None:
            if len(self.findings) >= MOST_KNOWN:
                self.findings.clear()
            found = self.findings[finding_id] = address(FINDING, finding_id)
        return found

    def dataset(self) -> Pairs:
        title = "endoneuro, a curated knowledge graph of endocrine neuromodulation"
        return [
            ("rdf:type", "void:Dataset"),
            ("dcterms:license", f"<{LICENCE}>"),
            ("dcterms:title", string(title)),
            ("void:entities", whole(len(self.kg.nodes))),
            ("void:vocabulary", f"<{BIOLINK}>"),
            ("void:vocabulary", f"<{VOCAB}>"),
            *(("sh:declare", address(PREFIX, name)) for name in self.kg.prefixes.by_name),
        ]

    def term(self, name: str, what: str, meaning: str) -> Pairs:
        pairs: Pairs = [("rdf:type", what), ("rdfs:comment", string(meaning)), ("rdfs:label", string(name.replace("_", " ")))]
        if name in schema.KINDS:
            pairs += [("rdfs:subClassOf", schema.KINDS[name].biolink), ("rdfs:subClassOf", "vocab:Node")]
        return pairs

    def node(self, node: Node, supported: list[Assertion]) -> Pairs:
        pairs: Pairs = [("rdfs:label", string(node.label))]
        pairs += [("skos:altLabel", string(s)) for s in node.synonyms]
        pairs += [("skos:definition", string(node.description))] if node.description else []
        pairs += [("oboInOwl:hasDbXref", string(x)) for x in node.xrefs]
        pairs += [("vocab:counterpart", self.name(c, node)) for c in node.counterpart]
        for column, relation, parents in (("is_a", "rdfs:subClassOf", node.is_a), ("part_of", "BFO:0000050", node.part_of)):
            if parents:
                said = {a.object for a in supported if direct_predicate(a) == relation}
                pairs += [(relation, self.name(p, node)) for p in parents]
                pairs += [(f"vocab:listed_{column}", self.name(p, node)) for p in parents if p in said]
        for column in ("synonyms", "xrefs", "counterpart", "is_a", "part_of"):
            if len(values := getattr(node, column)) > 1:
                pairs += order(column, values)
        return pairs

    def association(self, a: Assertion) -> Pairs:
        pairs: Pairs = [("biolink:subject", self.name(a.subject)), ("biolink:object", self.name(a.object))]
        counter: Pairs = []
        for row in a.rows:
            f = row.finding
            pairs.append(("biolink:publications", self.name(f.reference, f)))
            if f.supports:
                pairs.append(("biolink:has_evidence", self.finding_name(f.id)))
            else:
                counter.append(("vocab:counter_evidence", self.finding_name(f.id)))
        return pairs + counter

    def finding(self, f: Finding, checks: Sequence[Check]) -> Pairs:
        name = self.name
        pairs: Pairs = [("vocab:claim", assertion_id(f.subject, f.predicate, f.aspect, f.object))]
        pairs += [(column, string(value)) for column, value in zip(_OWN_NAMES, _own_values(f), strict=True) if value]
        if f.region:
            pairs += self.places(f.region, f)
        if f.via:
            pairs.append(("vocab:via", name(f.via, f)))
        if f.cell:
            pairs.append(("vocab:cell", name(f.cell, f)))
        if len(f.species) > 1:
            pairs += [of_species(species) for species in f.species]
        for state in f.state:
            named = state in self.kg.nodes or (state.partition(":")[0] in self.prefixes and not self.kg.prefixes.problem(state))
            pairs.append(("vocab:state", name(state, f)) if named else ("vocab:state_words", string(state)))
        if f.stage:
            pairs += [("vocab:stage", string(v)) for v in f.stage]
        if f.experiment:
            pairs += [("vocab:experiment", string(v)) for v in f.experiment]
        for column, values in (("species", f.species), ("stage", f.stage), ("state", f.state), ("experiment", f.experiment)):
            if len(values) > 1:
                pairs += order(column, values)
        if f.subject_label != self.kg.label(f.subject):
            pairs.append(("vocab:subject_label", string(f.subject_label)))
        if f.object_label != self.kg.label(f.object):
            pairs.append(("vocab:object_label", string(f.object_label)))
        if f.finding:
            pairs.append(("vocab:text", string(f.finding)))
        if checks:
            pairs += [("vocab:second_reading", string(c.verdict)) for c in checks]
        pairs.append(("prov:wasDerivedFrom", name(f.reference, f)))
        return pairs

    def places(self, regions: tuple[str, ...], record: Finding | Loop) -> Pairs:
        """Return where something holds."""
        pairs: Pairs = [
            (f"vocab:{schema.NO_PLACE[r]}", TRUE) if r in schema.NO_PLACE else ("vocab:region", self.name(r, record))
            for r in regions
        ]
        return pairs + order("region", regions)

    def reference(self, r: Reference) -> Pairs:
        pairs: Pairs = [("rdf:type", "bibo:AcademicArticle"), ("dcterms:identifier", string(r.id))]
        values = (
            ("dcterms:title", r.title),
            ("dc:creator", r.first_author),
            ("prism:publicationName", r.journal),
            ("bibo:doi", r.doi),
            ("bibo:pmid", r.pmid),
            ("fabio:hasPubMedCentralId", r.pmcid),
            ("vocab:publication_type", r.type),
            ("vocab:retracted", r.retracted),
        )
        pairs += [(name, string(value)) for name, value in values if value]
        if r.year:
            pairs.append(("dcterms:date", year(r.year)))
        return pairs

    def loop(self, loop: Loop) -> Iterator[_Said]:
        steps = [(address(LOOP, loop.name, str(i)), s) for i, s in enumerate(loop.steps, 1)]
        pairs: Pairs = [("rdf:type", "vocab:FeedbackLoop"), ("rdfs:label", string(loop.name))]
        pairs += [("vocab:sign", whole(loop.sign)), *(("vocab:steps", name) for name, _ in steps)]
        pairs += [(f"vocab:{c}", string(v)) for c, v in (("axis", loop.axis), ("loop_kind", loop.kind)) if v]
        for state in loop.opened_by:
            named = state in self.kg.nodes
            pairs.append(("vocab:opened_by", self.name(state)) if named else ("vocab:state_words", string(state)))
        pairs += [("dcterms:references", self.name(r, loop)) for r in loop.references]
        pairs += [*order("opened_by", loop.opened_by), *order("references", loop.references)]
        yield _Said("loops", address(LOOP, loop.name), pairs)
        for name, s in steps:
            claim = assertion_id(s.subject, s.predicate, s.aspect, s.object)
            inner: Pairs = [("rdf:type", "vocab:LoopStep"), ("vocab:step_claim", claim)]
            inner += [("vocab:step_number", whole(s.step)), *self.places(s.region, loop)]
            if claim not in self.kg.assertions:
                inner += [("biolink:subject", self.name(s.subject, loop)), ("biolink:object", self.name(s.object, loop))]
                inner += [(f"vocab:{c}", string(v)) for c, v in (("predicate", s.predicate), ("aspect", s.aspect)) if v]
            yield _Said("loops", name, inner)

    def checks(self, checks: list[Check]) -> Iterator[_Said]:
        """Yield the second readings of one finding."""
        met: dict[str, int] = {}
        if len(checks) > 1:
            checks = sorted(checks, key=lambda c: (c.batch, c.predicate, c.result, c.species, c.verdict, c.note, c.date))
        for check in checks:
            met[check.batch] = met.get(check.batch, 0) + 1
            again = (str(met[check.batch]),) if met[check.batch] > 1 else ()
            pairs: Pairs = [("vocab:reading_of", self.finding_name(check.finding))]
            pairs += [("rdfs:comment", string(check.note))] if check.note else []
            alike = of_checks(check.batch, check.predicate, check.result, check.species, check.verdict, check.date)
            yield _Said("checks", address(CHECK, check.finding, check.batch, *again), pairs, alike)
