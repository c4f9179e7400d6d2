"""What a sentence names: things, kinds, an axis, circumstances, each with its place in the sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..graph.errors import EndoneuroError
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Node
from ..graph.names import distance, fold
from .words_of_questions import AXES, BOTH_LENGTHS, CIRCUMSTANCES, KIND_ORDER, KIND_WORDS, PLAIN, SAID, TOKEN, VERBS

#: Names of so few letters count only as they are written; a name has so many words at the most.
SHORT, LONGEST = 3, 6


@dataclass(frozen=True, slots=True)
class Thing:
    """A node that the sentence names, from one character to another, and how it was recognised."""

    node: Node
    words: str
    start: int
    end: int
    how: str = ""


@dataclass(frozen=True, slots=True)
class KindWord:
    """Words that name a kind of thing, as a pattern writes it."""

    kind: str
    words: str
    start: int
    end: int

    @property
    def plain(self) -> str:
        """The kind without its classes; the first of several."""
        return self.kind.split("|")[0].split("{")[0]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A question in plain words with what it names."""

    text: str
    low: str
    things: tuple[Thing, ...]
    kinds: tuple[KindWord, ...]
    axis: str
    circumstances: dict[str, tuple[str, ...]]
    unknown: tuple[str, ...] = ()

    def of_kind(self, *kinds: str) -> list[Thing]:
        """Return the things of these kinds, in their order."""
        return [t for t in self.things if t.node.kind in kinds]


def read(kg: KnowledgeGraph, text: str) -> Sentence:
    """Return what a sentence names. Deterministic: longest names first, then from left to right."""
    plain = " ".join(text.split())
    both = BOTH_LENGTHS.search(plain)
    tokens = _tokens(plain if both is None else plain[: both.start()] + " " * len(both[0]) + plain[both.end() :])
    index = _names(kg)
    taken: list[Thing] = []
    kinds: list[KindWord] = []
    axis, axis_at = _axis(plain)
    used = [i for i, (_, start, end) in enumerate(tokens) if axis and axis_at[0] <= start and end <= axis_at[1]]
    free = [i not in used for i in range(len(tokens))]
    shouted_or_whispered = plain.isupper() or not any(c.isupper() for c in plain[1:])
    for strict in (True, False)[: 1 + shouted_or_whispered]:
        for size in range(min(LONGEST, len(tokens)), 0, -1):
            for i in range(len(tokens) - size + 1):
                if not all(free[i : i + size]):
                    continue
                start, end = tokens[i][1], tokens[i + size - 1][2]
                words = plain[start:end]
                kind = KIND_WORDS.get(words.casefold()) or KIND_WORDS.get(_singular(words.casefold()))
                if kind and strict:
                    kinds.append(KindWord(kind, words, start, end))
                elif (found := _exact(kg, index, words, strict=strict)) is not None:
                    taken.append(Thing(found[0], words, start, end, found[1]))
                else:
                    continue
                free[i : i + size] = [False] * size
    for size in (3, 2, 1):
        for i in range(len(tokens) - size + 1):
            start, end = tokens[i][1], tokens[i + size - 1][2]
            held = [t for t in taken if t.start < end and start < t.end]
            whole = all(start <= t.start and t.end <= end for t in held) and not any(
                x.start < end and start < x.end for x in kinds
            )
            if not any(free[i : i + size]) or not whole or any(t.how != "" for t in held):
                continue
            if held and not all(
                f or any(t.start <= tokens[i + j][1] < t.end for t in held) for j, f in enumerate(free[i : i + size])
            ):
                continue
            near = _near(kg, index, plain[start:end], size)
            if near is not None and (held or all(free[i : i + size])):
                taken = [t for t in taken if t not in held]
                taken.append(Thing(near[0], plain[start:end], start, end, near[1]))
                free[i : i + size] = [False] * size
    unknown = tuple(dict.fromkeys(w for (w, _, _), left in zip(tokens, free, strict=True) if left and not _plain(w)))
    things = sorted(taken, key=lambda t: t.start)
    named = " ".join(t.words.casefold() for t in things)
    stated = {w: v for w in CIRCUMSTANCES if (v := _stated(w, plain.casefold(), named))}
    return Sentence(plain, plain.casefold(), _once(things), tuple(sorted(kinds, key=lambda x: x.start)), axis, stated, unknown)


def _plain(word: str) -> bool:
    """Whether a word is one that questions are made of, in any of its forms; short ones are."""
    low = word.casefold().strip("'’.-/")
    stems = {low, _singular(low)}
    for ending in ("s", "d", "ed", "es", "ing", "ly", "ion", "ions"):
        if low.endswith(ending):
            stem = low[: -len(ending)]
            stems |= {stem, stem + "e", stem[:-1] if stem[-2:-1] == stem[-1:] else stem}
    return len(low) < 4 or not low.isalpha() or any(x in PLAIN or x in VERBS or x in KIND_WORDS for x in stems)


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """Return words with their places; hyphenated ones that are no name also in parts, slashes divided."""
    found = []
    for match in TOKEN.finditer(text):
        word, start = match[0], match.start()
        word = re.sub(r"(?:'s|’s|\.)+$", "", word)
        found.append((word, start, start + len(word)))
        for divided in (re.fullmatch(r"(.+)-(dependent|induced|mediated|related|like|driven|releasing|only)", word, re.I),):
            if divided:
                middle = start + len(divided[1])
                found[-1:] = [(divided[1], start, middle), (divided[2], middle + 1, start + len(word))]
        if "/" in word and not any(c.isdigit() for c in word):
            left, _, right = word.partition("/")
            found[-1:] = [(left, start, start + len(left)), (right, start + len(left) + 1, start + len(word))]
    return [t for t in found if any(c.isalnum() for c in t[0])]


def _names(kg: KnowledgeGraph) -> dict[str, list[tuple[int, str, str]]]:
    """Return folded names -> (0 label or 1 synonym, name as written, node id)."""
    if "ask names" not in kg.memo:
        made: dict[str, list[tuple[int, str, str]]] = {}
        for node in kg.nodes.values():
            for rank, name in ((0, node.label), *((1, s) for s in node.synonyms)):
                made.setdefault(fold(name), []).append((rank, name, node.id))
        kg.memo["ask names"] = made
    index: dict[str, list[tuple[int, str, str]]] = kg.memo["ask names"]
    return index


def _exact(
    kg: KnowledgeGraph, index: dict[str, list[tuple[int, str, str]]], words: str, *, strict: bool
) -> tuple[Node, str] | None:
    low = words.casefold()
    if low in PLAIN and not (len(words) > 2 and words.isupper()):  # MET is a receptor, met is none
        return None
    if words in kg.nodes:
        return kg.nodes[words], ""
    said = SAID.get(low) or SAID.get(_singular(low))
    if said and fold(low) not in index:
        try:
            return kg.names.find(said), "as it is often said"
        except EndoneuroError:
            return None
    for form in dict.fromkeys((fold(words), fold(_singular(low)), fold(low + "s"))):
        rows = index.get(form, [])
        if len(form) <= SHORT and strict:
            rows = [
                r for r in rows if r[1] == words or r[1] == words.rstrip("s") or (r[1].casefold() == low and not low.isalpha())
            ]
        if rows:
            order = sorted(rows, key=lambda r: (r[0], KIND_ORDER.index(kg.nodes[r[2]].kind), r[2]))
            first = kg.nodes[order[0][2]]
            others = sorted({kg.label(r[2]) for r in order} - {first.label})
            return first, f"it may also be {', '.join(others)}" if others else ""
    return None


def _near(kg: KnowledgeGraph, index: dict[str, list[tuple[int, str, str]]], words: str, size: int) -> tuple[Node, str] | None:
    """Return the node whose name is spelled nearly like the words: one slip in five letters, two in nine."""
    low = words.casefold()
    parts = low.split()
    if any(len(p) < 4 for p in parts) or (size == 1 and (low in PLAIN or len(low) < 5)):
        return None
    if any(_plain(p) for p in parts):
        return None
    form = fold(low)
    most = 2 if len(form) >= 9 else 1
    best: tuple[int, int, int, str] | None = None
    for name, rows in index.items():
        if abs(len(name) - len(form)) > most or len(name) < 5 or name[:1] != form[:1]:
            continue
        slips = distance(form, name)
        if slips <= most:
            rank, _, node_id = min(rows, key=lambda r: (r[0], r[2]))
            key = (slips, rank, KIND_ORDER.index(kg.nodes[node_id].kind), node_id)
            best = key if best is None or key < best else best
    return (kg.nodes[best[3]], "spelled nearly like it") if best else None


def _singular(word: str) -> str:
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ses", "sis"), ("i", "us"), ("s", "")):
        if word.endswith(ending) and len(word) > len(ending) + 2 and not word.endswith("ss"):
            return word[: -len(ending)] + instead
    return word


def _axis(text: str) -> tuple[str, tuple[int, int]]:
    for match in re.finditer(r"([\w-]+(?: [\w-]+)?) (?:axis|feedback|loops?)\b", text, re.IGNORECASE):
        for words in (match[1], match[1].split()[-1]):
            axis = AXES.get(fold(words))
            if axis:
                return axis, (match.end(1) - len(words), match.end(1))
    for match in re.finditer(r"\b(HPA|HPT|HPG|RAAS)\b", text):
        return match[1], match.span(1)
    return "", (0, 0)


def _stated(what: str, low: str, named: str) -> tuple[str, ...]:
    found = []
    for pattern, value in CIRCUMSTANCES[what]:
        match = re.search(rf"\b(?:{pattern})\b", low)
        if match and not re.search(rf"\b{re.escape(match[0])}\b", named):
            found.append((match.start(), value))
    return tuple(v for _, v in sorted(found))


def _once(things: list[Thing]) -> tuple[Thing, ...]:
    seen: dict[str, Thing] = {}
    for t in things:
        seen.setdefault(t.node.id, t)
    return tuple(sorted(seen.values(), key=lambda t: t.start))
