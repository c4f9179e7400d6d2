"""What the script of a page needs to know, packed small: nodes, claims, findings, references, each name once."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from ...graph import schema
from ...graph.knowledge import KnowledgeGraph
from ...graph.model import Assertion, Finding, Node, Reference
from .. import words

#: Signs as the page numbers them: more, less, not known, none.
SIGN_CODE: dict[int | None, int] = {1: 0, -1: 1, None: 2, 0: 3}
SIGNS: tuple[tuple[int | None, str, str, str], ...] = (
    (1, "more", "more of it gives more", "+"),
    (-1, "less", "more of it gives less", "\N{MINUS SIGN}"),
    (None, "unknown", "changes it, sign not known", "?"),
    (0, "none", "place or association, no sign", "\N{MIDDLE DOT}"),
)
_RESULTS = ("supports", "no effect", "opposite")
_ROUTES = ("", "genomic", "nongenomic")


class Words:
    """Strings held once; `at` gives the number of one."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def at(self, value: Any) -> int:
        """Return the number of a value, new or known."""
        return self.numbers.setdefault(value, len(self.numbers))

    @property
    def all(self) -> list[Any]:
        """Every value in the order of its number."""
        return list(self.numbers)


def graph_data(kg: KnowledgeGraph, nodes: Sequence[str], claims: Sequence[Assertion]) -> dict[str, Any]:
    """Return nodes, claims, findings and references as lists of lists; a number stands for a thing named before.

    Args:
        kg: the graph.
        nodes: ids, in the order of their numbers.
        claims: in the order of their numbers.

    """
    index = {n: i for i, n in enumerate(nodes)}
    findings: dict[str, Finding] = {row.finding.id: row.finding for a in claims for row in a.rows}
    place = {f: i for i, f in enumerate(findings)}
    references = sorted({f.reference for f in findings.values()})
    numbers = {r: i for i, r in enumerate(references)}
    texts, contexts, verbs = Words(), Words(), Words()
    species, regions, prefixes = Words(), Words(), Words()
    onsets = list(schema.ONSETS)
    sexes = list(schema.ENUMS["sex"])
    told = []
    for f in findings.values():
        context = (
            _ROUTES.index(f.route) if f.route in _ROUTES else 0,
            onsets.index(f.onset) + 1 if f.onset in onsets else 0,
            tuple(species.at(s) for s in f.species),
            sexes.index(f.sex) + 1 if f.sex in sexes and f.sex != "not reported" else 0,
            tuple(regions.at(r) for r in f.region),
            f.tier,
        )
        facts = [n for pair in words.facts(kg, f) for n in map(texts.at, pair)]
        result = _RESULTS.index(f.result) if f.result in _RESULTS else 1
        own = f.id.removeprefix(f"{f.reference}#") if f.id.startswith(f"{f.reference}#") else f"={f.id}"
        told.append([own, result, f.finding, facts, numbers[f.reference], contexts.at(context)])
    made_claims = [
        [
            a.id.removeprefix("EN:"),
            index[a.subject],
            index[a.object],
            SIGN_CODE[a.sign],
            verbs.at((_verb(a), a.predicate, a.aspect)),
            [place[r.finding.id] for r in a.rows],
        ]
        for a in claims
    ]
    made_nodes = [_node(kg, kg.nodes[n], prefixes) for n in nodes]
    return {
        "kinds": {k.name: [k.colour, lighter(k.colour), k.layer, plain(k.name)] for k in schema.KINDS.values()},
        "signs": [[word, meaning, glyph] for _, word, meaning, glyph in SIGNS],
        "nodes": made_nodes,
        "claims": made_claims,
        "findings": told,
        "references": [_reference(kg.references.get(r), r) for r in references],
        "texts": texts.all,
        "verbs": verbs.all,
        "contexts": contexts.all,
        "prefixes": [[p, _iri(kg, p)] for p in prefixes.all],
        "relations": {p: schema.PREDICATES[p].ro for _, p, _ in verbs.all},
        "predicates": {p: schema.PREDICATES[p].biolink for _, p, _ in verbs.all},
        "filters": {
            "route": list(_ROUTES[1:]),
            "onset": [o.meaning for o in schema.ONSETS.values()],
            "species": species.all,
            "sex": [s for s in sexes if s != "not reported"],
            "tier": [[t, meaning] for t, meaning in schema.TIERS.items()],
            "region": _places(kg, regions.all),
        },
    }


def _places(kg: KnowledgeGraph, used: Sequence[str]) -> list[list[Any]]:
    """Return each place with its name and the numbers of the used places it lies in."""
    number = {r: i for i, r in enumerate(used)}
    return [
        [
            words.region_word(kg, r),
            sorted(number[w] for w in kg.wholes(r) if w in number and w != r),
        ]
        for r in used
    ]


def _iri(kg: KnowledgeGraph, prefix: str) -> str:
    known = kg.prefixes.by_name.get(prefix)
    return known.iri if known else ""


def _node(kg: KnowledgeGraph, node: Node, prefixes: Words) -> list[Any]:
    prefix, _, local = node.id.partition(":")
    kinds = list(schema.KINDS)
    return [prefixes.at(prefix), local, node.label, kinds.index(node.kind), node.cls, list(node.synonyms), node.description]


def node_url(kg: KnowledgeGraph, node: Node) -> str:
    """Return where a node of an open ontology can be read."""
    prefix, _, local = node.id.partition(":")
    iri = _iri(kg, prefix)
    return iri + quote(local, safe="_-.") if iri and not node.minted else ""


def _reference(r: Reference | None, reference_id: str) -> list[Any]:
    if r is None:
        return [reference_id, reference_id, "", "", "", "", "", 0]
    return [reference_id, cited(r), r.title, r.journal, r.pmid, r.pmcid, r.doi, int(r.retracted == "yes")]


def cited(r: Reference) -> str:
    """Return author and year."""
    title = r.title if len(r.title) <= 40 else r.title[:39].rstrip() + "\N{HORIZONTAL ELLIPSIS}"
    return f"{r.first_author or r.journal or title or r.id} {r.when}".strip()


def _verb(a: Assertion) -> str:
    verb = schema.PREDICATES[a.predicate].verb
    return f"{verb} {a.aspect} of" if a.aspect else verb


def plain(kind: str) -> str:
    """Return a kind as people say it."""
    return "cell type" if kind == "CellType" else kind.casefold()


def kinds_of(kg: KnowledgeGraph, nodes: Iterable[str]) -> list[dict[str, str]]:
    """Return the kinds of some nodes with their looks, in the order of the schema."""
    used = {kg.nodes[n].kind for n in nodes}
    return [
        {
            "name": k.name,
            "plain": plain(k.name),
            "shape": k.shape,
            "meaning": k.meaning,
            "light": k.colour,
            "dark": lighter(k.colour),
        }
        for k in schema.KINDS.values()
        if k.name in used
    ]


def lighter(colour: str) -> str:
    """Return a colour (`#rrggbb`) mixed with white, for dark grounds."""
    parts = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{round(part + (255 - part) * 0.38):02x}" for part in parts)


def packed(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return a list of records as columns: the keys once, then the values, missing ones as null."""
    keys = list(dict.fromkeys(k for row in rows for k in row))
    return {"keys": keys, "rows": [[row.get(k) for k in keys] for row in rows]}


def embed(data: Any, *, most: int) -> str:
    """Return data as text that can stand inside a script element, whatever the strings hold.

    Args:
        data: plain values.
        most: with more letters than this, JSON becomes base64 of gzip, which browsers have unpacked since 2023.

    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    if len(text) > most:
        return b64encode(gzip.compress(text.encode("utf-8", "replace"), 9, mtime=0)).decode()
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text
