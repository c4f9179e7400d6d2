"""One A4 page to print: a node or an axis with figure, loops, timing, receptors, disorders, drugs and references."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ...graph import schema
from ...graph.answers import claim_words
from ...graph.errors import BadQuestion
from ...graph.explored import FoundLoop, LoopsAnswer, NodeAnswer
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Assertion, Node
from .. import words
from . import draw, rings
from .data import SIGN_CODE, cited, kinds_of
from .page import HERE, environment
from .shown import by_axis
from .told import links

#: How much of each part is told where there is room.
LINES, SHORT, LOOPS, PLACES, FAN, CITED = 6, 5, 8, 6, 7, 2
#: What the sheet holds in mm (277, less what the reckoning may be wrong by), and what is reckoned with to stay within
#: it: the height of a line, and the letters that fit on one.
SHEET, LINE, SMALL_LINE, HEADING = 268.0, 4.0, 2.95, 7.5
WIDE, COLUMN, CELL, THIRD, FIGURE = 120, 52, 18, 44, 80.0
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


class _Sources:
    """Numbers the references in the order in which they are cited."""

    def __init__(self, kg: KnowledgeGraph, most: int = CITED) -> None:
        self.kg, self.most, self.numbers = kg, most, dict[str, int]()

    def cite(self, references: Iterable[str]) -> list[int]:
        """Return the numbers of the first few references."""
        chosen = [r for r in dict.fromkeys(references) if r in self.kg.references][: self.most]
        return [self.numbers.setdefault(r, len(self.numbers) + 1) for r in chosen]

    def of(self, a: Assertion) -> list[int]:
        """Return the numbers that stand for a claim: those that support it, else those that speak against it."""
        return self.cite(f.reference for f in (a.supporting or a.against))

    @property
    def all(self) -> list[tuple[int, str, str, str]]:
        """Number, who and when, where, address."""
        made = []
        for known, number in self.numbers.items():
            r = self.kg.references[known]
            where = f"PMID {r.pmid}" if r.pmid else f"doi:{r.doi}" if r.doi else r.pmcid
            made.append(
                (
                    number,
                    cited(r),
                    " ".join(x for x in (f"{r.journal}." if r.journal else "", where) if x),
                    links(r)[0][1] if links(r) else "",
                )
            )
        return made


def card(kg: KnowledgeGraph, answer: Any) -> str:
    """Return the card of a node (from an answer of `show`) or of an axis (from an answer of `loops`).

    Raises:
        BadQuestion: an answer of another kind, or loops of more than one axis.

    """
    if isinstance(answer, NodeAnswer):
        return _node_card(kg, answer)
    if isinstance(answer, LoopsAnswer):
        axes = by_axis(answer.loops)
        if len(axes) == 1:
            return _axis_card(kg, *next(iter(axes.items())), through=answer.through)
        raise BadQuestion(f"a card holds one axis, these loops have {len(axes)}: name one with --axis")
    loops = [x for x in getattr(answer, "loops", ()) or () if isinstance(x, FoundLoop) and x.steps]
    if loops and isinstance(getattr(answer, "axis", None), str):
        return _axis_card(kg, answer.axis, loops)
    raise BadQuestion("a card is of a node or of an axis: ask show or loops")


def _node_card(kg: KnowledgeGraph, a: NodeAnswer) -> str:
    n = a.node
    loops = [
        x for x in (rings.found(kg, loop) for loop in kg.loops) if x and any(n.id in (s.subject, s.object) for s in x.steps)
    ]
    around = [c for c in (*a.out, *a.into) if c.supported]
    kind = "cell type" if n.kind == "CellType" else n.kind.casefold()
    figure = fan(kg, a)
    return _page(
        kg,
        title=n.label,
        lead=n.description,
        meta="; ".join(
            x
            for x in (
                kind + (f", {n.cls}" if n.cls and n.cls != "other" else ""),
                f"also called {', '.join(n.synonyms[:5])}" if n.synonyms else "",
                f"{len(a.out)} claims of what it does, {len(a.into)} of what acts on it",
            )
            if x
        ),
        figure=figure,
        caption="The best supported claims: what acts on it, at the left, and what it acts on, at the right.",
        loops=loops,
        members={n.id},
        around=around,
    )


def _axis_card(kg: KnowledgeGraph, axis: str, found: Sequence[FoundLoop], *, through: Node | None = None) -> str:
    loops = sorted(found, key=rings.order_of)
    members = {x for loop in loops for s in loop.steps for x in (s.subject, s.object)}
    around = {c.id: c for m in sorted(members) for c in (*kg.out(m), *kg.into(m)) if c.supported}
    spelled = schema.ENUMS["axis"].get(axis, axis)
    minus = sum(x.sign == -1 for x in loops)
    return _page(
        kg,
        title=f"The {axis} axis"
        if axis in schema.ENUMS["axis"]
        else "Feedback loops" + (f" through {through.label}" if through else ""),
        lead=f"{spelled[:1].upper()}{spelled[1:]}." if spelled != axis else "",
        meta=f"{len(loops)} loops, {minus} self-limiting and {sum(x.sign == 1 for x in loops)} self-amplifying; {len(members)} members",
        figure=rings.nested(kg, loops),
        caption="Its loops nested in one another, the shortest inside; read clockwise. A number with its sign stands where each closes.",
        loops=loops,
        members=members,
        around=list(around.values()),
    )


def fan(kg: KnowledgeGraph, a: NodeAnswer) -> str:
    """Return a node with its best supported neighbours, in SVG: what acts on it at the left, what it acts on at the right."""
    sides = []
    used: set[str] = {a.node.id}
    for claims, end in ((a.into, 0), (a.out, 1)):
        best: dict[str, Assertion] = {}
        for c in sorted(claims, key=lambda c: (-c.supported, -len(c.supporting), c.id)):
            other = c.object if end else c.subject
            if c.supported and other not in best and other not in used:
                best[other] = c
        chosen = dict(list(best.items())[:FAN])
        used |= set(chosen)
        sides.append(chosen)
    rows = max(3, *(len(s) for s in sides))
    width, height = 640.0, rows * 30.0 + 20
    middle = (width / 2, height / 2)
    parts, marks = [], []
    for end, side in enumerate(sides):
        for k, (other, c) in enumerate(side.items()):
            x, y = (width - 170 if end else 170.0), height / 2 + (k - (len(side) - 1) / 2) * 30
            x1, y1, x2, y2 = (middle[0] + 16, middle[1], x - 12, y) if end else (x + 12, y, middle[0] - 16, middle[1])
            bend = (x1 + x2) / 2
            d = f"M{x1:.1f} {y1:.1f}C{bend:.1f} {y1:.1f} {bend:.1f} {y2:.1f} {x2:.1f} {y2:.1f}"
            code = SIGN_CODE[c.sign]
            inside = f'<path class="stroke" d="{d}"/>' + draw.head(x2, y2, 0.0, code)
            parts.append(draw.claim(None, claim_words(kg, c), inside, cls=f"way s{code}"))
            marks.append(draw.mark(kg.nodes[other].kind, x, y, 7))
            marks.append(
                draw.label(
                    x + 12 if end else x - 12, y, kg.label(other), anchor="start" if end else "end", cls="name", width=22
                )
            )
    marks.append(draw.mark(a.node.kind, *middle, 13))
    marks.append(draw.label(middle[0], middle[1] + 24, a.node.label, cls="name strong"))
    return draw.svg(width, height, "".join([*parts, *marks]), title=f"{a.node.label} and its neighbours")


def _page(
    kg: KnowledgeGraph,
    *,
    title: str,
    lead: str,
    meta: str,
    figure: str,
    caption: str,
    loops: Sequence[FoundLoop],
    members: set[str],
    around: Sequence[Assertion],
) -> str:
    head = {"title": title, "lead": lead, "meta": meta, "figure": figure, "caption": caption}
    circles = [rings.circle(kg, x) for x in loops[:2]] if len(members) == 1 else []
    told: dict[str, Any] = {}
    for less in range(LINES - 1):  # one line less of each part until the page is not longer than the sheet
        told = _told(kg, loops, members, around, less)
        if _length(lead + meta, bool(circles), told) <= SHEET:
            break
    style = (HERE / "page.css").read_text("utf-8") + (HERE / "card.css").read_text("utf-8")
    template = environment().get_template("card.html")
    text: str = template.render(
        **head, **told, circles=circles, kinds=kinds_of(kg, kg.nodes), policy=_POLICY, style=style
    )  # fmt: skip
    return text.encode("utf-8", "replace").decode("utf-8")


def _told(
    kg: KnowledgeGraph, loops: Sequence[FoundLoop], members: set[str], around: Sequence[Assertion], less: int
) -> dict[str, Any]:
    """Return the parts of the page, each with `less` lines fewer than there may be, and the references they cite."""
    sources = _Sources(kg, CITED if less < 1 else 1)
    shown = loops[: LOOPS - max(0, less - 1)]
    most = max(1, SHORT - less)
    parts = {
        "loops": [_loop(kg, x, k + 1, sources) for k, x in enumerate(shown)],
        "more_loops": len(loops) - len(shown),
        "timing": _timing(kg, around, sources, max(2, LINES - less)),
        "receptors": _receptors(kg, members, around, sources, max(1, PLACES - less)),
        "disorders": _claims(kg, around, sources, most, lambda c: _disorder(kg, c)),
        "drugs": _claims(kg, around, sources, most, lambda c: kg.nodes[c.subject].kind == "Intervention"),
    }
    return {**parts, "references": sources.all}


def _disorder(kg: KnowledgeGraph, c: Assertion) -> bool:
    kinds = kg.nodes[c.subject].kind, kg.nodes[c.object].kind
    return "Condition" in kinds and kinds[0] != "Intervention"


def _length(head: str, circled: bool, told: dict[str, Any]) -> float:
    """Return about how long the printed page is, in mm: two columns of text between the figure and the references."""

    def lines(words: str, letters: int) -> int:
        return -(-len(words) // letters)

    def claims(part: dict[str, Any]) -> float:
        return HEADING + LINE * (sum(lines(r["words"], COLUMN) for r in part["rows"]) + 1)

    loops = HEADING + LINE * sum(lines(f"{x['steps']} {x['told']}", COLUMN) for x in told["loops"])
    when = HEADING + LINE * (sum(max(lines(r["words"], 2 * CELL), lines(r["what"], CELL)) for r in told["timing"]["rows"]) + 1)
    receptors = HEADING + LINE * (
        sum(max(lines(r[x], CELL) for x in ("receptor", "by", "places")) for r in told["receptors"]["rows"]) + 2
    )
    left, right = when, receptors + claims(told["disorders"])
    if circled:
        left += loops + 42.0 * bool(told["loops"])
        right += claims(told["drugs"])
    else:
        left += claims(told["drugs"])
    cited = sum(lines(f"{who} {where}", THIRD) for _, who, where, _ in told["references"])
    return 20.0 + LINE * lines(head, WIDE) + FIGURE + max(left, right) + HEADING + SMALL_LINE * (cited / 3 + 1) + 8.0


def _loop(kg: KnowledgeGraph, x: FoundLoop, number: int, sources: _Sources) -> dict[str, Any]:
    when = words.when_words(x.timing.low, x.timing.high)
    cites = sources.cite([*x.references, *(f.reference for s in x.steps for f in s.supporting)])
    return {
        "number": number,
        "glyph": words.GLYPHS[x.sign],
        "sign": SIGN_CODE[x.sign],
        "name": x.name,
        "steps": " \N{RIGHTWARDS ARROW} ".join(kg.label(n) for n in (*(s.subject for s in x.steps), x.steps[-1].object)),
        "told": f"closes in {rings.closing(kg, x)}" + ("" if when == "time not stated" else f"; {when}"),
        "cites": cites,
    }


def _timing(kg: KnowledgeGraph, around: Sequence[Assertion], sources: _Sources, most: int) -> dict[str, Any]:
    rows = []
    for c in around:
        for f in c.supporting:
            bounds = words.onset_bounds(f)
            if bounds and f.onset != "developmental":
                rows.append((bounds, c, f))
                break
    rows.sort(key=lambda r: (r[0], r[1].id))
    chosen = rows if len(rows) <= most else [rows[round(k * (len(rows) - 1) / (most - 1))] for k in range(most)]
    lines = []
    for _, c, f in chosen:
        onset = words.iso_words(f.onset_range) if f.onset_range else schema.ONSETS[f.onset].meaning
        lines.append(
            {
                "words": claim_words(kg, c),
                "what": onset + (f", {f.route}" if f.route else ""),
                "cites": sources.cite([f.reference]),
            }
        )
    return {"rows": lines, "more": len(rows) - len(lines)}


def _receptors(
    kg: KnowledgeGraph, members: set[str], around: Sequence[Assertion], sources: _Sources, most: int
) -> dict[str, Any]:
    """Return which messenger binds which receptor, and where that is expressed."""
    binds: dict[str, list[Assertion]] = {}
    for c in around:
        ends = kg.nodes[c.subject], kg.nodes[c.object]
        if schema.PREDICATES[c.predicate].group == "ligand" and ends[1].kind == "Receptor" and ends[0].messenger:
            binds.setdefault(c.object, []).append(c)
    for m in sorted(members):
        if kg.nodes[m].kind == "Receptor":
            binds.setdefault(m, [])
    for found in binds.values():
        found.sort(key=lambda c: (-len(c.supporting), kg.label(c.subject)))
    order = sorted(binds, key=lambda r: (-sum(len(c.supporting) for c in binds[r]), kg.label(r)))
    rows = []
    for r in order[:most]:
        places = sorted(
            (c for c in kg.out(r) if c.predicate == "expressed_in" and c.supported), key=lambda c: (-len(c.supporting), c.id)
        )[:4]
        cites = sources.cite(x.reference for c in (*binds[r][:1], *places[:1]) for x in c.supporting[:1])
        rows.append(
            {
                "receptor": kg.label(r),
                "by": ", ".join(dict.fromkeys(kg.label(c.subject) for c in binds[r][:3])),
                "places": ", ".join(kg.label(c.object) for c in places),
                "cites": cites,
            }
        )
    return {"rows": rows, "more": max(0, len(order) - len(rows))}


def _claims(
    kg: KnowledgeGraph, around: Sequence[Assertion], sources: _Sources, most: int, wanted: Callable[[Assertion], bool]
) -> dict[str, Any]:
    found = sorted((c for c in around if wanted(c)), key=lambda c: (-len(c.supporting), c.id))
    chosen = sorted(found[:most], key=lambda c: claim_words(kg, c))
    rows = [
        {
            "words": claim_words(kg, c),
            "sign": SIGN_CODE[c.sign],
            "glyph": words.GLYPHS[c.sign],
            "against": len(c.against),
            "cites": sources.of(c),
        }
        for c in chosen
    ]
    return {"rows": rows, "more": len(found) - len(rows)}
