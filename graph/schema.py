"""The source of truth: every node kind, predicate, aspect and enumeration, declared once.

Validation, exports, colours, filters and documentation follow from the tables of this module.
RO, Biolink and ECO identifiers are those of the releases current in 2026.
"""

from __future__ import annotations

from typing import NamedTuple


class NodeKind(NamedTuple):
    """What a node may be: its table, closed list of classes, and how other vocabularies call it."""

    name: str
    table: str
    classes: tuple[str, ...]
    prefixes: tuple[str, ...]
    biolink: str
    colour: str
    shape: str
    layer: int
    meaning: str
    extra: tuple[str, ...] = ()


class Predicate(NamedTuple):
    """What an assertion may say: its group, sign (+1, -1, 0 none, None not known), domain and range."""

    name: str
    group: str
    sign: int | None
    domain: tuple[str, ...]
    range: tuple[str, ...]
    ro: str
    biolink: str
    verb: str
    meaning: str

    @property
    def walked(self) -> bool:
        """Whether a path may use it: it carries a signal."""
        return self.group in SIGNAL_GROUPS and self.name != "associated_with"


class Aspect(NamedTuple):
    """Which side of the object changes; `sign` -1 where more of it means less of the object."""

    name: str
    sign: int
    kinds: tuple[str, ...]
    biolink: str
    meaning: str


class Method(NamedTuple):
    """What a finding was measured on: ECO code, and tier for people and for other species."""

    name: str
    eco: str
    tier_human: int
    tier_other: int
    meaning: str

    @property
    def primary(self) -> bool:
        """Whether it reports a measurement of its own."""
        return self.name not in ("review", "background")


class Onset(NamedTuple):
    """A class of first time at which an effect was there, with its bounds in seconds."""

    name: str
    low: float
    high: float
    meaning: str


MINTED = "endoneuro"
MESSENGERS = ("Hormone", "Neurotransmitter")
MOLECULES = ("Hormone", "Receptor", "Gene", "Neurotransmitter")
INNER_KINDS = ("Hormone", "Receptor", "Gene", "Neurotransmitter", "Mechanism", "CellType")
SIGNAL_GROUPS = ("ligand", "causal", "source and fate", "clinical")
TIERS = {
    1: "meta-analysis or randomized trial",
    2: "other human study",
    3: "whole animal",
    4: "ex vivo or in vitro",
    5: "review or background",
}
GRADES = {
    "A": "every join shown in one experiment or placed by expression",
    "B": "no bridge: every join shown, or both steps in the same place",
    "C": "one bridge, a hypothesis: nobody has shown those two steps together",
    "D": "more than one bridge",
}

KINDS: dict[str, NodeKind] = {
    k.name: k
    for k in (
        NodeKind(
            "Hormone",
            "hormone",
            ("steroid", "neurosteroid", "thyroid", "amine", "peptide", "neuropeptide", "gut peptide", "adipokine",
             "growth factor", "cytokine", "protein", "other"),
            ("CHEBI", "HGNC", "PR", "MESH"),
            "biolink:ChemicalEntity",
            "#D55E00",
            "dot",
            1,
            "A messenger molecule that acts at a distance: hormone, neuropeptide, neurosteroid, growth factor, cytokine.",
            ("circulates", "counterpart"),
        ),
        NodeKind(
            "Receptor",
            "receptor",
            ("nuclear", "GPCR", "receptor tyrosine kinase", "cytokine receptor", "ligand-gated channel",
             "guanylyl cyclase", "integrin", "other"),
            ("HGNC", "PR", "FPLX", "hgnc.genegroup", "MESH"),
            "biolink:Gene",
            "#0072B2",
            "diamond",
            2,
            "The protein, family or complex that a ligand binds.",
        ),
        NodeKind(
            "Gene",
            "gene",
            ("enzyme", "transporter", "binding protein", "transcription factor", "channel", "signalling",
             "structural", "target", "other"),
            ("HGNC", "FPLX", "PR"),
            "biolink:Gene",
            "#56B4E9",
            "square",
            3,
            "Any other gene or gene product.",
        ),
        NodeKind(
            "Neurotransmitter",
            "neurotransmitter",
            ("monoamine", "amino acid", "choline", "endocannabinoid", "purine", "gas", "other"),
            ("CHEBI",),
            "biolink:ChemicalEntity",
            "#E69F00",
            "dot",
            3,
            "A messenger at synapses.",
            ("circulates", "counterpart"),
        ),
        NodeKind(
            "CellType",
            "cell_type",
            ("neuron", "glia", "endocrine", "immune", "vascular", "other"),
            ("CL",),
            "biolink:Cell",
            "#009E73",
            "hexagon",
            4,
            "Neurons, glia, endocrine and other cells.",
            ("part_of",),
        ),
        NodeKind(
            "Structure",
            "structure",
            ("brain", "gland", "nerve", "organ", "fluid", "other"),
            ("UBERON",),
            "biolink:GrossAnatomicalStructure",
            "#999999",
            "triangle",
            0,
            "A brain region, nucleus, gland, nerve or organ.",
            ("part_of", "grain"),
        ),
        NodeKind(
            "Mechanism",
            "mechanism",
            ("signalling", "channel", "transcription", "synaptic", "structural", "metabolic", "secretion", "other"),
            ("GO", "MESH"),
            "biolink:BiologicalProcess",
            "#B8A800",
            "triangleDown",
            5,
            "What happens in or between cells.",
        ),
        NodeKind(
            "Process",
            "process",
            ("mood", "cognition", "stress", "sleep", "feeding", "social", "reproduction", "motor", "sensory", "pain",
             "autonomic", "thermoregulation", "development", "other"),
            ("GO", "NBO", "MF", "MFOEM", "cogat", "MESH"),
            "biolink:BiologicalProcess",
            "#CC79A7",
            "star",
            6,
            "What the nervous system does for the organism.",
        ),
        NodeKind(
            "Condition",
            "condition",
            ("endocrine", "psychiatric", "neurological", "metabolic", "symptom", "other"),
            ("MONDO", "HP", "MESH"),
            "biolink:DiseaseOrPhenotypicFeature",
            "#8C2D04",
            "box",
            7,
            "A disorder, syndrome or symptom.",
        ),
        NodeKind(
            "Intervention",
            "intervention",
            ("drug", "surgery", "behavioural", "device", "other"),
            ("CHEBI", "MESH"),
            "biolink:ChemicalEntity",
            "#5E4FA2",
            "ellipse",
            0,
            "A drug, surgery, device or behavioural treatment that is not itself a hormone.",
        ),
        NodeKind(
            "Stimulus",
            "stimulus",
            ("stressor", "light", "metabolic", "reproductive", "immune", "activity", "other"),
            ("MESH",),
            "biolink:ExposureEvent",
            "#666600",
            "ellipse",
            0,
            "A state of the body or a demand from outside: stressor, light, fasting, exercise, pregnancy, infection.",
        ),
    )
}  # fmt: skip

_EFFECT = ("Hormone", "Receptor", "Gene", "Neurotransmitter", "CellType", "Structure", "Mechanism", "Process",
           "Condition", "Intervention", "Stimulus")  # fmt: skip
_LIGANDS = ("Hormone", "Neurotransmitter", "Intervention")
_ACTED_ON = ("Receptor", "Gene")
_PLACES = ("CellType", "Structure")
_AGENTS = ("Hormone", "Neurotransmitter", "Intervention", "Stimulus", "Condition", "Process", "Mechanism", "CellType",
           "Structure")  # fmt: skip

PREDICATES: dict[str, Predicate] = {
    p.name: p
    for p in (
        Predicate("activates", "ligand", 1, _LIGANDS, _ACTED_ON, "RO:0018027", "biolink:affects", "activates",
                  "The ligand binds the receptor (or channel, enzyme) and turns it on."),
        Predicate("inhibits", "ligand", -1, _LIGANDS, _ACTED_ON, "RO:0002449", "biolink:affects", "inhibits",
                  "The ligand binds and lowers the activity."),
        Predicate("potentiates", "ligand", 1, _LIGANDS, _ACTED_ON, "RO:0002450", "biolink:affects", "potentiates",
                  "The ligand binds and strengthens the answer to the proper ligand."),
        Predicate("blocks", "ligand", -1, _LIGANDS, _ACTED_ON, "RO:0018029", "biolink:affects", "blocks",
                  "The ligand binds and keeps the proper ligand from acting."),
        Predicate("increases", "causal", 1, _EFFECT, _EFFECT, "RO:0002304", "biolink:affects", "increases",
                  "More of the subject gives more of the object, or of its aspect."),
        Predicate("decreases", "causal", -1, _EFFECT, _EFFECT, "RO:0002305", "biolink:affects", "decreases",
                  "More of the subject gives less of the object, or of its aspect."),
        Predicate("affects", "causal", None, _EFFECT, _EFFECT, "RO:0002411", "biolink:affects", "affects",
                  "The subject changes the object; the sign is not known."),
        Predicate("secretes", "source and fate", 1, _PLACES, MESSENGERS, "RO:0003000", "biolink:produces", "secretes",
                  "The cell or gland releases the messenger."),
        Predicate("synthesizes", "source and fate", 1, (*_PLACES, "Gene"), MESSENGERS, "RO:0003000",
                  "biolink:produces", "synthesizes", "The cell makes the messenger, or the enzyme catalyses its making."),
        Predicate("transports", "source and fate", 1, (*_PLACES, "Gene", "Receptor"), MESSENGERS, "RO:0002020",
                  "biolink:affects", "transports",
                  "The transporter, or the barrier itself, carries the messenger to where it acts."),
        Predicate("inactivates", "source and fate", -1, ("Gene",), MESSENGERS, "RO:0002305", "biolink:affects",
                  "inactivates", "The enzyme or transporter ends the messenger's action."),
        Predicate("sequesters", "source and fate", -1, ("Gene",), MESSENGERS, "RO:0002305", "biolink:affects",
                  "sequesters", "The binding protein holds the messenger away from its receptor."),
        Predicate("precursor_of", "source and fate", 1, (*MESSENGERS, "Gene"), MESSENGERS, "RO:0002304",
                  "biolink:derives_into", "is made into", "The first messenger is made into the second."),
        Predicate("expressed_in", "place", 0, MOLECULES, _PLACES, "RO:0002206", "biolink:expressed_in",
                  "is expressed in", "mRNA or protein was shown there."),
        Predicate("located_in", "place", 0, ("CellType", "Structure", "Receptor", "Gene"), ("Structure",),
                  "RO:0001025", "biolink:located_in", "lies in", "The subject was shown in that structure."),
        Predicate("part_of", "place", 0, _PLACES, _PLACES, "BFO:0000050", "biolink:part_of", "is part of",
                  "The subject is a part of the object."),
        Predicate("projects_to", "place", 0, _PLACES, _PLACES, "RO:0002102", "biolink:related_to", "projects to",
                  "Axons of the subject end in the object."),
        Predicate("is_a", "taxonomy", 0, tuple(KINDS), tuple(KINDS), "rdfs:subClassOf", "biolink:subclass_of",
                  "is a kind of", "The subject is a kind of the object."),
        Predicate("treats", "clinical", -1, ("Intervention", "Hormone", "Stimulus", "Neurotransmitter"),
                  ("Condition",), "RO:0002606", "biolink:treats", "treats",
                  "Given for the condition, the condition's own signs got better."),
        Predicate("prevents", "clinical", -1, ("Intervention", "Hormone", "Stimulus", "Neurotransmitter"),
                  ("Condition",), "RO:0002599", "biolink:preventative_for_condition", "prevents",
                  "Given beforehand, fewer people or animals got the condition."),
        Predicate("causes", "clinical", 1, _AGENTS, ("Condition", "Process"), "RO:0003302", "biolink:causes", "causes",
                  "The subject brings the condition about. Never with a gene or receptor as subject."),
        Predicate("associated_with", "clinical", 0, _EFFECT, _EFFECT, "RO:0002610", "biolink:associated_with",
                  "is associated with", "They go together; nothing says which causes which. Never walked."),
    )
}  # fmt: skip

_BUILT = ("Receptor", "Gene", "Mechanism", "CellType", "Structure", "Hormone", "Neurotransmitter")
ASPECTS: dict[str, Aspect] = {
    a.name: a
    for a in (
        Aspect("activity", 1, (*_BUILT,), "activity", "How much it does: firing, signalling, catalysis."),
        Aspect("abundance", 1, MOLECULES, "abundance", "How much of the molecule there is."),
        Aspect("density", 1, _BUILT, "abundance", "How many binding sites, cells or spines there are."),
        Aspect("expression", 1, MOLECULES, "expression", "mRNA or protein made."),
        Aspect("volume", 1, ("Structure", "CellType"), "abundance", "How large the structure or cell is."),
        Aspect("synthesis", 1, MOLECULES, "synthesis", "How fast it is made."),
        Aspect("secretion", 1, MOLECULES, "secretion", "How much a gland or nerve ending gives to the blood."),
        Aspect("release", 1, MOLECULES, "release", "How much a neuron or cell gives to its surroundings."),
        Aspect("uptake", -1, MOLECULES, "uptake", "How fast it is cleared into cells; more uptake, less messenger."),
        Aspect("degradation", -1, MOLECULES, "degradation", "How fast it is broken down; more of it, less molecule."),
        Aspect("sensitivity", 1, ("Hormone", "Neurotransmitter", "Intervention", "Receptor", "Stimulus"), "activity",
               "How strongly the target answers to the object."),
    )
}  # fmt: skip

METHODS: dict[str, Method] = {
    m.name: m
    for m in (
        Method("meta-analysis", "ECO:0000212", 1, 3, "Several studies put together by a stated method."),
        Method("randomized trial", "ECO:0000180", 1, 3, "People were assigned to arms at random and followed for an outcome."),
        Method("human experiment", "ECO:0000180", 2, 3, "A controlled laboratory experiment with people."),
        Method("human genetics", "ECO:0005613", 2, 3, "Variants or mutations in people compared with their phenotype."),
        Method("observational", "ECO:0000180", 2, 3, "Groups or levels compared without intervention."),
        Method("uncontrolled trial", "ECO:0000180", 2, 3, "A treatment given without a control arm."),
        Method("case report", "ECO:0000180", 2, 3, "One person or a few."),
        Method("in vivo", "ECO:0000178", 2, 3, "Measured in the living animal or in tissue taken after treatment in life."),
        Method("ex vivo", "ECO:0005502", 4, 4, "Measured in tissue kept alive outside the body, such as slices."),
        Method("in vitro", "ECO:0000181", 4, 4, "Measured in cells or without cells."),
        Method("imaging", "ECO:0000324", 2, 3, "MRI, fMRI, PET and the like."),
        Method("expression mapping", "ECO:0000008", 2, 3, "Where mRNA or protein is, without an experiment."),
        Method("binding assay", "ECO:0007008", 4, 4, "Binding of a labelled ligand."),
        Method("review", "ECO:0000204", 5, 5, "A paper that sums up the work of others."),
        Method("background", "ECO:0000204", 5, 5, "A known fact restated by a paper that did not test it."),
    )
}  # fmt: skip

_MIN, _HOUR, _DAY, _WEEK, _MONTH, _YEAR = 60.0, 3600.0, 86400.0, 604800.0, 2629800.0, 31557600.0
ONSETS: dict[str, Onset] = {
    o.name: o
    for o in (
        Onset("ms-s", 0.001, 1.0, "milliseconds to a second"),
        Onset("s-min", 1.0, 10 * _MIN, "seconds to some minutes"),
        Onset("min-h", 10 * _MIN, 2 * _HOUR, "tens of minutes to two hours"),
        Onset("h-d", 2 * _HOUR, _DAY, "hours to a day"),
        Onset("d-wk", _DAY, 2 * _WEEK, "days to two weeks"),
        Onset("wk-mo", 2 * _WEEK, 3 * _MONTH, "weeks to three months"),
        Onset("mo-y", 3 * _MONTH, 10 * _YEAR, "months to years"),
        Onset("developmental", _DAY, 20 * _YEAR, "laid down in development"),
    )
}

SPECIES: dict[str, str] = {
    "human": "NCBITaxon:9606",
    "mouse": "NCBITaxon:10090",
    "rat": "NCBITaxon:10116",
    "rhesus monkey": "NCBITaxon:9544",
    "cynomolgus monkey": "NCBITaxon:9541",
    "common marmoset": "NCBITaxon:9483",
    "primates": "NCBITaxon:9443",
    "rodents": "NCBITaxon:9989",
    "mammals": "NCBITaxon:40674",
    "sheep": "NCBITaxon:9940",
    "cattle": "NCBITaxon:9913",
    "pig": "NCBITaxon:9823",
    "dog": "NCBITaxon:9615",
    "rabbit": "NCBITaxon:9986",
    "guinea pig": "NCBITaxon:10141",
    "golden hamster": "NCBITaxon:10036",
    "Siberian hamster": "NCBITaxon:10044",
    "Chinese hamster": "NCBITaxon:10029",
    "prairie vole": "NCBITaxon:79684",
    "zebrafish": "NCBITaxon:7955",
    "African clawed frog": "NCBITaxon:8355",
    "chicken": "NCBITaxon:9031",
    "zebra finch": "NCBITaxon:59729",
}

#: Closed lists of single words: column -> value -> meaning. An empty cell means "not stated".
#: An ISO 8601 duration of the profile all our readers share (XML Schema's): whole numbers, fractions of seconds only.
#: A pattern that SPARQL and SHACL understand as well; it lets "P" and a trailing "T" pass, which validation refuses.
DURATION = r"P(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?"

ENUMS: dict[str, dict[str, str]] = {
    "route": {"genomic": "through transcription", "nongenomic": "without transcription"},
    "route_test": {
        "membrane-impermeable ligand": "a ligand that cannot enter the cell did the same",
        "transcription or translation blocked": "the effect was there, or gone, without new RNA or protein",
        "receptor mutant": "a receptor that cannot bind DNA, or that does nothing else, decided it",
        "enucleated": "the effect was there without a nucleus",
        "authors say": "the authors call it so on other grounds",
    },
    "sex": {"female": "females only", "male": "males only", "both": "both sexes", "not reported": "the text read does not say"},
    "stage": {
        "foetal": "before birth", "neonatal": "newborn", "juvenile": "before puberty", "adolescent": "in puberty",
        "adult": "grown up, reproductive state not given", "aged": "old", "offspring": "the next generation",
        "pregnant": "carrying young", "postpartum": "after birth", "lactating": "giving milk",
        "follicular": "first half of the menstrual cycle", "luteal": "second half of the menstrual cycle",
        "pro-oestrus": "rodent cycle, oestradiol high", "oestrus": "rodent cycle, receptive", "dioestrus": "rodent cycle, rest",
        "perimenopausal": "around the last menses", "postmenopausal": "after the last menses",
    },
    "manipulation": {
        "added": "given, or raised", "removed": "taken away, or depleted", "blocked": "antagonist, antibody, inhibitor",
        "activated": "agonist, stimulation", "mutated": "gene changed, deleted or silenced",
        "measured": "nothing done, levels compared",
    },
    "dose": {
        "basal": "resting level", "low": "lowest of the doses compared", "mid": "between them",
        "high": "stress level or upper dose",
        "supraphysiological": "above what the body makes", "replacement": "to restore the normal level",
    },
    "result": {
        "supports": "the study shows the claim",
        "no effect": "the study looked and found no change",
        "opposite": "a replication of the named claim found the reverse",
    },
    "read": {"full text": "the whole paper", "abstract": "its abstract", "excerpt": "part of the text"},
    "circulates": {"yes": "reaches everything by blood", "portal": "hypothalamus to pituitary", "no": "acts locally"},
    "grain": {
        "organ": "too wide to place a join", "area": "a field or region", "nucleus": "a nucleus or finer",
        "crowded": "holds a tenth of the rows or more",
    },
    "exposure": {"acute": "once, or up to a day", "chronic": "repeated, or longer"},
    "retracted": {"yes": "retracted", "no": "looked up, not retracted", "unknown": "not looked up"},
    "type": {
        "primary": "reports its own measurements", "review": "sums up the work of others", "meta-analysis": "pools studies",
        "trial": "a clinical trial", "case report": "one person or a few", "other": "anything else",
    },
    "verdict": {
        "agrees": "the row stands", "amended": "the row was corrected", "withdrawn": "the row was taken out",
        "planted and caught": "an error put in on purpose, found",
        "planted and missed": "an error put in on purpose, not found",
    },
    "loop_kind": {
        "long": "through the blood to the brain and back", "short": "within hypothalamus and pituitary",
        "ultrashort": "on the cell or gene itself", "local": "within one region", "feed-forward": "drives itself on",
    },
    "loop_sign": {"-": "negative feedback", "+": "positive feedback"},
    "axis": {
        "HPA": "hypothalamus-pituitary-adrenal", "HPT": "hypothalamus-pituitary-thyroid",
        "HPG": "hypothalamus-pituitary-gonad", "GH-IGF-1": "growth hormone and IGF-1", "prolactin": "prolactin",
        "oxytocin-vasopressin": "oxytocin and vasopressin", "RAAS": "renin-angiotensin-aldosterone",
        "energy balance": "leptin, insulin, ghrelin and the gut", "melatonin-circadian": "melatonin and the clock",
    },
}  # fmt: skip

NODE_COLUMNS = ("id", "label", "synonyms", "class", "is_a", "xrefs", "description")
FINDING_COLUMNS = (
    "id", "subject", "subject_label", "predicate", "aspect", "object", "object_label", "via", "region", "cell",
    "route", "route_test", "onset", "onset_range", "exposure", "species", "sex", "stage", "tested", "state",
    "manipulation", "dose", "result", "method", "reference", "experiment", "study", "read", "finding", "curator",
    "date",
)  # fmt: skip
REFERENCE_COLUMNS = (
    "id", "title", "first_author", "year", "journal", "type", "doi", "pmcid", "pmid", "retracted",
)  # fmt: skip
CHECK_COLUMNS = ("finding", "batch", "predicate", "result", "species", "verdict", "note", "date")
WITHDRAWN_COLUMNS = (*FINDING_COLUMNS, "reason")
LOOP_COLUMNS = ("name", "axis", "kind", "sign", "opened_by", "references")
LOOP_STEP_COLUMNS = ("loop", "step", "subject", "predicate", "aspect", "object", "region")
PREFIX_COLUMNS = ("prefix", "iri", "pattern", "meaning")
#: What stands for a region where there is none to name: true everywhere; or the subject was changed in the whole
#: animal or person and the outcome (behaviour, a symptom) has no place of its own. Each with its term in RDF.
SYSTEMIC = "systemic"
WHOLE_BODY = "whole body"
NO_PLACE = {SYSTEMIC: "systemic", WHOLE_BODY: "whole_body"}
#: Kinds of outcome that have no place of their own, so that `whole body` may stand for it.
PLACELESS = frozenset({"Process", "Condition", "Stimulus", "Intervention"})
SEPARATE = "separate"


def node_columns(kind: NodeKind) -> tuple[str, ...]:
    """Return the columns of a node table in their order."""
    columns = list(NODE_COLUMNS)
    if "part_of" in kind.extra:
        columns.insert(columns.index("xrefs"), "part_of")
    return (*columns, *(c for c in kind.extra if c != "part_of"))


def tier(method: str, species: str) -> int:
    """Return the tier (1 strongest to 5) of a method used on a species (`mouse|rat` for several)."""
    known = METHODS.get(method)
    if known is None:
        return 5
    return known.tier_human if "human" in species.split("|") else known.tier_other
