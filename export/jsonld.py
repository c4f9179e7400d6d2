"""JSON-LD 1.1 with a context of our own, derived from the table of terms."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from ..graph.knowledge import KnowledgeGraph
from ..graph.schema import KINDS
from ..graph.triples import Pairs, Value, blocks, prefixes
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
    encode = json.JSONEncoder(ensure_ascii=False).encode
    yield f'{{"@context": {encode(context(known))},\n"@graph": [\n'
    comma = ""
    for subject, same in groupby(blocks(graph), key=lambda b: b.subject):
        yield comma + encode(write.record(subject, [pair for block in same for pair in block.pairs]))
        comma = ",\n"
    yield "\n]}\n"


class _Writer:
    """Turns blocks into JSON records."""

    def __init__(self, prefixes: dict[str, str]) -> None:
        self.short = {iri: (name, kind) for name, (iri, kind) in _BORROWED.items()}
        self.short |= {f"vocab:{t.name}": (t.name, "@id" if t.link else "") for t in TERMS.values()}
        self.classes = {"biolink:Association": "Association", "bibo:AcademicArticle": "AcademicArticle"}
        self.classes |= {f"vocab:{name}": name for name in (*CLASSES, *KINDS)}

    def record(self, subject: str, pairs: Pairs) -> dict[str, Any]:
        """Return one subject; several values of a property as a sorted list."""
        record: dict[str, Any] = {"id": _plain(subject)}
        values: dict[str, list[Any]] = {}
        for predicate, value in sorted(set(pairs), key=lambda pair: (pair[0], isinstance(pair[1], tuple), pair[1])):
            if predicate == "rdf:type":
                values.setdefault("type", []).append(self.classes.get(str(value), value))
                continue
            name, kind = self.short.get(predicate, (predicate, ""))
            values.setdefault(name, []).append(_value(value, kind))
        for name in sorted(values, key=lambda n: (n != "type", n)):
            found = values[name]
            record[name] = found[0] if len(found) == 1 else found
        return record


def _plain(name: str) -> str:
    return name[1:-1] if name[0] == "<" else name


def _value(value: Value, kind: str) -> Any:
    """Return a value as its property's entry in the context lets it be written."""
    if isinstance(value, str):
        return _plain(value) if kind == "@id" else {"@id": _plain(value)}
    text, datatype = value
    if datatype in _NATIVE:
        return text == "true" if datatype == "xsd:boolean" else int(text)
    if datatype in ("", kind):
        return {"@value": text} if kind and not datatype else text
    return {"@value": text, "@type": datatype}
