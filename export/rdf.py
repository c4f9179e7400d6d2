"""RDF 1.1 Turtle: direct triples for what is supported, an association node with its evidence for every claim.

The text is written here, sorted, so that the same graph gives the same bytes. Three choices:

* Cross-references are `oboInOwl:hasDbXref` strings: a table's `xrefs` may name what is near, not the same, so a
  `skos:closeMatch` would say too much.
* Findings that saw nothing, or the reverse, hang on `vocab:counter_evidence`: `biolink:has_evidence` is read as support.
* The direct triple of a claim about an aspect that removes its object (uptake, degradation) takes the relation of the
  opposite sign, since it no longer names the aspect; the association keeps the claim as it was made.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from ..graph import schema
from ..graph.errors import DataError
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Check, Finding, Loop, Node, Problem, Reference, assertion_id
from .vocab import CURATOR, DATASET, FINDING, LICENCE, LOOP, STANDARD, VOCAB, terms

Pairs = list[tuple[str, str]]
_PREFIX = re.compile(r"[A-Za-z](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_BAD_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`\x7f\ud800-\udfff]")
_BAD_IN_TEXT = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff]')
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"\d{4}")
_FLIPPED = {"increases": "decreases", "decreases": "increases"}
_DIRECTION = {1: '"increased"', -1: '"decreased"'}
_PLAIN_VALUES = (
    "result", "route", "route_test", "onset", "onset_range", "exposure", "sex", "tested", "manipulation", "dose", "method",
    "study", "read",
)  # fmt: skip


def to_turtle(graph: KnowledgeGraph) -> str:
    """Return the whole graph as RDF 1.1 Turtle; the same graph gives the same bytes.

    Args:
        graph: the graph.

    Returns:
        The text of a `.ttl` file.

    Raises:
        DataError: an identifier has a prefix that is not registered.

    >>> import endoneuro
    >>> from endoneuro.export import to_turtle
    >>> to_turtle(endoneuro.load()).startswith("@prefix ")
    True

    """
    return _Writer(graph).text()


def literal(text: str) -> str:
    r"""Return a string as a Turtle literal.

    >>> from endoneuro.export.rdf import literal
    >>> literal('say "5-HT"')
    '"say \\"5-HT\\""'
    """
    return f'"{_BAD_IN_TEXT.sub(_escape, text)}"'


def direct_predicate(a: Assertion) -> str:
    """Return the relation of the direct triple, as an identifier."""
    name = a.predicate
    if a.aspect and schema.ASPECTS[a.aspect].sign < 0:
        name = _FLIPPED.get(name, name)
    return schema.PREDICATES[name].ro


def _escape(match: re.Match[str]) -> str:
    char = match.group()
    if char in _SHORT:
        return _SHORT[char]
    return "\\uFFFD" if "\ud800" <= char <= "\udfff" else f"\\u{ord(char):04X}"


class _Writer:
    """Turns one graph into Turtle; remembers how each identifier is written."""

    def __init__(self, graph: KnowledgeGraph) -> None:
        self.graph = graph
        registered = {name: prefix.iri for name, prefix in graph.prefixes.by_name.items()}
        self.prefixes = {**registered, **STANDARD}
        self.known: dict[str, str] = {}
        self.findings: dict[str, str] = {}

    def text(self) -> str:
        graph = self.graph
        checks: dict[str, list[Check]] = {}
        for check in graph.checks:
            checks.setdefault(check.finding, []).append(check)
        head = "".join(
            f"@prefix {name}: <{_safe(iri)}> .\n" for name, iri in sorted(self.prefixes.items()) if _PREFIX.fullmatch(name)
        )
        subjects = sorted({n.id for n in graph.nodes.values()} | {a.subject for a in graph.assertions.values()})
        blocks = [self.dataset(), *(self.term(*t) for t in terms())]
        blocks += [self.node(n) for n in subjects]
        blocks += [self.association(a) for _, a in sorted(graph.assertions.items())]
        blocks += [self.finding(f, checks.get(f.id, ())) for _, f in sorted(graph.findings.items())]
        blocks += [self.reference(r) for _, r in sorted(graph.references.items())]
        for loop in graph.loops:
            blocks += self.loop(loop)
        return head + "\n" + "\n".join(blocks)

    # identifiers -------------------------------------------------------------------------------------------

    def name(self, curie: str, source: str = "", line: int = 0) -> str:
        """Return an identifier as Turtle writes it: short where that is allowed, else in full."""
        found = self.known.get(curie)
        if found is None:
            prefix, _, local = curie.partition(":")
            if prefix not in self.prefixes or not local:
                what = self.graph.prefixes.problem(curie)
                raise DataError([Problem(source or "graph", line, "error", what, "prefix")])
            short = _LOCAL.fullmatch(local) and _PREFIX.fullmatch(prefix)
            found = curie if short else f"<{_safe(self.prefixes[prefix] + local)}>"
            self.known[curie] = found
        return found

    def finding_name(self, finding_id: str) -> str:
        found = self.findings.get(finding_id)
        if found is None:
            found = self.findings[finding_id] = f"<{FINDING}{_quoted(finding_id)}>"
        return found

    # blocks ------------------------------------------------------------------------------------------------

    def dataset(self) -> str:
        title = "endoneuro, a curated knowledge graph of endocrine neuromodulation"
        return _block(
            f"<{DATASET}>",
            [
                ("a", "void:Dataset"),
                ("dcterms:license", f"<{LICENCE}>"),
                ("dcterms:title", literal(title)),
                ("void:entities", str(len(self.graph.nodes))),
                ("void:vocabulary", "<https://w3id.org/biolink/vocab/>"),
                ("void:vocabulary", f"<{VOCAB}>"),
            ],
        )

    def term(self, name: str, what: str, meaning: str) -> str:
        pairs = [("a", what), ("rdfs:comment", literal(meaning)), ("rdfs:label", literal(name.replace("_", " ")))]
        if name in schema.KINDS:
            pairs.append(("rdfs:subClassOf", schema.KINDS[name].biolink))
        return _block(f"vocab:{name}", pairs)

    def node(self, node_id: str) -> str:
        node = self.graph.nodes.get(node_id)
        pairs: Pairs = self.described(node) if node else []
        pairs += [(self.name(direct_predicate(a)), self.name(a.object)) for a in self.graph.out(node_id) if a.supported]
        return _block(self.name(node_id, node.source if node else "", node.line if node else 0), pairs) if pairs else ""

    def described(self, node: Node) -> Pairs:
        pairs: Pairs = [("a", f"vocab:{node.kind}"), ("rdfs:label", literal(node.label))]
        if node.kind in schema.KINDS:
            pairs.append(("a", schema.KINDS[node.kind].biolink))
        pairs += [("skos:altLabel", literal(s)) for s in node.synonyms]
        pairs += [("skos:definition", literal(node.description))] if node.description else []
        pairs += [("rdfs:subClassOf", self.name(p, node.source, node.line)) for p in node.is_a]
        pairs += [("BFO:0000050", self.name(p, node.source, node.line)) for p in node.part_of]
        pairs += [("oboInOwl:hasDbXref", literal(x)) for x in node.xrefs]
        pairs += [("vocab:counterpart", self.name(c, node.source, node.line)) for c in node.counterpart]
        values = (("class", node.cls), ("circulates", node.circulates), ("grain", node.grain))
        return pairs + [(f"vocab:{name}", literal(value)) for name, value in values if value]

    def association(self, a: Assertion) -> str:
        predicate = schema.PREDICATES[a.predicate]
        supported = a.supported
        pairs: Pairs = [
            ("a", "biolink:Association"),
            ("biolink:subject", self.name(a.subject)),
            ("biolink:predicate", predicate.biolink),
            ("biolink:object", self.name(a.object)),
            ("biolink:knowledge_level", '"knowledge_assertion"'),
            ("biolink:agent_type", '"manual_validation_of_automated_agent"'),
            ("vocab:predicate", literal(a.predicate)),
            ("vocab:supported", "true" if supported else "false"),
        ]
        if a.sign is not None:
            pairs.append(("vocab:sign", str(a.sign)))
        if a.aspect:
            pairs.append(("vocab:aspect", literal(a.aspect)))
        aspect = schema.ASPECTS[a.aspect].biolink if a.aspect else "activity" if predicate.group == "ligand" else ""
        if aspect:
            pairs.append(("biolink:object_aspect_qualifier", literal(aspect)))
        if predicate.biolink == "biolink:affects" and predicate.sign in _DIRECTION and predicate.group in ("ligand", "causal"):
            pairs.append(("biolink:object_direction_qualifier", _DIRECTION[predicate.sign]))
            pairs.append(("biolink:qualified_predicate", "biolink:causes"))
        for row in a.rows:
            f = row.finding
            pairs.append(("biolink:publications", self.name(f.reference, f.source, f.line)))
            pairs.append(("biolink:has_evidence" if f.supports else "vocab:counter_evidence", self.finding_name(f.id)))
        return _block(self.name(a.id), pairs)

    def finding(self, f: Finding, checks: Iterable[Check]) -> str:
        claim = assertion_id(f.subject, f.predicate, f.aspect, f.object)
        pairs: Pairs = [("a", "vocab:Finding"), ("vocab:claim", self.name(claim)), ("vocab:tier", str(f.tier))]
        if f.method in schema.METHODS:
            pairs.append(("a", schema.METHODS[f.method].eco))
        for column in _PLAIN_VALUES:
            value = getattr(f, column)
            if value:
                pairs.append((f"vocab:{column}", literal(value)))
        if f.systemic:
            pairs.append(("vocab:systemic", "true"))
        pairs += [("vocab:region", self.name(r, f.source, f.line)) for r in f.region if r != schema.SYSTEMIC]
        pairs += [("vocab:via", self.name(f.via))] if f.via else []
        pairs += [("vocab:cell", self.name(f.cell, f.source, f.line))] if f.cell else []
        for species in f.species:
            known = schema.SPECIES.get(species)
            pairs.append(("vocab:species", known) if known else ("vocab:species_words", literal(species)))
        pairs += [("vocab:stage", literal(s)) for s in f.stage]
        pairs += [("vocab:experiment", literal(e)) for e in f.experiment]
        for state in f.state:
            is_node = state in self.graph.nodes or state.partition(":")[0] in self.graph.prefixes.by_name
            pairs.append(("vocab:state", self.name(state)) if is_node else ("vocab:state_words", literal(state)))
        pairs += [("vocab:text", literal(f.finding))] if f.finding else []
        pairs += [("vocab:second_reading", literal(c.verdict)) for c in checks]
        pairs.append(("prov:wasDerivedFrom", self.name(f.reference, f.source, f.line)))
        if f.curator:
            pairs.append(("prov:wasAttributedTo", f"<{CURATOR}{_quoted(f.curator)}>"))
        if _DAY.fullmatch(f.date):
            pairs.append(("prov:generatedAtTime", f'"{f.date}T00:00:00Z"^^xsd:dateTime'))
        return _block(self.finding_name(f.id), pairs)

    def reference(self, r: Reference) -> str:
        pairs: Pairs = [("a", "bibo:AcademicArticle"), ("dcterms:title", literal(r.title))]
        values = (
            ("dc:creator", r.first_author),
            ("prism:publicationName", r.journal),
            ("bibo:doi", r.doi),
            ("bibo:pmid", r.pmid),
            ("vocab:publication_type", r.type),
            ("vocab:retracted", r.retracted),
        )
        pairs += [(name, literal(value)) for name, value in values if value]
        pairs += [("dcterms:identifier", literal(i)) for i in (r.id, r.pmcid) if i]
        if r.year:
            dated = f'"{r.year}"^^xsd:gYear' if _YEAR.fullmatch(r.year) else literal(r.year)
            pairs.append(("dcterms:date", dated))
        return _block(self.name(r.id, r.source, r.line), pairs)

    def loop(self, loop: Loop) -> list[str]:
        name = f"{LOOP}{_quoted(loop.name)}"
        steps = [f"<{name}/{s.step}>" for s in loop.steps]
        pairs: Pairs = [
            ("a", "vocab:FeedbackLoop"),
            ("rdfs:label", literal(loop.name)),
            ("vocab:axis", literal(loop.axis)),
            ("vocab:loop_kind", literal(loop.kind)),
            ("vocab:sign", str(loop.sign)),
            ("vocab:steps", f"( {' '.join(steps)} )" if steps else "rdf:nil"),
        ]
        for state in loop.opened_by:
            pairs.append(
                ("vocab:opened_by", self.name(state)) if state in self.graph.nodes else ("vocab:state_words", literal(state))
            )
        pairs += [("dcterms:references", self.name(r, loop.source, loop.line)) for r in loop.references]
        blocks = [_block(f"<{name}>", pairs)]
        for written, s in zip(steps, loop.steps, strict=True):
            claim = assertion_id(s.subject, s.predicate, s.aspect, s.object)
            inner: Pairs = [("a", "vocab:LoopStep"), ("vocab:step_claim", self.name(claim)), ("vocab:step_number", str(s.step))]
            if schema.SYSTEMIC in s.region:
                inner.append(("vocab:systemic", "true"))
            inner += [("vocab:region", self.name(r, s.source, s.line)) for r in s.region if r != schema.SYSTEMIC]
            blocks.append(_block(written, inner))
        return blocks


def _block(subject: str, pairs: Pairs) -> str:
    """Return one subject with its predicates and objects, each once, sorted."""
    parts = []
    before = ""
    for predicate, value in sorted(set(pairs)):
        if predicate == before:
            parts.append(f",\n        {value}")
        else:
            parts.append(f" ;\n    {predicate} {value}" if before else f" {predicate} {value}")
            before = predicate
    return f"{subject}{''.join(parts)} .\n"


def _safe(iri: str) -> str:
    return _BAD_IN_IRI.sub(lambda m: quote(m.group().encode("utf-8", "replace"), safe=""), iri)


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "replace"), safe="")
