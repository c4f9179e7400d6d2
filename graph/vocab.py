"""The terms of our own that RDF needs: what Biolink, RO, PROV, ECO and the like do not say of a finding.

The table of terms decides the ontology, the shapes and the JSON-LD context; nothing else lists them.
"""

from __future__ import annotations

from typing import NamedTuple

from . import schema

HOME = "https://w3id.org/endoneuro/"
VOCAB = HOME + "vocab/"
BIOLINK = "https://w3id.org/biolink/vocab/"
FINDING = HOME + "finding/"
LOOP = HOME + "loop/"
CHECK = HOME + "check/"
CURATOR = HOME + "curator/"
PREFIX = HOME + "prefix/"
GRAPH = HOME + "graph/"
DATASET = HOME
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
XSD = "http://www.w3.org/2001/XMLSchema#"

#: Prefixes every file declares, whatever the tables hold.
STANDARD: dict[str, str] = {
    "BFO": "http://purl.obolibrary.org/obo/BFO_",
    "ECO": "http://purl.obolibrary.org/obo/ECO_",
    "EN": HOME + "assertion/",
    "NCBITaxon": "http://purl.obolibrary.org/obo/NCBITaxon_",
    "RO": "http://purl.obolibrary.org/obo/RO_",
    "bibo": "http://purl.org/ontology/bibo/",
    "biolink": BIOLINK,
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "idot": "http://identifiers.org/idot/",
    "oboInOwl": "http://www.geneontology.org/formats/oboInOwl#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "vocab": VOCAB,
    "void": "http://rdfs.org/ns/void#",
    "xsd": XSD,
}


class Term(NamedTuple):
    """A property of ours: what it means, whose it is, and what it points to (`xsd:` for a literal).

    `domain` and `range` name classes; "" says nothing, `node` is any kind of node.
    """

    name: str
    meaning: str
    domain: tuple[str, ...] = ()
    range: str = ""
    many: bool = False

    @property
    def link(self) -> bool:
        """Whether its value is a thing, not a literal."""
        return not self.range.startswith("xsd:")


ASSOCIATION = "biolink:Association"
ARTICLE = "bibo:AcademicArticle"
NODE = "node"
CLASSES: dict[str, str] = {
    "Node": "Anything the graph makes claims about.",
    "Finding": "One measured result of one publication.",
    "FeedbackLoop": "A declared feedback loop: claims in order that lead back to where they began.",
    "LoopStep": "One claim of a loop, with the place where it holds.",
    "SecondReading": "One blind second reading of a finding.",
}
_F, _A, _L, _S, _R, _N, _P = (
    ("Finding",), (ASSOCIATION,), ("FeedbackLoop",), ("LoopStep",), ("SecondReading",), (NODE,), (ARTICLE,)
)  # fmt: skip
_TEXT, _WHOLE, _YESNO = "xsd:string", "xsd:integer", "xsd:boolean"

TERMS: dict[str, Term] = {
    t.name: t
    for t in (
        Term("cell", "The cell in which a finding was measured.", _F, "CellType"),
        Term("claim", "The assertion a finding was written down for.", _F, ASSOCIATION),
        Term("counter_evidence", "A finding that looked for the claim of an assertion and did not see it, or saw the reverse.",
             _A, "Finding", many=True),
        Term("counterpart", "The same hormone of another species.", schema.MESSENGERS, NODE, many=True),
        Term("listed_is_a", "A class that the node's own table names, where a finding says the same.", _N, NODE, many=True),
        Term("listed_part_of", "A whole that the node's own table names, where a finding says the same.", _N, NODE, many=True),
        Term("opened_by", "What opens a loop.", _L, NODE, many=True),
        Term("reading_of", "The finding that was read a second time.", _R, "Finding"),
        Term("region", "Where a finding was measured, or where a loop step holds.", (*_F, *_S), "Structure", many=True),
        Term("species", "The species a finding was made in.", _F, "", many=True),
        Term("state", "A condition, intervention, stimulus or gene that was part of the circumstances.", _F, "", many=True),
        Term("step_claim", "The assertion a loop step stands for.", _S, ASSOCIATION),
        Term("steps", "A step of a loop; its number tells its place.", _L, "LoopStep", many=True),
        Term("via", "The receptor a study showed to be needed.", _F, "Receptor"),
        Term("aspect", "Which side of the object changes.", (*_A, *_S), _TEXT),
        Term("axis", "The endocrine axis of a loop.", _L, _TEXT),
        Term("batch", "The batch of second readings.", _R, _TEXT),
        Term("circulates", "How far a messenger reaches: yes, portal or no.", schema.MESSENGERS, _TEXT),
        Term("class", "The class of a node within its kind.", _N, _TEXT),
        Term("dose", "The dose within what a study compared.", _F, _TEXT),
        Term("experiment", "A label shared by the rows of one chain shown in one experiment.", _F, _TEXT, many=True),
        Term("exposure", "How long the subject acted before the measurement.", _F, _TEXT),
        Term("grain", "How fine a place is: organ, area, nucleus or crowded.", ("Structure",), _TEXT),
        Term("loop_kind", "Long, short, ultrashort, local or feed-forward.", _L, _TEXT),
        Term("manipulation", "What was done to the subject.", _F, _TEXT),
        Term("method", "What a finding was measured on.", _F, _TEXT),
        Term("object_label", "The label a finding gives its object, where it is not the node's.", _F, _TEXT),
        Term("onset", "The class of the first time at which an effect was there.", _F, _TEXT),
        Term("onset_range", "That time as durations (ISO 8601).", _F, _TEXT),
        Term("order", "The order a table gives to several values: the column, then the rank of each value among the sorted.",
             (), _TEXT, many=True),
        Term("predicate", "The predicate of an assertion, by its name in the tables.", (*_A, *_S, *_R), _TEXT),
        Term("publication_type", "What kind of publication it is.", _P, _TEXT),
        Term("read", "How much of a publication was read.", _F, _TEXT),
        Term("result", "Whether a finding supports its claim: supports, no effect or opposite.", (*_F, *_R), _TEXT),
        Term("retracted", "Whether a publication was retracted: yes, no or unknown.", _P, _TEXT),
        Term("route", "Genomic or nongenomic, where it was tested.", _F, _TEXT),
        Term("route_test", "How the route was tested.", _F, _TEXT),
        Term("second_reading", "The verdict of a second, blind reading.", _F, _TEXT, many=True),
        Term("sex", "The sex of people or animals.", _F, _TEXT),
        Term("sign", "1 more of the object, -1 less, 0 no sign; absent where it is not known.", (*_A, *_L), _WHOLE),
        Term("species_words", "A species without a known taxon, in words.", (*_F, *_R), _TEXT, many=True),
        Term("stage", "Life stage or reproductive state when exposed.", _F, _TEXT, many=True),
        Term("state_words", "Other circumstances, in words.", (*_F, *_L), _TEXT, many=True),
        Term("step_number", "The place of a step in its loop.", _S, _WHOLE),
        Term("study", "A name shared by publications of one study.", _F, _TEXT),
        Term("subject_label", "The label a finding gives its subject, where it is not the node's.", _F, _TEXT),
        Term("supported", "Whether at least one finding supports an assertion.", _A, _YESNO),
        Term("systemic", "Whether a finding holds everywhere in the body.", (*_F, *_S), _YESNO),
        Term("tested", "When it was measured, if not when exposed.", _F, _TEXT),
        Term("text", "What was found, in the curator's own words.", _F, _TEXT),
        Term("tier", "Strength of a method, 1 (trial) to 5 (review).", _F, _WHOLE),
        Term("whole_body", "Whether the subject was changed in the whole body, and what was measured has no place.", (*_F, *_S), _YESNO),
        Term("verdict", "What came of a second reading.", _R, _TEXT),
    )
}  # fmt: skip

#: Closed lists of values, by the name of their term.
VALUES: dict[str, tuple[str, ...]] = {
    **{
        name: tuple(schema.ENUMS[column])
        for name, column in (
            *((c, c) for c in ("route", "route_test", "sex", "stage", "manipulation", "dose", "result", "read")),
            *((c, c) for c in ("circulates", "grain", "retracted", "verdict", "axis")),
            *(("publication_type", "type"), ("loop_kind", "loop_kind"), ("second_reading", "verdict")),
        )
    },
    "method": tuple(schema.METHODS),
    "onset": tuple(schema.ONSETS),
    "aspect": tuple(schema.ASPECTS),
    "predicate": tuple(schema.PREDICATES),
    "tier": tuple(str(t) for t in schema.TIERS),
    "sign": ("-1", "0", "1"),
}


def terms() -> list[tuple[str, str, str]]:
    """Return every term as (name, its type, what it means), sorted.

    >>> from endoneuro.graph.vocab import terms
    >>> terms()[0]
    ('CellType', 'owl:Class', 'Neurons, glia, endocrine and other cells.')
    """
    kinds = {k.name: k.meaning for k in schema.KINDS.values()}
    made = [(name, "owl:Class", meaning) for name, meaning in {**CLASSES, **kinds}.items()]
    made += [(t.name, "owl:ObjectProperty" if t.link else "owl:DatatypeProperty", t.meaning) for t in TERMS.values()]
    return sorted(made)
