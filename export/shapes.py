"""The shapes our RDF meets, SHACL in Turtle, derived from `graph/schema.py` and the table of terms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..graph import schema
from ..graph.knowledge import KnowledgeGraph
from ..graph.rdf_terms import escaped
from ..graph.vocab import ARTICLE, ASSOCIATION, HOME, NODE, STANDARD, TERMS, VALUES, Term
from .ontology import class_name
from .rdf import Turtle

_SPAN = f"{schema.DURATION}(/{schema.DURATION})?"
_PATTERNS = {"exposure": f"^({'|'.join(schema.ENUMS['exposure'])}|{_SPAN})$", "onset_range": f"^{_SPAN}$"}
#: Terms that must be there, by class.
_REQUIRED = {
    "Finding": ("claim", "method", "result", "tier"),
    ASSOCIATION: ("predicate", "supported"),
    "FeedbackLoop": ("axis", "loop_kind", "sign", "steps"),
    "LoopStep": ("step_claim", "step_number"),
    "SecondReading": ("batch", "reading_of", "verdict"),
    ARTICLE: ("retracted",),
}
#: A second reader's own words for predicate and result are no closed list.
_OPEN = {("SecondReading", "predicate"), ("SecondReading", "result")}


class PropertyShape(NamedTuple):
    """What one property of one class must be like."""

    target: str
    path: str
    least: int = 0
    most: int = 0
    datatype: str = ""
    values: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    pattern: str = ""

    @property
    def name(self) -> str:
        """Its address, in angle brackets."""
        return f"<{HOME}shape/{self.target.rpartition(':')[2]}-{self.path.replace(':', '-')}>"

    @property
    def constraints(self) -> tuple[str, ...]:
        """The names of what it asks for, each of which a file may fail."""
        found = ("least", "most", "datatype", "values", "classes", "pattern")
        return tuple(f for f in found if getattr(self, f))

    def text(self) -> str:
        """Return it as Turtle."""
        parts = ["a sh:PropertyShape", f"sh:path {self.path}"]
        parts += [f"sh:minCount {self.least}"] if self.least else []
        parts += [f"sh:maxCount {self.most}"] if self.most else []
        parts += [f"sh:datatype {self.datatype}"] if self.datatype else []
        bare = self.datatype == "xsd:integer"
        parts += [f"sh:in ( {' '.join(v if bare or ':' in v else _quoted(v) for v in self.values)} )"] if self.values else []
        if len(self.classes) == 1:
            parts.append(f"sh:class {self.classes[0]}")
        elif self.classes:
            parts.append(f"sh:or ( {' '.join(f'[ sh:class {c} ]' for c in self.classes)} )")
        parts += [f"sh:pattern {_quoted(self.pattern)}"] if self.pattern else []
        return f"{self.name} " + " ;\n    ".join(parts) + " .\n"


class ClaimShape(NamedTuple):
    """Which kinds the subject and object of some predicates may be of."""

    predicates: tuple[str, ...]
    domain: tuple[str, ...]
    range: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its address, in angle brackets."""
        return f"<{HOME}shape/claim-{'-'.join(self.predicates)}>"

    def text(self) -> str:
        """Return it as Turtle: either another predicate, or ends of these kinds."""
        ends = []
        for path, kinds in (("biolink:subject", self.domain), ("biolink:object", self.range)):
            ors = " ".join(f"[ sh:class vocab:{k} ]" for k in kinds)
            ends.append(f"[ sh:property [ sh:path {path} ; sh:or ( {ors} ) ] ]")
        mine = f"[ sh:property [ sh:path vocab:predicate ; sh:in ( {' '.join(map(_quoted, self.predicates))} ) ] ]"
        return (
            f"{self.name} a sh:NodeShape ;\n    sh:targetClass {ASSOCIATION} ;\n"
            f"    sh:or ( [ sh:not {mine} ]\n        [ sh:and ( {' '.join(ends)} ) ] ) .\n"
        )


EVIDENCE = f"<{HOME}shape/evidence>"
_EVIDENCE_TEXT = f"""{EVIDENCE} a sh:NodeShape ;
    sh:targetClass {ASSOCIATION} ;
    sh:or ( [ sh:property [ sh:path vocab:supported ; sh:hasValue true ] ; sh:property [ sh:path biolink:has_evidence ; sh:minCount 1 ] ]
        [ sh:property [ sh:path vocab:supported ; sh:hasValue false ] ; sh:property [ sh:path biolink:has_evidence ; sh:maxCount 0 ] ;
          sh:property [ sh:path vocab:counter_evidence ; sh:minCount 1 ] ] ) .
"""


def property_shapes() -> list[PropertyShape]:
    """Return every property shape, sorted by class and property."""
    made = [
        *(PropertyShape(f"vocab:{k}", "rdfs:label", 1, 1, "xsd:string") for k in schema.KINDS),
        *(PropertyShape(f"vocab:{k.name}", "vocab:class", 0, 1, "xsd:string", k.classes) for k in schema.KINDS.values()),
        PropertyShape("vocab:Finding", "prov:wasDerivedFrom", 1, 1, classes=(ARTICLE,)),
        PropertyShape(ASSOCIATION, "biolink:subject", 1, 1, classes=("vocab:Node",)),
        PropertyShape(ASSOCIATION, "biolink:object", 1, 1, classes=("vocab:Node",)),
        PropertyShape(
            ASSOCIATION, "biolink:predicate", 1, 1, values=tuple(sorted({p.biolink for p in schema.PREDICATES.values()}))
        ),
        PropertyShape(ASSOCIATION, "biolink:knowledge_level", 1, 1, values=("knowledge_assertion",)),
        PropertyShape(ASSOCIATION, "biolink:agent_type", 1, 1, values=("automated_agent",)),
        PropertyShape(ASSOCIATION, "biolink:publications", 1, classes=(ARTICLE,)),
        PropertyShape(ASSOCIATION, "biolink:has_evidence", classes=("vocab:Finding",)),
        PropertyShape(ASSOCIATION, "biolink:object_direction_qualifier", 0, 1, values=("decreased", "increased")),
        PropertyShape(
            ASSOCIATION,
            "biolink:object_aspect_qualifier",
            0,
            1,
            values=tuple(sorted({"activity", *(a.biolink for a in schema.ASPECTS.values())})),
        ),
        PropertyShape(ARTICLE, "dcterms:identifier", 1, 1, "xsd:string"),
        PropertyShape(ARTICLE, "dcterms:title", 1, 1, "xsd:string"),
        PropertyShape("void:Dataset", "dcterms:license", 1, 1),
        PropertyShape("void:Dataset", "dcterms:title", 1, 1, "xsd:string"),
        PropertyShape("sh:PrefixDeclaration", "sh:prefix", 1, 1, "xsd:string"),
        PropertyShape("sh:PrefixDeclaration", "sh:namespace", 1, 1, "xsd:anyURI"),
    ]
    for term in TERMS.values():
        if term.name != "class":
            made += (shape for shape in _of_term(term) if shape.constraints)
    return sorted(made)


def _of_term(term: Term) -> Iterator[PropertyShape]:
    for owner in term.domain:
        for target in [f"vocab:{k}" for k in schema.KINDS] if owner == NODE else [class_name(owner)]:
            values = () if (owner, term.name) in _OPEN else VALUES.get(term.name, ())
            yield PropertyShape(
                target,
                f"vocab:{term.name}",
                least=int(term.name in _REQUIRED.get(owner, ())),
                most=0 if term.many else 1,
                datatype="" if term.link else term.range,
                values=values,
                classes=(class_name(term.range),) if term.link and term.range and term.name != "reading_of" else (),
                pattern=_PATTERNS.get(term.name, ""),
            )


def claim_shapes() -> list[ClaimShape]:
    """Return the shapes of claims, predicates of like domain and range together."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[str]] = {}
    for p in schema.PREDICATES.values():
        if not set(p.domain) == set(p.range) == set(schema.KINDS):
            groups.setdefault((p.domain, p.range), []).append(p.name)
    return [ClaimShape(tuple(names), *ends) for ends, names in groups.items()]


def to_shacl(graph: KnowledgeGraph) -> str:
    """Return the shapes; the graph itself does not matter, they follow from the schema.

    >>> import endoneuro
    >>> from endoneuro.export.shapes import to_shacl
    >>> "sh:targetClass vocab:Finding" in to_shacl(endoneuro.load())
    True
    """
    shapes: dict[str, list[PropertyShape]] = {}
    for shape in property_shapes():
        shapes.setdefault(shape.target, []).append(shape)
    parts = [Turtle({n: i for n, i in STANDARD.items()}).head()]
    for target, mine in shapes.items():
        listed = ",\n        ".join(s.name for s in mine)
        name = f"<{HOME}shape/{target.rpartition(':')[2]}>"
        parts.append(f"{name} a sh:NodeShape ;\n    sh:targetClass {target} ;\n    sh:property {listed} .\n")
        parts += [s.text() for s in mine]
    return "\n".join([*parts, *(c.text() for c in claim_shapes()), _EVIDENCE_TEXT])


def _quoted(text: str) -> str:
    return f'"{escaped(text)}"'
