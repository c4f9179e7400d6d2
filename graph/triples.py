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

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter

from . import schema
from .errors import DataError
from .knowledge import KnowledgeGraph
from .model import Assertion, Check, Finding, Loop, Node, Problem, Reference, assertion_id
from .rdf_terms import FALSE, MOST_KNOWN, TRUE, Block, Lines, Pairs, Value, address, encoded, moment, order, string, whole, year
from .vocab import BIOLINK, CHECK, CURATOR, DATASET, FINDING, LICENCE, LOOP, PREFIX, STANDARD, VOCAB, terms

_FLIPPED = {"increases": "decreases", "decreases": "increases"}
_DIRECTION = {1: "increased", -1: "decreased"}
#: Columns of a finding of one word or text, carried under their own names.
PLAIN = (
    "result", "route", "route_test", "onset", "onset_range", "exposure", "sex", "tested", "manipulation", "dose", "method",
    "study", "read",
)  # fmt: skip
_plain_values = attrgetter(*PLAIN)


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
    return _Maker(kg).blocks()


def subjects(kg: KnowledgeGraph) -> Iterator[tuple[str, Pairs]]:
    """Yield all that is said of each subject, together; graphs are not told apart.

    >>> import endoneuro
    >>> from endoneuro.graph.triples import subjects
    >>> next(subjects(endoneuro.load()))[0]
    '<https://w3id.org/endoneuro/>'
    """
    before = ""
    said: Pairs = []
    for _, subject, pairs in blocks(kg):
        if subject == before:
            said = said + pairs
        else:
            if before:
                yield before, said
            before, said = subject, pairs
    yield before, said


def ntriples(kg: KnowledgeGraph) -> Iterator[str]:
    """Yield the graph as N-Triples, some lines at a time; memory does not grow with the graph.

    >>> import endoneuro
    >>> from endoneuro.graph.triples import ntriples
    >>> next(ntriples(endoneuro.load())).startswith("<https://w3id.org/endoneuro/> <")
    True
    """
    write = Lines(prefixes(kg))
    for _, subject, pairs in blocks(kg):
        yield write.block(subject, pairs)


def direct_predicate(a: Assertion) -> str:
    """Return the relation of the direct triple, as an identifier."""
    name = a.predicate
    if a.aspect and schema.ASPECTS[a.aspect].sign < 0:
        name = _FLIPPED.get(name, name)
    return schema.PREDICATES[name].ro


class _Words(dict[str, tuple[str, Value]]):
    """What the words of one column say, as predicate and value; remembers the short ones, few of which are many."""

    def __init__(self, predicate: str, make: Callable[[str], Value] = string) -> None:
        super().__init__()
        self.predicate, self.make = predicate, make

    def __missing__(self, word: str) -> tuple[str, Value]:
        made = self.predicate, self.make(word)
        if len(word) < 40 and len(self) < MOST_KNOWN:
            self[word] = made
        return made


class _Maker:
    """Turns the records of one graph into blocks; remembers the names of identifiers and the words of columns."""

    def __init__(self, kg: KnowledgeGraph) -> None:
        self.kg = kg
        self.prefixes = prefixes(kg)
        self.known: dict[str, str] = {}
        self.findings: dict[str, str] = {}
        self.plain = tuple(_Words(f"vocab:{column}") for column in PLAIN)
        self.made = _Words("prov:generatedAtTime", moment)
        self.curator = _Words("prov:wasAttributedTo", lambda name: address(CURATOR, name))
        self.several = {
            c: _Words(f"vocab:{c}") for c in ("stage", "experiment", "species_words", "state_words", "second_reading")
        }
        self.kinds = {m: ("rdf:type", known.eco) for m, known in schema.METHODS.items()}
        self.species = {s: ("vocab:species", taxon) for s, taxon in schema.SPECIES.items()}
        self.words = tuple(
            _Words(p)
            for p in ("vocab:batch", "vocab:predicate", "vocab:result", "vocab:species_words", "vocab:verdict", "rdfs:comment")
        )

    def blocks(self) -> Iterator[Block]:
        kg = self.kg
        checks: dict[str, list[Check]] = {}
        for check in kg.checks:
            checks.setdefault(check.finding, []).append(check)
        yield Block("", f"<{DATASET}>", self.dataset())
        for name, prefix in sorted(kg.prefixes.by_name.items()):
            about: Pairs = [("rdf:type", "sh:PrefixDeclaration"), ("sh:prefix", string(name))]
            about += [("sh:namespace", (prefix.iri, "xsd:anyURI")), ("idot:idRegexPattern", string(prefix.pattern))]
            about += [("rdfs:comment", string(prefix.meaning))] if prefix.meaning else []
            yield Block("", address(PREFIX, name), about)
        for term in terms():
            yield Block("vocabulary", f"vocab:{term[0]}", self.term(*term))
        for node_id in sorted({*kg.nodes, *(a.subject for a in kg.assertions.values())}):
            node = kg.nodes.get(node_id)
            name = self.name(node_id, node)
            supported = [a for a in kg.out(node_id) if a.supported]
            if node:
                yield Block("nodes", name, self.node(node, supported))
            if supported:
                yield Block("claims", name, sorted({(direct_predicate(a), self.name(a.object)) for a in supported}))
        for key in sorted(kg.assertions):
            yield Block("assertions", self.name(key), self.association(kg.assertions[key]))
        for key in sorted(kg.findings):
            yield Block("findings", self.finding_name(key), self.finding(kg.findings[key], checks.get(key, ())))
        for key in sorted(kg.references):
            yield Block("references", self.name(key, kg.references[key]), self.reference(kg.references[key]))
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
        pairs: Pairs = [("rdf:type", f"vocab:{node.kind}"), ("rdfs:label", string(node.label))]
        if node.kind in schema.KINDS:
            pairs.append(("rdf:type", schema.KINDS[node.kind].biolink))
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
            pairs += order(column, getattr(node, column))
        values = (("class", node.cls), ("circulates", node.circulates), ("grain", node.grain))
        return pairs + [(f"vocab:{name}", string(value)) for name, value in values if value]

    def association(self, a: Assertion) -> Pairs:
        predicate = schema.PREDICATES[a.predicate]
        pairs: Pairs = [
            ("rdf:type", "biolink:Association"),
            ("biolink:subject", self.name(a.subject)),
            ("biolink:predicate", predicate.biolink),
            ("biolink:object", self.name(a.object)),
            ("biolink:knowledge_level", ("knowledge_assertion", "")),
            ("biolink:agent_type", ("automated_agent", "")),
            ("vocab:predicate", (a.predicate, "")),
            ("vocab:supported", TRUE if a.supported else FALSE),
        ]
        if a.sign is not None:
            pairs.append(("vocab:sign", whole(a.sign)))
        if a.aspect:
            pairs.append(("vocab:aspect", (a.aspect, "")))
        aspect = schema.ASPECTS[a.aspect].biolink if a.aspect else "activity" if predicate.group == "ligand" else ""
        if aspect:
            pairs.append(("biolink:object_aspect_qualifier", (aspect, "")))
        if predicate.biolink == "biolink:affects" and predicate.sign in _DIRECTION and predicate.group in ("ligand", "causal"):
            pairs.append(("biolink:object_direction_qualifier", (_DIRECTION[predicate.sign], "")))
            pairs.append(("biolink:qualified_predicate", "biolink:causes"))
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
        claim = assertion_id(f.subject, f.predicate, f.aspect, f.object)
        pairs: Pairs = [("rdf:type", "vocab:Finding"), ("vocab:claim", self.name(claim)), ("vocab:tier", whole(f.tier))]
        if f.method in self.kinds:
            pairs.append(self.kinds[f.method])
        pairs += [words[value] for words, value in zip(self.plain, _plain_values(f), strict=True) if value]
        pairs += self.places(f.region, f)
        pairs += [(f"vocab:{c}", self.name(v, f)) for c, v in (("via", f.via), ("cell", f.cell)) if v]
        pairs += [self.species.get(species) or self.several["species_words"][species] for species in f.species]
        for state in f.state:
            named = state in self.kg.nodes or (state.partition(":")[0] in self.prefixes and not self.kg.prefixes.problem(state))
            pairs.append(("vocab:state", self.name(state, f)) if named else self.several["state_words"][state])
        for column, values in (("stage", f.stage), ("experiment", f.experiment)):
            if values:
                words = self.several[column]
                pairs += [words[v] for v in values]
        for column in ("species", "stage", "state", "experiment"):
            if len(values := getattr(f, column)) > 1:
                pairs += order(column, values)
        for column, end, given in (("subject", f.subject, f.subject_label), ("object", f.object, f.object_label)):
            if given != self.kg.label(end):
                pairs.append((f"vocab:{column}_label", string(given)))
        pairs += [("vocab:text", string(f.finding))] if f.finding else []
        pairs += [self.several["second_reading"][c.verdict] for c in checks]
        pairs.append(("prov:wasDerivedFrom", self.name(f.reference, f)))
        pairs += [self.curator[f.curator]] if f.curator else []
        return pairs + ([self.made[f.date]] if f.date else [])

    def places(self, regions: tuple[str, ...], record: Finding | Loop) -> Pairs:
        """Return where something holds."""
        pairs: Pairs = [
            ("vocab:systemic", TRUE) if r == schema.SYSTEMIC else ("vocab:region", self.name(r, record)) for r in regions
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

    def loop(self, loop: Loop) -> Iterator[Block]:
        steps = [(address(LOOP, loop.name, str(i)), s) for i, s in enumerate(loop.steps, 1)]
        pairs: Pairs = [("rdf:type", "vocab:FeedbackLoop"), ("rdfs:label", string(loop.name))]
        pairs += [("vocab:sign", whole(loop.sign)), *(("vocab:steps", name) for name, _ in steps)]
        pairs += [(f"vocab:{c}", string(v)) for c, v in (("axis", loop.axis), ("loop_kind", loop.kind)) if v]
        for state in loop.opened_by:
            named = state in self.kg.nodes
            pairs.append(("vocab:opened_by", self.name(state)) if named else ("vocab:state_words", string(state)))
        pairs += [("dcterms:references", self.name(r, loop)) for r in loop.references]
        pairs += [*order("opened_by", loop.opened_by), *order("references", loop.references)]
        yield Block("loops", address(LOOP, loop.name), pairs)
        for name, s in steps:
            claim = assertion_id(s.subject, s.predicate, s.aspect, s.object)
            inner: Pairs = [("rdf:type", "vocab:LoopStep"), ("vocab:step_claim", self.name(claim))]
            inner += [("vocab:step_number", whole(s.step)), *self.places(s.region, loop)]
            if claim not in self.kg.assertions:
                inner += [("biolink:subject", self.name(s.subject, loop)), ("biolink:object", self.name(s.object, loop))]
                inner += [(f"vocab:{c}", string(v)) for c, v in (("predicate", s.predicate), ("aspect", s.aspect)) if v]
            yield Block("loops", name, inner)

    def checks(self, checks: list[Check]) -> Iterator[Block]:
        """Yield the second readings of one finding."""
        met: dict[str, int] = {}
        if len(checks) > 1:
            checks = sorted(checks, key=lambda c: (c.batch, c.predicate, c.result, c.species, c.verdict, c.note, c.date))
        for check in checks:
            met[check.batch] = met.get(check.batch, 0) + 1
            again = (str(met[check.batch]),) if met[check.batch] > 1 else ()
            pairs: Pairs = [("rdf:type", "vocab:SecondReading"), ("vocab:reading_of", self.finding_name(check.finding))]
            values = check.batch, check.predicate, check.result, check.species, check.verdict, check.note
            pairs += [words[value] for words, value in zip(self.words, values, strict=True) if value]
            pairs += [self.made[check.date]] if check.date else []
            yield Block("checks", address(CHECK, check.finding, check.batch, *again), pairs)
