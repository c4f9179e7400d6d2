"""How our claims stand in Biolink 4.4: the category of a node, and the predicate and qualifiers of an edge.

Biolink forbids what it does not name, so an edge takes the association class that says most about the pair, and
falls back to a plain association where none fits. What is lost on the way is counted by `export/loss.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Assertion, Finding, Node
from ..graph.vocab import VOCAB

SOURCE = "infores:endoneuro"
KNOWLEDGE_LEVEL = "knowledge_assertion"
AGENT_TYPE = "automated_agent"
SEXES = {"female": "PATO:0000383", "male": "PATO:0000384"}

_BY_PREFIX = {"HGNC": "Gene", "PR": "Protein", "FPLX": "GeneFamily", "hgnc.genegroup": "GeneFamily"}
_SMALL = ("steroid", "neurosteroid", "thyroid", "amine")
_CHEMICAL = {"ChemicalEntity", "MolecularEntity", "SmallMolecule", "Drug"}
_GENE = {"Gene", "Protein"}
_ANATOMY = {"Cell", "GrossAnatomicalStructure"}
#: What Biolink takes for an ontology class, which `subclass_of` must join.
_CLASSES = {"MolecularEntity", "SmallMolecule", "Drug", "Gene", "Cell", "GrossAnatomicalStructure", "BiologicalProcess",
            "Disease", "PhenotypicFeature", "DiseaseOrPhenotypicFeature", "ExposureEvent", "Treatment"}  # fmt: skip
_GIVEN = _CHEMICAL | {"Treatment"}
_ILL = {"Disease", "PhenotypicFeature", "DiseaseOrPhenotypicFeature"}
_MECHANISMS = {"activates": "activation", "inhibits": "inhibition", "potentiates": "potentiation", "blocks": "antagonism"}
#: Predicates with a domain and a range, and what stands in their place where a pair does not meet them.
_BOUND = {
    "biolink:expressed_in": (_GENE, _ANATOMY, "biolink:located_in"),
    "biolink:treats": (_GIVEN, _ILL, "biolink:affects"),
    "biolink:preventative_for_condition": (_GIVEN, _ILL, "biolink:affects_likelihood_of"),
    "biolink:subclass_of": (_CLASSES, _CLASSES, "biolink:related_to"),
}
#: How far and by what the sign of a claim is told.
_UPSTREAM = {1: "biolink:acts_upstream_of_positive_effect", -1: "biolink:acts_upstream_of_negative_effect"}
_DIRECTIONS = {1: "increased", -1: "decreased"}


def category(node: Node) -> str:
    """Return the Biolink class of a node, without its prefix: by its kind, and by the vocabulary its id is from.

    >>> from endoneuro.graph.model import Node
    >>> category(Node("HGNC:8529", "Receptor", "OXTR")), category(Node("MONDO:1", "Condition", "x"))
    ('Gene', 'Disease')

    """
    prefix = node.id.partition(":")[0]
    if node.messenger or node.kind in ("Receptor", "Gene"):
        if prefix in _BY_PREFIX:
            return _BY_PREFIX[prefix]
        if node.messenger:
            return "SmallMolecule" if node.kind == "Neurotransmitter" or node.cls in _SMALL else "MolecularEntity"
    if node.kind == "Intervention":
        return "Drug" if node.cls == "drug" else "Treatment"
    if node.kind == "Condition":
        return {"MONDO": "Disease", "HP": "PhenotypicFeature"}.get(prefix, "DiseaseOrPhenotypicFeature")
    return schema.KINDS[node.kind].biolink.partition(":")[2]


def predicate(name: str, subject: str, object_: str) -> str:
    """Return the Biolink predicate of ours between two categories; a broader one where its domain or range forbids it."""
    wanted = schema.PREDICATES[name].biolink
    if wanted in _BOUND:
        domain, range_, instead = _BOUND[wanted]
        if subject not in domain or object_ not in range_:
            return instead
    return wanted


def edge(kg: KnowledgeGraph, a: Assertion) -> dict[str, Any]:
    """Return an assertion as a strict Biolink association: plain JSON values, nothing that Biolink does not know."""
    subject, object_ = category(kg.nodes[a.subject]), category(kg.nodes[a.object])
    ours = schema.PREDICATES[a.predicate]
    name = predicate(a.predicate, subject, object_)
    rows = a.supporting or a.against
    made: dict[str, Any] = {"id": a.id, "subject": a.subject, "predicate": name, "object": a.object}
    told = _qualifiers(a, subject, object_, name, rows)
    made["category"] = [f"biolink:{told.pop('class')}"]
    made["predicate"] = told.pop("predicate", name)
    made |= {"knowledge_level": KNOWLEDGE_LEVEL, "agent_type": AGENT_TYPE, "primary_knowledge_source": SOURCE}
    made["original_predicate"] = VOCAB + ours.name
    made |= told
    taxa = {schema.SPECIES.get(s, "") for f in rows for s in f.species}
    if len(taxa) == 1 and "" not in taxa:
        made["species_context_qualifier"] = taxa.pop()
    made["has_evidence_of_type"] = unique(schema.METHODS[f.method].eco for f in rows if f.method in schema.METHODS)
    made["publications"] = unique(f.reference for f in rows)
    made["evidence_count"] = len(rows)
    dates = [f.date for f in rows if len(f.date) == 10]
    made["update_date"] = max(dates, default="")
    if not a.supported:
        made["negated"] = True
    return {k: v for k, v in made.items() if v not in ("", [])}


def _qualifiers(a: Assertion, subject: str, object_: str, name: str, rows: Iterable[Finding]) -> dict[str, Any]:
    """Return the association class of a pair, and the qualifiers that class allows."""
    ours = schema.PREDICATES[a.predicate]
    chemical, gene = subject in _CHEMICAL, subject in _GENE
    if a.predicate == "expressed_in" and name == "biolink:expressed_in":
        return {"class": "GeneToExpressionSiteAssociation"}
    if a.predicate == "precursor_of" and chemical and object_ in _CHEMICAL:
        return {"class": "ChemicalEntityToChemicalDerivationAssociation"}
    if name == "biolink:part_of" and subject in _ANATOMY and object_ in _ANATOMY:
        return {"class": "AnatomicalEntityPartOfAnatomicalEntityAssociation"}
    if object_ in ("Disease", "PhenotypicFeature"):
        return _of_condition(a, object_, name, rows)
    if name != "biolink:affects":
        return {"class": "Association"}
    direction = (
        {"qualified_predicate": "biolink:causes", "object_direction_qualifier": _DIRECTIONS[ours.sign]} if ours.sign else {}
    )
    aspect = schema.ASPECTS[a.aspect].biolink if a.aspect else "activity" if ours.group == "ligand" else ""
    full = {**direction, "object_aspect_qualifier": aspect, "causal_mechanism_qualifier": _MECHANISMS.get(a.predicate, "")}
    places = unique(p for f in rows for p in (*f.places, f.cell) if p)
    if object_ in _CHEMICAL and (chemical or gene or subject == "GeneFamily"):
        return {"class": "GeneAffectsChemicalAssociation", **full, "anatomical_context_qualifier": places}
    if chemical and object_ == "BiologicalProcess":
        return {"class": "ChemicalEntityToBiologicalProcessAssociation", **direction, "anatomical_context_qualifier": places}
    if chemical and (object_ in _GENE or object_ == "GeneFamily" or object_ in _ANATOMY):
        which = "ChemicalAffectsGeneAssociation" if object_ in _GENE else "ChemicalAffectsBiologicalEntityAssociation"
        return {"class": which, **full, "anatomical_context_qualifier": places}
    if gene and object_ in _GENE:
        return {"class": "GeneToGeneAssociation", **full}
    if gene and object_ == "BiologicalProcess" and ours.sign in _UPSTREAM:
        return {"class": "Association", "predicate": _UPSTREAM[ours.sign]}
    return {"class": "Association"}


def _of_condition(a: Assertion, object_: str, name: str, rows: Iterable[Finding]) -> dict[str, Any]:
    """Return the qualifiers of an association with a disease or a phenotype."""
    made: dict[str, Any] = {"class": f"EntityTo{object_}Association"}
    sign = schema.PREDICATES[a.predicate].sign
    if name == "biolink:affects" and sign:
        made |= {"qualified_predicate": "biolink:causes", "object_direction_qualifier": _DIRECTIONS[sign]}
    if object_ == "PhenotypicFeature":
        sexes = {f.sex for f in rows}
        made["sex_qualifier"] = SEXES.get(sexes.pop(), "") if len(sexes) == 1 else ""
    made["anatomical_context_qualifier"] = unique(p for f in rows for p in (*f.places, f.cell) if p)
    return made


def unique(values: Iterable[str]) -> list[str]:
    """Return the values once each, sorted."""
    return sorted(set(values))
