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

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple, TypeAlias
from urllib.parse import quote

from . import schema
from .errors import DataError
from .knowledge import KnowledgeGraph
from .model import Assertion, Check, Finding, Loop, Node, Problem, Reference, assertion_id
from .vocab import BIOLINK, CHECK, CURATOR, DATASET, FINDING, LICENCE, LOOP, PREFIX, STANDARD, VOCAB, terms

#: A name is `prefix:local` (encoded for an address) or `<address>`; a literal is its text and its type ("" for a string).
Literal: TypeAlias = tuple[str, str]
Value: TypeAlias = "str | Literal"
Pairs: TypeAlias = "list[tuple[str, Value]]"

_MOST_KNOWN = 100_000
TRUE: Literal = ("true", "xsd:boolean")
FALSE: Literal = ("false", "xsd:boolean")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]*")
_PLAIN = re.compile(r"[A-Za-z0-9\-._~!$&'()*+,;=:@/]*")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(
    r"(?!0000)\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
)
_YEAR = re.compile(r"(?!0000)\d{4}")
_BAD_IN_TEXT = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_FLIPPED = {"increases": "decreases", "decreases": "increases"}
_DIRECTION = {1: "increased", -1: "decreased"}
#: Columns of a finding that are one word or text, and of those the ones carried under the same name.
PLAIN = (
    "result", "route", "route_test", "onset", "onset_range", "exposure", "sex", "tested", "manipulation", "dose", "method",
    "study", "read",
)  # fmt: skip


_PLAIN_NAMES = tuple(f"vocab:{column}" for column in PLAIN)
_plain_values = attrgetter(*PLAIN)


class Block(NamedTuple):
    """What is said of one subject, and in which named graph it stands ("" for the default one)."""

    graph: str
    subject: str
    pairs: Pairs


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


class Lines:
    """Writes blocks as lines of N-Triples; remembers short names."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.prefixes = prefixes
        self.known: dict[Value, str] = {}

    def name(self, name: str) -> str:
        """Return a name in full, in angle brackets."""
        if name[0] == "<":
            return name
        found = self.known.get(name)
        if found is None:
            prefix, _, local = name.partition(":")
            found = f"<{self.prefixes[prefix]}{local}>"
            self.keep(name, found)
        return found

    def keep(self, value: Value, written: str) -> None:
        """Remember how a value is written, without letting the memory grow for ever."""
        if len(self.known) >= _MOST_KNOWN:
            self.known.clear()
        self.known[value] = written

    def value(self, value: Value) -> str:
        """Return a name or a literal."""
        if isinstance(value, str):
            return self.name(value)
        text, datatype = value
        written = f'"{escaped(text)}"^^{self.name(datatype)}' if datatype else f'"{escaped(text)}"'
        if len(text) < 40:
            self.keep(value, written)
        return written

    def block(self, subject: str, pairs: Pairs) -> str:
        """Return the sorted lines of one subject, each once."""
        known, me = self.known.get, self.name(subject)
        rows = {f"{me} {known(p) or self.name(p)} {known(v) or self.value(v)} .\n" for p, v in pairs}
        return "".join(sorted(rows))


def escaped(text: str) -> str:
    r"""Return a string as it stands between the quotes of a Turtle or N-Triples literal.

    >>> from endoneuro.graph.triples import escaped
    >>> escaped('say "5-HT"')
    'say \\"5-HT\\"'
    """
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    return _BAD_IN_TEXT.sub(_escape, text)


def direct_predicate(a: Assertion) -> str:
    """Return the relation of the direct triple, as an identifier."""
    name = a.predicate
    if a.aspect and schema.ASPECTS[a.aspect].sign < 0:
        name = _FLIPPED.get(name, name)
    return schema.PREDICATES[name].ro


def encoded(local: str) -> str:
    """Return the local part of an identifier as an address holds it; `urllib.parse.unquote` gives it back."""
    return local if _PLAIN.fullmatch(local) else quote(local.encode("utf-8", "replace"), safe="-._~!$&'()*+,;=:@/")


def address(home: str, *parts: str) -> str:
    """Return the name of a record of ours below `home`; the parts may hold anything."""
    plain = [p if _UNRESERVED.fullmatch(p) else quote(p.encode("utf-8", "replace"), safe="") for p in parts]
    return f"<{home}{'/'.join(plain)}>"


def order(column: str, values: Sequence[str]) -> Pairs:
    """Return the triple that keeps the order of several values, or none where it is their sorted order."""
    ranked = sorted(set(values))
    if list(values) == ranked:
        return []
    rank = {value: str(i) for i, value in enumerate(ranked)}
    return [("vocab:order", (" ".join((column, *(rank[v] for v in values))), ""))]


def string(text: str) -> Literal:
    """Return a string literal; half characters, which no file can hold, become U+FFFD."""
    return (text if text.isascii() else _SURROGATE.sub("\ufffd", text), "")


def whole(number: int) -> Literal:
    """Return an integer literal."""
    return (str(number), "xsd:integer")


def moment(day: str) -> Literal:
    """Return a day as PROV wants it, with a time; other words as they are."""
    return (f"{day}T00:00:00Z", "xsd:dateTime") if day.isascii() and _DAY.fullmatch(day) else string(day)


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    return _SHORT.get(char) or f"\\u{ord(char):04X}"


class _Maker:
    """Turns the records of one graph into blocks; remembers the names of identifiers."""

    def __init__(self, kg: KnowledgeGraph) -> None:
        self.kg = kg
        self.prefixes = prefixes(kg)
        self.known: dict[str, str] = {}
        self.findings: dict[str, str] = {}

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
                yield Block("claims", name, [(direct_predicate(a), self.name(a.object)) for a in supported])
        for _, a in sorted(kg.assertions.items()):
            yield Block("assertions", self.name(a.id), self.association(a))
        for _, f in sorted(kg.findings.items()):
            yield Block("findings", self.finding_name(f.id), self.finding(f, checks.get(f.id, ())))
        for _, r in sorted(kg.references.items()):
            yield Block("references", self.name(r.id, r), self.reference(r))
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
            found = self.known[curie] = f"{prefix}:{encoded(local)}"
        return found

    def finding_name(self, finding_id: str) -> str:
        """Return the name of a finding, whether the graph holds it or not."""
        found = self.findings.get(finding_id)
        if found is None:
            if len(self.findings) >= _MOST_KNOWN:
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
            ("biolink:agent_type", ("manual_validation_of_automated_agent", "")),
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
        for row in a.rows:
            f = row.finding
            pairs.append(("biolink:publications", self.name(f.reference, f)))
            pairs.append(("biolink:has_evidence" if f.supports else "vocab:counter_evidence", self.finding_name(f.id)))
        return pairs

    def finding(self, f: Finding, checks: Sequence[Check]) -> Pairs:
        claim = assertion_id(f.subject, f.predicate, f.aspect, f.object)
        pairs: Pairs = [("rdf:type", "vocab:Finding"), ("vocab:claim", self.name(claim)), ("vocab:tier", whole(f.tier))]
        if f.method in schema.METHODS:
            pairs.append(("rdf:type", schema.METHODS[f.method].eco))
        pairs += [(name, string(value)) for name, value in zip(_PLAIN_NAMES, _plain_values(f), strict=True) if value]
        pairs += self.places(f.region, f)
        pairs += [(f"vocab:{c}", self.name(v, f)) for c, v in (("via", f.via), ("cell", f.cell)) if v]
        for species in f.species:
            known = schema.SPECIES.get(species)
            pairs.append(("vocab:species", known) if known else ("vocab:species_words", string(species)))
        for state in f.state:
            named = state in self.kg.nodes or (state.partition(":")[0] in self.prefixes and not self.kg.prefixes.problem(state))
            pairs.append(("vocab:state", self.name(state, f)) if named else ("vocab:state_words", string(state)))
        for column in ("stage", "experiment"):
            pairs += [(f"vocab:{column}", string(v)) for v in getattr(f, column)]
        for column in ("species", "stage", "state", "experiment"):
            if len(values := getattr(f, column)) > 1:
                pairs += order(column, values)
        for end, given in ((f.subject, ("subject", f.subject_label)), (f.object, ("object", f.object_label))):
            if given[1] != self.kg.label(end):
                pairs.append((f"vocab:{given[0]}_label", string(given[1])))
        pairs += [("vocab:text", string(f.finding))] if f.finding else []
        pairs += [("vocab:second_reading", string(c.verdict)) for c in checks]
        pairs += [("prov:wasDerivedFrom", self.name(f.reference, f))]
        pairs += [("prov:wasAttributedTo", address(CURATOR, f.curator))] if f.curator else []
        return pairs + ([("prov:generatedAtTime", moment(f.date))] if f.date else [])

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
            pairs.append(
                ("dcterms:date", (r.year, "xsd:gYear") if r.year.isascii() and _YEAR.fullmatch(r.year) else string(r.year))
            )
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
        for check in sorted(checks, key=lambda c: (c.batch, c.predicate, c.result, c.species, c.verdict, c.note, c.date)):
            met[check.batch] = met.get(check.batch, 0) + 1
            again = (str(met[check.batch]),) if met[check.batch] > 1 else ()
            pairs: Pairs = [("rdf:type", "vocab:SecondReading"), ("vocab:reading_of", self.finding_name(check.finding))]
            values = (
                *(("vocab:batch", check.batch), ("vocab:predicate", check.predicate), ("vocab:result", check.result)),
                *(("vocab:species_words", check.species), ("vocab:verdict", check.verdict), ("rdfs:comment", check.note)),
            )
            pairs += [(name, string(value)) for name, value in values if value]
            pairs += [("prov:generatedAtTime", moment(check.date))] if check.date else []
            yield Block("checks", address(CHECK, check.finding, check.batch, *again), pairs)
