"""The ontology of our terms, OWL 2 DL in Turtle, derived from `graph/schema.py` and the table of terms."""

from __future__ import annotations

from collections.abc import Iterable

from .. import __version__
from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.rdf_terms import escaped
from ..graph.vocab import ARTICLE, ASSOCIATION, CLASSES, LICENCE, NODE, STANDARD, TERMS, VALUES, VOCAB, Term, terms
from .rdf import Turtle, joined

_OBJECT = "owl:ObjectProperty"
#: Properties of other vocabularies that our files use, by what OWL takes them for.
BORROWED: dict[str, tuple[str, ...]] = {
    _OBJECT: (
        "biolink:has_evidence", "biolink:object", "biolink:predicate", "biolink:publications", "biolink:qualified_predicate",
        "biolink:subject", "prov:wasAttributedTo", "prov:wasDerivedFrom",
    ),
    "owl:DatatypeProperty": (
        "biolink:agent_type", "biolink:knowledge_level", "biolink:object_aspect_qualifier",
        "biolink:object_direction_qualifier", "prov:generatedAtTime",
    ),
    "owl:AnnotationProperty": (
        "bibo:doi", "bibo:pmid", "dc:creator", "dcterms:date", "dcterms:identifier", "dcterms:license",
        "dcterms:references", "dcterms:title", "fabio:hasPubMedCentralId", "idot:idRegexPattern", "oboInOwl:hasDbXref",
        "prism:publicationName", "sh:declare", "sh:namespace", "sh:prefix", "skos:altLabel", "skos:definition",
        "void:entities", "void:vocabulary",
    ),
}  # fmt: skip


def to_owl(graph: KnowledgeGraph) -> str:
    """Return the ontology: classes, properties with domains and ranges, links to RO and Biolink, what is disjoint.

    Each predicate is a property of ours below its RO and its Biolink relation. The graph itself does not matter: the
    ontology follows from the schema.

    >>> import endoneuro
    >>> from endoneuro.export.ontology import to_owl
    >>> "vocab:increases a owl:ObjectProperty" in to_owl(endoneuro.load())
    True
    """
    kinds = {k.name: k for k in schema.KINDS.values()}
    said: dict[str, set[tuple[str, str]]] = {
        f"<{VOCAB}>": {
            ("a", "owl:Ontology"),
            ("dcterms:license", f"<{LICENCE}>"),
            ("dcterms:title", _quoted("The terms of endoneuro")),
            ("owl:versionInfo", _quoted(__version__)),
        }
    }
    for what, names in BORROWED.items():
        for name in names:
            said[name] = {("a", what)}
    for name in (ASSOCIATION, ARTICLE, "void:Dataset", "sh:PrefixDeclaration", *(k.biolink for k in kinds.values())):
        said[name] = {("a", "owl:Class")}
    for method in schema.METHODS.values():
        said[method.eco] = {("a", "owl:Class")}
    for name, what, meaning in terms():
        said[f"vocab:{name}"] = {
            ("a", what),
            ("rdfs:comment", _quoted(meaning)),
            ("rdfs:isDefinedBy", f"<{VOCAB}>"),
            ("rdfs:label", _quoted(name.replace("_", " "))),
        }
        if name in kinds:
            said[f"vocab:{name}"] |= {("rdfs:subClassOf", kinds[name].biolink), ("rdfs:subClassOf", "vocab:Node")}
        if name in TERMS:
            said[f"vocab:{name}"] |= set(_property(TERMS[name]))
    for p in schema.PREDICATES.values():
        above = [x for x in (p.ro, p.biolink) if not x.startswith("rdfs:")]
        for name in above:
            said.setdefault(name, set()).add(("a", _OBJECT))
        said[f"vocab:{p.name}"] = {
            ("a", _OBJECT),
            ("rdfs:comment", _quoted(p.meaning)),
            ("rdfs:domain", _union(p.domain)),
            ("rdfs:isDefinedBy", f"<{VOCAB}>"),
            ("rdfs:label", _quoted(p.verb)),
            ("rdfs:range", _union(p.range)),
            *(("rdfs:subPropertyOf", name) for name in above),
        }
    apart = [f"vocab:{name}" for name in sorted({*kinds, *CLASSES} - {"Node"})] + [ASSOCIATION, ARTICLE]
    text = Turtle({n: i for n, i in STANDARD.items()}).head()
    text += "".join(f"\n{name}{joined(pairs)} .\n" for name, pairs in sorted(said.items()))
    return f"{text}\n[] a owl:AllDisjointClasses ;\n    owl:members ( {' '.join(apart)} ) .\n"


def _property(term: Term) -> Iterable[tuple[str, str]]:
    if not term.many:
        yield "a", "owl:FunctionalProperty"
    if term.domain:
        yield "rdfs:domain", _union(term.domain)
    if term.name in VALUES and term.range == "xsd:string":
        yield "rdfs:range", f"[ a rdfs:Datatype ; owl:oneOf ( {' '.join(map(_quoted, VALUES[term.name]))} ) ]"
    elif term.range:
        yield "rdfs:range", term.range if ":" in term.range else class_name(term.range)


def class_name(name: str) -> str:
    """Return how a class is written: `node` stands for any kind of node."""
    return "vocab:Node" if name == NODE else name if ":" in name else f"vocab:{name}"


def _union(names: tuple[str, ...]) -> str:
    if set(names) == set(schema.KINDS):
        return "vocab:Node"
    written = [class_name(n) for n in names]
    return written[0] if len(written) == 1 else f"[ a owl:Class ; owl:unionOf ( {' '.join(written)} ) ]"


def _quoted(text: str) -> str:
    return f'"{escaped(text)}"'
