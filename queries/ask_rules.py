"""What kind of question a sentence is, and the commands that answer it. Rules are tried in order; the first that fits counts."""

from __future__ import annotations

import re
from collections.abc import Callable

from .ask_plans import BLOCK, BLOCKED, FALLS, HIGH, LOW, RISES, TIMES, Plan, Reading, Values, loose, subject_first
from .ask_things import kinds, mechanism, single
from .sentences import Sentence, Thing
from .words_of_questions import LIMBIC


def read_question(s: Sentence) -> Reading | None:
    """Return how a sentence is understood; None where no rule fits."""
    for rule in _RULES:
        found = rule(s)
        if found is not None:
            return found
    return None


# whole graph -------------------------------------------------------------------------------------------------


def _export(s: Sentence) -> Reading | None:
    formats = {"turtle": ".ttl", "rdf": ".ttl", "graphml": ".graphml", "cx2": ".cx2", "kgx": ".kgx", "json-ld": ".jsonld",
               "html": ".html", "neo4j": ".neo4j"}  # fmt: skip
    asked = [suffix for word, suffix in formats.items() if re.search(rf"\b{re.escape(word)}\b", s.low)]
    if not asked:
        return None
    note = (
        "this writes a file, so it is not run from a question: 'endoneuro export graph"
        + asked[0]
        + "'; see 'endoneuro export -h'"
    )
    shown = tuple(Plan("show", (t.node.label,), note=note) for t in s.things[:1])
    return Reading("a file of the graph in another format", shown or (Plan("export", (f"graph{asked[0]}",), note=note),))


def _releases(s: Sentence) -> Reading | None:
    if not re.search(r"\b(?:between|since) (?:release|version)|\bchangelog\b|\brelease notes?\b", s.low):
        return None
    named = re.search(r"(\d[\w.]*\d|\d)\s+(?:and|to)\s+(\d[\w.]*\d|\d)", s.low)
    folders = (named[1], named[2]) if named else ("OLDER/data", "NEWER/data")
    return Reading("what changed between releases", (Plan("diff", folders, note="a release is named by its folder of tables"),))


def _gaps(s: Sentence) -> Reading | None:
    signs = {
        "rodent-only": r"rodent[- ]only|only in (?:rodents|rats|mice)|only (?:rodent|animal)", "male-only": r"male[- ]only|only in males",
        "in-vitro-only": r"in[- ]vitro|only in cells", "one-paper": r"(?:single|one|only one) (?:paper|study|publication|reference)",
        "one-group": r"(?:single|one) (?:lab|laboratory|group)", "old": r"older than|before (?:19|20)\d\d",
        "retracted": r"retract", "receptor-no-effect": r"receptor\b.*\bno (?:downstream|effect|known|edge)",
        "effect-no-receptor": r"(?:no|missing|unknown) receptor",
    }  # fmt: skip
    which = tuple(name for name, pattern in signs.items() if re.search(pattern, s.low))
    if "receptor-no-effect" in which:
        which = ("receptor-no-effect",)
    if not which and not re.search(r"\bgaps?\b|\bthin\b|\bpoorly (?:known|studied)", s.low):
        return None
    options: dict[str, Values] = {}
    ends = [t for t in subject_first(s, s.things) if t.node.kind != "Structure"]
    note = ""
    if len(ends) >= 2:
        options = {"frm": ends[0].node.label, "to": ends[1].node.label}
    elif ends:
        options = {"about": ends[0].node.label}
    elif re.search(r"\bthis (?:path|answer)\b|\bstep\b", s.low):
        note = "'this path' names no ends: add --from and --to for the steps of one answer; here is the whole graph"
    return Reading("where the evidence is thin", (Plan("gaps", (which,) if which else (), options, note=note),))


def _contradictions(s: Sentence) -> Reading | None:
    if not re.search(r"contradict|disagree|disput|controvers|inconsisten|conflicting (?:evidence|finding|result|claim)", s.low):
        return None
    ends = subject_first(s, s.things)
    return Reading("where findings disagree, and why", (Plan("contradictions", tuple(t.node.label for t in ends[:2])),))


def _apart(s: Sentence) -> Reading | None:
    """Sexes, species or exposures side by side."""
    if not re.search(r"differ|versus|\bvs\b|compare|flips?|unlike|\bbetween\b", s.low):
        return None
    sides = {w: v for w, v in s.circumstances.items() if len(v) > 1}
    if not sides:
        return None
    if not s.things:
        plans = [Plan("contradictions", (), {"by": w}) for w in sides if not (w == "species" and set(sides[w]) <= {"rodents"})]
        return Reading("links that differ by " + " and by ".join(sides), tuple(plans))
    what, values = next(iter(sides.items()))
    if what == "species":
        values = tuple(x for v in values for x in (("rat", "mouse") if v == "rodents" else (v,)))[:2]
    options: dict[str, Values] = {what: values[:2]}
    if len(s.things) > 1:
        options["on"] = s.things[1].node.label
    return Reading(f"one thing under two values of {what}", (Plan("compare", (s.things[0].node.label,), options),))


def _axis(s: Sentence) -> Reading | None:
    if s.axis and re.search(r"\bmap\b|one[- ]page|\bcard\b|overview|lecture|summar|members", s.low):
        return Reading(f"a card of the {s.axis} axis", (Plan("axis", (s.axis,)),))
    return None


def _loops(s: Sentence) -> Reading | None:
    if not re.search(r"\bloops?\b|feedback|self-amplif", s.low):
        return None
    options: dict[str, Values] = {"axis": s.axis} if s.axis else {}
    both = re.search(r"negative to positive|positive to negative", s.low)
    if not both and re.search(r"\bpositive\b|self-amplif", s.low):
        options["sign"] = "+"
    elif not both and re.search(r"\bnegative\b", s.low):
        options["sign"] = "-"
    if s.things and not s.axis:
        options["through"] = s.things[0].node.label
    elif "limbic" in s.low:
        return Reading("feedback loops, region by region", tuple(Plan("loops", (), options, {"region": r}) for r in LIMBIC))
    return Reading("feedback loops: what closes and what opens them", (Plan("loops", (), options),))


# what if -----------------------------------------------------------------------------------------------------


def _what_if(s: Sentence) -> Reading | None:
    clause = re.search(r"\b(?:if|when|after|during|with)\b(.*)", s.low)
    plain = re.search(r"what if|what happens|what would|what compensates|net effect|happens? to|if (?:i|we|you)\b", s.low)
    changes: dict[str, str] = {}
    for t in s.things:
        word = _changed(s, t)
        inside = clause is not None and t.start >= clause.start()
        if word and (plain or inside or word == "withdrawal"):
            changes[t.node.id] = f"{t.node.label} {word}"
    if clause and plain and any(t.start >= clause.start() and t.node.id in changes for t in s.things):
        before = [t for t in s.things if t.node.id in changes and t.start < clause.start() and not _beside(s, t, HIGH)]
        for t in before:
            changes.pop(t.node.id)
    doing = re.search(r"what would (.+?) do\b", s.low)
    if doing and not changes:
        changes = {t.node.id: f"{t.node.label} up" for t in s.things if t.end <= doing.end(1)}
    if not changes:
        return None
    left = [t for t in s.things if t.node.id not in changes]
    on = tuple(t.node.label for t in left if t.node.kind != "Stimulus" and not _context(s, t))
    length = s.circumstances.get("exposure", ())
    filters = {"exposure": length[0]} if len(length) == 1 else {}
    blocked = any("block" in c for c in changes.values())
    if blocked and (hormones := [t for t in left if t.node.kind in ("Hormone", "Intervention")]):
        first = hormones[0].node.label
        on = tuple(x for x in on if x != first)
        routes = Plan("routes", (first,), note=f"the fast and the slow effects of {first}, to hold against what is blocked")
        return Reading("what a blockade takes away, and what remains", (_forecast(changes, on, filters), routes))
    return Reading("what would follow from a change", (_forecast(changes, on, filters),))


def _forecast(changes: dict[str, str], on: tuple[str, ...], filters: dict[str, str]) -> Plan:
    return loose(Plan("what-if", (tuple(changes.values()),), {"on": on} if on else {}, filters))


def _changed(s: Sentence, t: Thing) -> str:
    """Return how a thing is changed in the sentence: up, down, blockade, withdrawal, or nothing."""
    before, after = s.low[: t.start].rstrip(), s.low[t.end :].lstrip()
    if re.match(r"withdrawal\b", after) or re.search(r"withdrawal of$|withdrawing$", before):
        return "withdrawal"
    if re.search(rf"\b(?:{BLOCK})(?:s|ed|ing)?(?: the)?$", before) or re.match(rf"(?:receptors? )?(?:{BLOCKED})\b", after):
        return "blockade"
    if re.search(rf"\b(?:{LOW})$", before) or re.match(rf"(?:levels? )?(?:{FALLS})\b", after):
        return "down"
    if re.search(rf"\b(?:{HIGH})$", before) or re.match(rf"(?:levels? )?(?:{RISES})\b", after):
        return "up"
    return ""


def _beside(s: Sentence, t: Thing, words: str) -> bool:
    return bool(re.search(rf"\b(?:{words})$", s.low[: t.start].rstrip()))


def _context(s: Sentence, t: Thing) -> bool:
    return t.node.kind == "Structure" and bool(re.search(r"\b(?:in|at|of)(?: the)?$", s.low[: t.start].rstrip()))


# clinic, sets, places ----------------------------------------------------------------------------------------


def _treatments(s: Sentence) -> Reading | None:
    kinds = [k.plain for k in s.kinds]
    if "Intervention" in kinds and "side effect" in s.low:
        pattern = "Condition{endocrine} <-treats- Intervention -+-> Condition{psychiatric|neurological|symptom}"
        return Reading("drugs for endocrine disorders that bring mental symptoms about", (Plan("match", (pattern,)),))
    if not re.search(r"treat|therap|\bdrugs?\b|\bhelps?\b|used for|relie[fv]|cures?\b", s.low):
        return None
    conditions = s.of_kind("Condition", "Process")
    if conditions and not s.of_kind("Hormone", "Intervention"):
        return Reading("what treats it, and by what way", tuple(Plan("treatments", (t.node.label,)) for t in conditions[:2]))
    return None


def _enrich(s: Sentence) -> Reading | None:
    names = tuple(t.node.label for t in s.things)
    if len(names) > 1 and re.search(r"in common|over-?represented|enrich|share (?:targets|processes)", s.low):
        return Reading("what a list of things has in common", (Plan("enrich", (names,)),))
    return None


def _where(s: Sentence) -> Reading | None:
    starts = re.match(r"(?:in which|where|which (?:brain )?(?:cells?|regions?|neurons?|areas?|nuclei|glands?))\b", s.low)
    if not starts or re.match(r"where (?:is|are) the graph|where do(?:es)? .*conflict", s.low):
        return None
    if not starts[0].startswith("where") and not re.search(
        r"express|contain|hold|\bhave\b|\bhas\b|mak[ei]|secret|produc|synthes|located|\bsits?\b|found|carry", s.low
    ):
        return None
    inside = [t for t in s.things if t.node.kind == "Structure"]
    things = [t for t in s.things if t.node.kind in ("Receptor", "Hormone", "Gene", "Neurotransmitter", "CellType")]
    cells = [t for t in things if t.node.kind == "CellType"]
    molecules = [t for t in things if t.node.kind != "CellType"]
    things = molecules or cells
    if not things:
        return None
    split = re.search(r"\b(?:but not|and not|without|not)\b", s.low)
    out = [t for t in things if split and t.start > split.start()]
    kept = [t for t in things if t not in out]
    if not kept:
        return None
    options: dict[str, Values] = {"without": tuple(t.node.label for t in out)} if out else {}
    filters = {"region": inside[0].node.label} if inside else {}
    if cells and molecules:
        filters["cell"] = cells[0].node.label
    return Reading("where something is", (Plan("where", (tuple(t.node.label for t in kept),), options, filters),))


def _compare(s: Sentence) -> Reading | None:
    if not re.search(r"\bdiffer|\bcompare|\bversus\b|\bvs\b|\bunlike\b|difference", s.low):
        return None
    if re.search(TIMES, s.low):
        return None
    pairs = [(a, b) for i, a in enumerate(s.things) for b in s.things[i + 1 :] if a.node.kind == b.node.kind]
    if not pairs:
        return None
    one, other = pairs[0]
    rest = [t for t in s.things if t not in (one, other)]
    options: dict[str, Values] = {}
    filters: dict[str, str] = {}
    notes = []
    for t in rest:
        if t.node.kind == "Receptor":
            notes.append(f"receptors are compared too, {t.node.label} among them")
        elif "on" not in options:
            options["on"] = t.node.label
    names = (one.node.label, other.node.label)
    looser = (Plan("compare", names),)
    return Reading("two things side by side", (Plan("compare", names, options, filters, "; ".join(notes), looser),))


def _routes(s: Sentence) -> Reading | None:
    fast = re.search(r"genomic|membrane|\brapid|\bfast\b|too fast|quick|within (?:seconds|minutes)", s.low)
    spans = len(re.findall(TIMES, s.low)) > 1
    if not fast and not spans:
        return None
    starts = s.of_kind("Hormone", "Intervention", "Receptor")
    if not starts:
        if any(k.kind == "Receptor{nuclear}" for k in s.kinds):
            pattern = "Receptor{nuclear} -[route=nongenomic]-> *"
            return Reading("nuclear receptors with an effect that needs no transcription", (Plan("match", (pattern,)),))
        return None
    others = [t for t in s.things if t is not starts[0] and t.node.kind != "Structure"]
    args = (starts[0].node.label, *(t.node.label for t in others[:1]))
    return Reading("the fast route and the slow one", (Plan("routes", args, instead=(Plan("routes", args[:1]),)),))


def _evidence(s: Sentence) -> Reading | None:
    ends = subject_first(s, s.things)
    if len(ends) >= 2 and re.search(r"\bevidence\b|\bstudies\b|which papers|who showed|references? for", s.low):
        pair = (ends[0].node.label, ends[1].node.label)
        return Reading("every finding from one to the other", (Plan("evidence", pair, instead=(Plan("path", pair),)),))
    return None


_RULES: tuple[Callable[[Sentence], Reading | None], ...] = (
    _export, _releases, _gaps, _contradictions, _apart, _axis, _what_if, _loops, _treatments, _enrich, _where, _routes, _compare,
    _evidence, kinds, mechanism, single,
)  # fmt: skip
