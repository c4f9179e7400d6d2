"""JSON-LD 1.1 with a context of our own, derived from the table of terms."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from json.encoder import encode_basestring
from typing import Any

from ..graph.knowledge import KnowledgeGraph
from ..graph.rdf_terms import Pairs, Pieces, Shared, Value
from ..graph.schema import KINDS
from ..graph.triples import prefixes, subjects
from ..graph.vocab import CLASSES, TERMS

#: Short names for properties of other vocabularies, with the type of their values ("@id" for a thing).
_BORROWED = {
    "label": ("rdfs:label", ""),
    "comment": ("rdfs:comment", ""),
    "synonym": ("skos:altLabel", ""),
    "definition": ("skos:definition", ""),
    "xref": ("oboInOwl:hasDbXref", ""),
    "subclass_of": ("rdfs:subClassOf", "@id"),
    "part_of": ("BFO:0000050", "@id"),
    "subject": ("biolink:subject", "@id"),
    "object": ("biolink:object", "@id"),
    "biolink_predicate": ("biolink:predicate", "@id"),
    "qualified_predicate": ("biolink:qualified_predicate", "@id"),
    "knowledge_level": ("biolink:knowledge_level", ""),
    "agent_type": ("biolink:agent_type", ""),
    "object_aspect_qualifier": ("biolink:object_aspect_qualifier", ""),
    "object_direction_qualifier": ("biolink:object_direction_qualifier", ""),
    "publications": ("biolink:publications", "@id"),
    "has_evidence": ("biolink:has_evidence", "@id"),
    "derived_from": ("prov:wasDerivedFrom", "@id"),
    "curator": ("prov:wasAttributedTo", "@id"),
    "date": ("prov:generatedAtTime", "xsd:dateTime"),
    "title": ("dcterms:title", ""),
    "identifier": ("dcterms:identifier", ""),
    "year": ("dcterms:date", "xsd:gYear"),
    "references": ("dcterms:references", "@id"),
    "license": ("dcterms:license", "@id"),
    "first_author": ("dc:creator", ""),
    "journal": ("prism:publicationName", ""),
    "doi": ("bibo:doi", ""),
    "pmid": ("bibo:pmid", ""),
    "pmcid": ("fabio:hasPubMedCentralId", ""),
    "entities": ("void:entities", "xsd:integer"),
    "vocabulary": ("void:vocabulary", "@id"),
    "declare": ("sh:declare", "@id"),
    "prefix": ("sh:prefix", ""),
    "namespace": ("sh:namespace", "xsd:anyURI"),
    "pattern": ("idot:idRegexPattern", ""),
}
_NATIVE = ("xsd:boolean", "xsd:integer")


def context(prefixes: dict[str, str]) -> dict[str, Any]:
    """Return the JSON-LD context: prefixes, classes, and every property with the type of its values.

    >>> import endoneuro
    >>> from endoneuro.export.jsonld import context
    >>> context({})["region"]
    {'@id': 'vocab:region', '@type': '@id'}
    """
    made: dict[str, Any] = {"@version": 1.1}
    made |= {name: {"@id": iri, "@prefix": True} for name, iri in sorted(prefixes.items())}
    made |= {"id": "@id", "type": "@type"}
    made |= {name: f"vocab:{name}" for name in sorted((*CLASSES, *KINDS))}
    made |= {"Association": "biolink:Association", "AcademicArticle": "bibo:AcademicArticle"}
    for name, (iri, kind) in sorted(_BORROWED.items()):
        made[name] = {"@id": iri, "@type": kind} if kind and kind not in _NATIVE else {"@id": iri}
    for name, term in sorted(TERMS.items()):
        made[name] = {"@id": f"vocab:{name}", "@type": "@id"} if term.link else {"@id": f"vocab:{name}"}
    return made


def to_context(graph: KnowledgeGraph) -> str:
    """Return the JSON-LD context alone.

    >>> import endoneuro, json
    >>> from endoneuro.export.jsonld import to_context
    >>> sorted(json.loads(to_context(endoneuro.load())))
    ['@context']
    """
    return json.dumps({"@context": context(prefixes(graph))}, ensure_ascii=False, indent=1) + "\n"


def to_jsonld(graph: KnowledgeGraph) -> Iterator[str]:
    """Yield the graph as JSON-LD, one subject a line; the same graph gives the same bytes.

    >>> import endoneuro, json
    >>> from endoneuro.export.jsonld import to_jsonld
    >>> json.loads("".join(to_jsonld(endoneuro.load())))["@graph"][0]["type"]
    'void:Dataset'
    """
    known = prefixes(graph)
    write = _Writer(known)
    yield f'{{"@context": {json.dumps(context(known), ensure_ascii=False)},\n"@graph": [\n'
    comma = ""
    for subject, shared, pairs in subjects(graph):
        yield comma + write.record(subject, shared, pairs)
        comma = ",\n"
    yield "\n]}\n"


class _Writer:
    """Turns blocks into JSON records; remembers short entries."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.prefixes = prefixes
        self.short = {iri: (name, kind) for name, (iri, kind) in _BORROWED.items()}
        self.short |= {f"vocab:{t.name}": (t.name, "@id" if t.link else "") for t in TERMS.values()}
        self.short["rdf:type"] = ("type", "@type")
        self.classes = {"biolink:Association": "Association", "bibo:AcademicArticle": "AcademicArticle"}
        self.classes |= {f"vocab:{name}": name for name in (*CLASSES, *KINDS)}
        self.pieces = Pieces(self.writer, self.several, ", ")

    def record(self, subject: str, shared: Shared, pairs: Pairs) -> str:
        """Return one subject: properties in the order they come, several values of one as a sorted list."""
        return f'{{"id": "{self.plain(subject)}", {self.pieces.text(shared, pairs)}}}'

    def several(self, predicate: str, pieces: list[str]) -> str:
        """Return one property with a list of values, given with the property before each."""
        head = self.name(predicate)
        return f"{head}[{', '.join([piece[len(head) :] for piece in pieces])}]"

    def name(self, predicate: str) -> str:
        """Return the short name of a property, as it begins an entry."""
        return f'"{self.short.get(predicate, (predicate,))[0]}": '

    def writer(self, predicate: str) -> Callable[[Value], str]:
        """Return what writes values of a property as its entry in the context lets them be written."""
        head, kind = self.name(predicate), self.short.get(predicate, ("", ""))[1]
        plain, classes = self.plain, self.classes if kind == "@type" else {}

        def write(value: Value) -> str:
            if isinstance(value, str):
                name = plain(classes.get(value, value))
                return f'{head}"{name}"' if kind else f'{head}{{"@id": "{name}"}}'
            text, datatype = value
            if datatype in _NATIVE:
                return head + text
            written = encode_basestring(text)
            if datatype == kind:
                return head + written
            typed = f', "@type": "{datatype}"' if datatype else ""
            return f'{head}{{"@value": {written}{typed}}}'

        def write_text(value: Value) -> str:
            return head + encode_basestring(value[0]) if isinstance(value, tuple) and not value[1] else write(value)

        return write if kind else write_text

    def plain(self, name: str) -> str:
        """Return a name as JSON-LD writes it: short, but in full where the local part would make it look like an address."""
        if name[0] == "<":
            return name[1:-1]
        if "://" in name:
            prefix, _, local = name.partition(":")
            return self.prefixes[prefix] + local
        return name
