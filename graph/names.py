"""From what people type to a node: identifier, label, synonym, either spelling, typo."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from .errors import AmbiguousName, UnknownName
from .model import Node

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta", "θ": "theta",
    "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho",
    "σ": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "œ": "oe", "æ": "ae",
}  # fmt: skip
_KEEP = re.compile(r"[^0-9a-z]+")
_SPELLINGS = (("oe", "e"), ("ae", "e"), ("our", "or"), ("is", "iz"), ("yse", "yze"), ("ph", "f"), ("centre", "center"))


def fold(text: str) -> str:
    """Return the form in which names are compared: no case, accents, punctuation, Greek letters or dialect.

    >>> fold("17β-Oestradiol") == fold("17beta estradiol")
    True
    """
    text = text.casefold()
    if not text.isascii():
        for letter, name in _GREEK.items():
            text = text.replace(letter, name)
        text = unicodedata.normalize("NFKD", text)
    text = _KEEP.sub("", text)
    for ours, theirs in _SPELLINGS:
        text = text.replace(ours, theirs)
    return text


class Names:
    """Every name of every node, ready to be asked."""

    def __init__(self, nodes: Iterable[Node]) -> None:
        self._nodes = {n.id: n for n in nodes}
        self._by_fold_id = {n.casefold(): n for n in self._nodes}
        self._labels: dict[str, list[str]] = {}
        self._synonyms: dict[str, list[str]] = {}
        for node in self._nodes.values():
            self._labels.setdefault(fold(node.label), []).append(node.id)
            for name in node.synonyms:
                ids = self._synonyms.setdefault(fold(name), [])
                if node.id not in ids:
                    ids.append(node.id)
        self._grams: dict[str, frozenset[str]] | None = None

    def find(self, name: str) -> Node:
        """Return the node of that name.

        Raises:
            UnknownName: nothing is called that; the error offers near spellings.
            AmbiguousName: several nodes are.

        """
        asked = " ".join(name.split())
        if asked in self._nodes:
            return self._nodes[asked]
        if (node_id := self._by_fold_id.get(asked.casefold())) is not None:
            return self._nodes[node_id]
        key = fold(asked)
        forms = (key, key[:-1]) if len(key) > 3 and key.endswith("s") else (key,)
        for form in forms:
            for table in (self._labels, self._synonyms):
                ids = table.get(form) if form else None
                if not ids:
                    continue
                if len(ids) > 1:
                    exact = [i for i in ids if asked in (self._nodes[i].label, *self._nodes[i].synonyms)]
                    ids = exact or ids
                if len(ids) == 1:
                    return self._nodes[ids[0]]
                chosen = sorted(ids)
                raise AmbiguousName(asked, [(i, self._nodes[i].label, self._nodes[i].kind) for i in chosen])
        raise UnknownName(asked, [n.label for n in self.near(asked)])

    def near(self, name: str, most: int = 3) -> list[Node]:
        """Return the nodes whose names are spelled most like it, best first."""
        key = fold(name)[:80]
        if not key:
            return []
        if self._grams is None:
            self._grams = {k: _grams(k) for k in (*self._labels, *self._synonyms)}
        mine = _grams(key)
        rough = []
        for other, grams in self._grams.items():
            shared = len(mine & grams)
            if shared:
                rough.append((-2 * shared / (len(mine) + len(grams)), other))
        rough.sort()
        scored: dict[str, float] = {}
        for _, other in rough[:40]:
            closeness = 1 - distance(key, other) / max(len(key), len(other))
            for node_id in (*self._labels.get(other, ()), *self._synonyms.get(other, ())):
                scored[node_id] = max(closeness, scored.get(node_id, 0.0))
        best = sorted(scored.items(), key=lambda kv: (-kv[1], self._nodes[kv[0]].label))
        return [self._nodes[node_id] for node_id, closeness in best[:most] if closeness >= 0.45]

    def search(self, text: str, most: int = 20) -> list[Node]:
        """Return nodes whose names hold the text, or are spelled like it: exact first, then by length of label."""
        key = fold(text)
        if not key:
            return []
        found: dict[str, tuple[int, int, str]] = {}
        for rank, table in enumerate((self._labels, self._synonyms)):
            for name, ids in table.items():
                if key in name:
                    score = 0 if name == key else 1 if name.startswith(key) else 2
                    for node_id in ids:
                        label = self._nodes[node_id].label
                        mine = (2 * score + rank, len(label), label)
                        if node_id not in found or mine < found[node_id]:
                            found[node_id] = mine
        hits = [self._nodes[i] for i, _ in sorted(found.items(), key=lambda kv: kv[1])][:most]
        return hits or self.near(text, most=5)


def distance(a: str, b: str) -> int:
    """Return the number of single-letter edits or neighbour swaps between two words."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        new = [i]
        for j, y in enumerate(b, 1):
            cost = min(row[j] + 1, new[j - 1] + 1, row[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                cost = min(cost, before[j - 2] + 1)
            new.append(cost)
        before, row = row, new
    return row[-1]


def _grams(key: str) -> frozenset[str]:
    padded = f" {key} "
    return frozenset(padded[i : i + 2] for i in range(len(padded) - 1))
