"""Rules of plain questions about one thing, two things, or a kind of things."""

from __future__ import annotations

import re

from .ask_plans import Plan, Reading, Values, loose, name_of, placed, subject_first, through, verb_sign
from .sentences import Sentence, Thing
from .words_of_questions import AXIS_ENDS

# kinds: which hormones ... -----------------------------------------------------------------------------------


def kinds(s: Sentence) -> Reading | None:
    """Which things of a kind act on something, or what it does to them."""
    if not s.kinds or not re.match(r"(?:which|what|list|name|show|give|are there|is there|do any)\b", s.low):
        return None
    first = s.kinds[0]
    if first.start > 30 or any(t.start < first.start for t in s.things if t.node.kind != "Structure"):
        return None
    things = [t for t in s.things if t.node.kind != "Structure"] or list(s.things)
    if re.search(r"share an? (?:receptor|target)", s.low) and things:
        binds = "activates|inhibits|potentiates|blocks"
        pattern = f"{name_of(things[0])} -{binds}-> Receptor <-{binds}- Hormone|Neurotransmitter|Intervention"
        return Reading("what binds the same receptor", (Plan("match", (pattern,)),))
    cells = [t for t in things if t.node.kind == "CellType"]
    if first.plain == "Receptor" and cells and re.search(r"\bon\b|\bin\b|express|sit|have|carry", s.low):
        where = "|".join(name_of(t) for t in cells)
        pattern = f"Hormone -activates-> {first.kind} -expressed_in-> {where}"
        simple = Plan("match", (f"{first.kind} -expressed_in-> {where}",))
        return Reading("receptors of a cell type, and what binds them", (Plan("match", (pattern,), instead=(simple,)), simple))
    if len(s.kinds) > 1 and not things:
        return Reading("links between two kinds of things", (Plan("match", (f"{s.kinds[1].kind} --> {first.kind}"
            if re.search(r"\bdoes (?:each|an?|every)\b", s.low) else f"{first.kind} --> {s.kinds[1].kind}",)),))  # fmt: skip
    if not things:
        return None
    target = things[0]
    regions = [t for t in s.things if t.node.kind == "Structure" and t is not target]
    filters = {"region": regions[0].node.label} if regions else {}
    if re.search(rf"\b(?:do|does|did|can|will)\b.{{0,30}}{re.escape(target.words.casefold())}", s.low):
        plan = Plan("downstream", (target.node.label,), {"to": first.plain}, filters)
        return Reading(f"what it does to {first.words}", (loose(plan),))
    plans = []
    joined = _joined(s, things)
    for t in [t for t in things if t in joined or t.node.kind == target.node.kind][:3]:
        plain = Plan("upstream", (t.node.label,), {"frm": first.plain}, filters)
        aspect, sign = _aspect(s), verb_sign(s)
        if aspect or sign or "direct" in s.low or "{" in first.kind:
            mark = {1: "+", -1: "-"}.get(sign, "") if not aspect or sign else ""
            step = f"-{mark}{':' + aspect if aspect else ''}->"
            anywhere = Plan("upstream", (t.node.label,), {"frm": first.plain})
            instead = (plain, anywhere) if filters else (plain,)
            plans.append(Plan("match", (f"{first.kind} {step} {name_of(t)}",), {}, filters, instead=instead))
        else:
            plans.append(loose(plain))
    return Reading(f"which {first.words} act on it", tuple(plans))


def _joined(s: Sentence, things: list[Thing]) -> list[Thing]:
    """Return the first thing and those that stand beside it with a comma, and, or, plus."""
    found = things[:1]
    for t in things[1:]:
        if not re.fullmatch(
            r"\s*(?:,|and|or|plus|/|&)+\s*(?:and |or )?(?:the |new-onset )?\s*", s.low[found[-1].end : t.start]
        ):
            break
        found.append(t)
    return found


def _aspect(s: Sentence) -> str:
    words = {
        "synthesis": r"synthesis|synthesi[sz]|making of", "release": r"releas", "secretion": r"secret", "uptake": r"uptake|reuptake",
        "expression": r"expression|mrna", "density": r"density|number of", "sensitivity": r"sensitiv", "volume": r"volume|size",
        "degradation": r"degrad|breakdown",
    }  # fmt: skip
    named = " ".join(t.words.casefold() for t in s.things)
    return next((a for a, p in words.items() if re.search(rf"\b(?:{p})", s.low) and not re.search(rf"\b(?:{p})", named)), "")


# one and two things ------------------------------------------------------------------------------------------


def mechanism(s: Sentence) -> Reading | None:
    """How one thing reaches another."""
    things = subject_first(s, s.things)
    solid = [t for t in things if t.node.kind != "Structure"]
    ends = solid if len(solid) > 1 else [t for t in things if t.node.kind != "Structure" or not placed(s, t)]
    axis_end = AXIS_ENDS.get(s.axis, "")
    if len(ends) + bool(axis_end) < 2 or not ends:
        return None
    start = ends[0]
    rest = [t for t in ends[1:] if not (t.node.kind == "Receptor" and len(ends) > 2 and through(s, t))]
    via = tuple(t.node.label for t in ends[1:] if t not in rest)
    cells = [t for t in rest if t.node.kind == "CellType" and len(rest) > 1]
    rest = [t for t in rest if t not in cells]
    regions = [t for t in things if t.node.kind == "Structure" and t not in ends and placed(s, t)]
    unused = tuple(t for t in things if t.node.kind == "Structure" and t not in ends and t not in regions)
    filters = {"region": regions[0].node.label} if regions else {}
    if cells:
        filters["cell"] = cells[0].node.label
    if "species" in s.circumstances:
        filters["species"] = s.circumstances["species"][0]
    if "sex" in s.circumstances and len(s.circumstances["sex"]) == 1:
        filters["sex"] = s.circumstances["sex"][0]
    options: dict[str, Values] = {"via": via} if via else {}
    targets = [t.node.label for t in rest[:3]] + ([axis_end] if axis_end else [])
    plans = tuple(
        loose(Plan("path", (start.node.label, t), options, filters), Plan("evidence", (start.node.label, t))) for t in targets
    )
    kind = "by what way one thing reaches another"
    return Reading(
        kind + (", and when" if re.search(r"how long|\btime\b|\bslow|\bfast\b|\bwhen\b", s.low) else ""),
        plans,
        verb_sign(s),
        unused,
    )


def single(s: Sentence) -> Reading | None:
    """What one thing does, what acts on it, what is recorded of it."""
    things = [t for t in s.things if t.node.kind != "Structure"] or list(s.things)
    if not things:
        return None
    one = things[0]
    regions = [t for t in s.things if t.node.kind == "Structure" and t is not one]
    filters = {"region": regions[0].node.label} if regions else {}
    name = one.node.label
    if re.search(r"^(?:what|who) (?:is|are)\b(?!.*\bdo\b)|tell me about|define|describe", s.low):
        return Reading("what is recorded of it", (Plan("show", (name,)),))
    kind = s.kinds[0].plain if s.kinds else ""
    before = s.low[: one.start]
    if re.search(r"^(?:what|which|who)\b", s.low) and not re.search(r"\b(?:do|does|did|can|could|would|of|by)\b", before):
        options: dict[str, Values] = {"frm": kind} if kind else {}
        wide = loose(Plan("upstream", (name,), options, filters))
        sign = verb_sign(s)
        if not sign:
            return Reading("what acts on it", (wide,))
        pattern = f"{kind or '*'} -{'+' if sign > 0 else '-'}-> {name_of(one)}"
        plan = Plan("match", (pattern,), {}, filters, instead=(wide, *wide.instead))
        return Reading("what raises it" if sign > 0 else "what lowers it", (plan,))
    if re.search(r"\bdo(?:es)?\b|effects?|\bact\b|role|influence|affect|\bhow\b|\bwhat\b|consequence", s.low):
        options = {"to": kind} if kind else {}
        return Reading("what it does", (loose(Plan("downstream", (name,), options, filters)),))
    return Reading("what is recorded of it", (Plan("show", (name,)),)) if s.low.rstrip("?. ") == one.words.casefold() else None
