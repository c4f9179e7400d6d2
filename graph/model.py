"""The records of the graph: frozen, plain, made once when tables are loaded.

The records of large tables are named tuples, which are made several times faster than frozen dataclasses.
"""

from __future__ import annotations

from typing import NamedTuple

try:  # without the rest of hashlib, which brings OpenSSL
    from _blake2 import blake2b as blake2b
except ImportError:  # pragma: no cover
    from hashlib import blake2b as blake2b

from . import schema


class Problem(NamedTuple):
    """Something wrong with a table; prints as `file:line: level: message`, so that an editor jumps there."""

    path: str
    line: int
    level: str
    message: str
    rule: str = ""

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.level}: {self.message}"


class Node(NamedTuple):
    """A typed node. `fields` holds what only some kinds have (circulates, counterpart, grain)."""

    id: str
    kind: str
    label: str
    synonyms: tuple[str, ...] = ()
    cls: str = ""
    is_a: tuple[str, ...] = ()
    part_of: tuple[str, ...] = ()
    xrefs: tuple[str, ...] = ()
    description: str = ""
    circulates: str = ""
    counterpart: tuple[str, ...] = ()
    grain: str = ""
    source: str = ""
    line: int = 0

    @property
    def minted(self) -> bool:
        """Whether no open ontology had it."""
        return self.id.startswith(schema.MINTED + ":")

    @property
    def messenger(self) -> bool:
        """Whether it is a hormone or a neurotransmitter."""
        return self.kind in schema.MESSENGERS


class Reference(NamedTuple):
    """One publication."""

    id: str
    title: str
    first_author: str
    year: str
    journal: str = ""
    type: str = ""
    doi: str = ""
    pmcid: str = ""
    pmid: str = ""
    retracted: str = "unknown"
    source: str = ""
    line: int = 0

    @property
    def when(self) -> str:
        """The year; "n.d." where no page that was read showed one."""
        return self.year or "n.d."

    @property
    def dated(self) -> str:
        """The year as a list of references ends it, with one full stop."""
        return f"{self.when.rstrip('.')}."

    @property
    def short(self) -> str:
        """Author, year and id, as an answer cites it."""
        return f"{self.first_author or self.journal} {self.when}, {self.id}".strip()

    @property
    def url(self) -> str:
        """Where to read it."""
        if self.pmid:
            return f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/"
        if self.doi:
            return f"https://doi.org/{self.doi}"
        return f"https://pmc.ncbi.nlm.nih.gov/articles/{self.pmcid}/" if self.pmcid else ""


class Finding(NamedTuple):
    """One measured result of one publication: the claim, its circumstances and where it was told."""

    id: str
    subject: str
    predicate: str
    aspect: str
    object: str
    via: str = ""
    region: tuple[str, ...] = ()
    cell: str = ""
    route: str = ""
    route_test: str = ""
    onset: str = ""
    onset_range: str = ""
    exposure: str = ""
    species: tuple[str, ...] = ()
    sex: str = ""
    stage: tuple[str, ...] = ()
    tested: str = ""
    state: tuple[str, ...] = ()
    manipulation: str = ""
    dose: str = ""
    result: str = "supports"
    method: str = ""
    reference: str = ""
    experiment: tuple[str, ...] = ()
    study: str = ""
    read: str = ""
    finding: str = ""
    curator: str = ""
    date: str = ""
    subject_label: str = ""
    object_label: str = ""
    source: str = ""
    line: int = 0

    @property
    def supports(self) -> bool:
        """Whether the study shows the claim."""
        return self.result == "supports"

    @property
    def systemic(self) -> bool:
        """Whether it holds everywhere in the body."""
        return schema.SYSTEMIC in self.region

    @property
    def places(self) -> tuple[str, ...]:
        """The structures it names: its region without the words that stand for none."""
        if len(self.region) == 1:  # nearly always, and asked of every row
            return () if self.region[0] in schema.NO_PLACE else self.region
        return tuple(r for r in self.region if r not in schema.NO_PLACE)

    @property
    def tier(self) -> int:
        """Strength of the method, 1 (trial) to 5 (review)."""
        known = schema.METHODS.get(self.method)
        return 5 if known is None else known.tier_human if "human" in self.species else known.tier_other

    @property
    def independent(self) -> str:
        """The study it counts for: several papers of one study count once."""
        return self.study or self.reference


class Row(NamedTuple):
    """A finding seen from one assertion.

    `part` says how: `claim` (the finding's own claim), `ligand` (subject to the receptor it was shown to need)
    or `effect` (that receptor to the object).
    """

    finding: Finding
    part: str = "claim"


class Assertion(NamedTuple):
    """An edge: all rows that make the same claim."""

    id: str
    subject: str
    predicate: str
    aspect: str
    object: str
    rows: tuple[Row, ...] = ()

    @property
    def supported(self) -> bool:
        """Whether at least one row supports it."""
        return any([r.finding.result == "supports" for r in self.rows])

    @property
    def sign(self) -> int | None:
        """+1 more, -1 less, 0 no sign, None not known: predicate times aspect."""
        return claim_sign(self.predicate, self.aspect)

    @property
    def supporting(self) -> tuple[Finding, ...]:
        """The findings that support it."""
        return tuple([r.finding for r in self.rows if r.finding.result == "supports"])

    @property
    def against(self) -> tuple[Finding, ...]:
        """The findings that looked and did not see it, or saw the reverse."""
        return tuple([r.finding for r in self.rows if r.finding.result != "supports"])


class LoopStep(NamedTuple):
    """One claim of a declared loop, with its place."""

    loop: str
    step: int
    subject: str
    predicate: str
    aspect: str
    object: str
    region: tuple[str, ...] = ()
    source: str = ""
    line: int = 0


class Loop(NamedTuple):
    """A declared feedback loop: its steps in order and the sign they must multiply to."""

    name: str
    axis: str
    kind: str
    sign: int
    opened_by: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    steps: tuple[LoopStep, ...] = ()
    source: str = ""
    line: int = 0


class Check(NamedTuple):
    """One blind second reading of a finding."""

    finding: str
    batch: str
    predicate: str
    result: str
    species: str
    verdict: str
    note: str = ""
    date: str = ""
    source: str = ""
    line: int = 0


def needs_experiment(f: Finding, same_reference: list[Finding]) -> bool:
    """Whether a row's subject is the object or `via` of another row of the publication, or the other way round."""
    if f.method in schema.METHODS and not schema.METHODS[f.method].primary:
        return False
    mine = {f.object, f.via}
    return any(o is not f and (f.subject in (o.object, o.via) or o.subject in mine) for o in same_reference)


def assertion_id(subject: str, predicate: str, aspect: str, object_: str) -> str:
    """Return the stable id of a claim: `EN:` and a digest of its four parts."""
    text = "\t".join((subject, predicate, aspect, object_))
    return "EN:" + blake2b(text.encode(), digest_size=6).hexdigest()


def claim_sign(predicate: str, aspect: str) -> int | None:
    """Return the sign of a claim: +1, -1, 0 for no sign, None for not known."""
    known = schema.PREDICATES.get(predicate)
    if known is None or known.sign is None:
        return None
    return known.sign * (schema.ASPECTS[aspect].sign if aspect in schema.ASPECTS else 1)


def product(signs: list[int | None]) -> int | None:
    """Return the product of signs; None where one of them is not known."""
    total = 1
    for sign in signs:
        if sign is None:
            return None
        total *= sign
    return total
