"""The few terms of our own that RDF needs: what no shared vocabulary says of a finding."""

from __future__ import annotations

from ..graph import schema

VOCAB = "https://w3id.org/endoneuro/vocab/"
BIOLINK = "https://w3id.org/biolink/vocab/"
FINDING = "https://w3id.org/endoneuro/finding/"
LOOP = "https://w3id.org/endoneuro/loop/"
CURATOR = "https://w3id.org/endoneuro/curator/"
DATASET = "https://w3id.org/endoneuro/"
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"

#: Prefixes every file declares, whatever the tables hold.
STANDARD: dict[str, str] = {
    "BFO": "http://purl.obolibrary.org/obo/BFO_",
    "ECO": "http://purl.obolibrary.org/obo/ECO_",
    "EN": "https://w3id.org/endoneuro/assertion/",
    "NCBITaxon": "http://purl.obolibrary.org/obo/NCBITaxon_",
    "RO": "http://purl.obolibrary.org/obo/RO_",
    "bibo": "http://purl.org/ontology/bibo/",
    "biolink": BIOLINK,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vocab": VOCAB,
    "void": "http://rdfs.org/ns/void#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

CLASSES: dict[str, str] = {
    "Finding": "One measured result of one publication.",
    "FeedbackLoop": "A declared feedback loop: claims in order that lead back to where they began.",
    "LoopStep": "One claim of a loop, with the place where it holds.",
}
#: Properties whose value is a node, an assertion or a list.
LINKS: dict[str, str] = {
    "cell": "The cell in which a finding was measured.",
    "claim": "The assertion a finding was written down for.",
    "counter_evidence": "A finding that looked for the claim of an assertion and did not see it, or saw the reverse.",
    "counterpart": "The same hormone of another species.",
    "opened_by": "What opens a loop.",
    "region": "Where a finding was measured, or where a loop step holds.",
    "species": "The species a finding was made in.",
    "state": "A condition, intervention, stimulus or gene that was part of the circumstances.",
    "step_claim": "The assertion a loop step stands for.",
    "steps": "The steps of a loop, in order.",
    "via": "The receptor a study showed to be needed.",
}
#: Properties whose value is a literal.
VALUES: dict[str, str] = {
    "aspect": "Which side of the object changes.",
    "axis": "The endocrine axis of a loop.",
    "circulates": "How far a messenger reaches: yes, portal or no.",
    "class": "The class of a node within its kind.",
    "dose": "The dose within what a study compared.",
    "experiment": "A label shared by the rows of one chain shown in one experiment.",
    "exposure": "How long the subject acted before the measurement.",
    "grain": "How fine a place is: organ, area, nucleus or crowded.",
    "loop_kind": "Long, short, ultrashort, local or feed-forward.",
    "manipulation": "What was done to the subject.",
    "method": "What a finding was measured on.",
    "onset": "The class of the first time at which an effect was there.",
    "onset_range": "That time as durations (ISO 8601).",
    "predicate": "The predicate of an assertion, by its name in the tables.",
    "publication_type": "What kind of publication it is.",
    "read": "How much of a publication was read.",
    "result": "Whether a finding supports its claim: supports, no effect or opposite.",
    "retracted": "Whether a publication was retracted: yes, no or unknown.",
    "route": "Genomic or nongenomic, where it was tested.",
    "route_test": "How the route was tested.",
    "second_reading": "The verdict of a second, blind reading.",
    "sex": "The sex of people or animals.",
    "sign": "1 more of the object, -1 less, 0 no sign; absent where it is not known.",
    "species_words": "A species without a known taxon, in words.",
    "stage": "Life stage or reproductive state when exposed.",
    "state_words": "Other circumstances, in words.",
    "step_number": "The place of a step in its loop.",
    "study": "A name shared by publications of one study.",
    "supported": "Whether at least one finding supports an assertion.",
    "systemic": "Whether a finding holds everywhere in the body.",
    "tested": "When it was measured, if not when exposed.",
    "text": "What was found, in the curator's own words.",
    "tier": "Strength of a method, 1 (trial) to 5 (review).",
}


def terms() -> list[tuple[str, str, str]]:
    """Return every term as (name, its type, what it means), sorted."""
    kinds = {k.name: k.meaning for k in schema.KINDS.values()}
    typed = (({**CLASSES, **kinds}, "owl:Class"), (LINKS, "owl:ObjectProperty"), (VALUES, "owl:DatatypeProperty"))
    return sorted((name, what, meaning) for group, what in typed for name, meaning in group.items())
