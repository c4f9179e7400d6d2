"""Answers as the terminal writes them, as blocks of a page: claims become buttons, publications links."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import zip_longest
from typing import Any

from ...graph.answers import claim_words
from ...graph.knowledge import KnowledgeGraph
from ..text import WRITERS, Pen, write_with
from .data import cited
from .told import links

_NAMED = re.compile(r"EN:[0-9a-f]{12}|(?:PMID|PMCID|DOI):[^\s,]+")
_ENDS = ")];.,:"
#: How far in a block stands: one step for so many columns of the terminal.
_STEP = 3
_DEEPEST = 3

Part = dict[str, Any]


class PagePen(Pen):
    """Writes an answer as blocks; a part of a block is text, a claim of the page, or a link."""

    def __init__(self, kg: KnowledgeGraph, numbers: Mapping[str, int]) -> None:
        super().__init__()
        self.kg, self.numbers = kg, numbers
        self.title = ""
        self.blocks: list[dict[str, Any]] = []

    def style(self, text: str, *styles: str) -> str:
        """Return the text as it is; the page has its own style."""
        return text

    def put(self, text: str = "", indent: int = 0, hang: int = 2, *styles: str) -> None:
        """Write a block; the first bold line is the title."""
        if not text:
            return
        bold = "bold" in styles
        if bold and not self.title and not self.blocks:
            self.title = _arrows(text)
            return
        kind = "p" if not bold or indent > 2 * _STEP else "h2" if "cyan" in styles else "h3"
        self.blocks.append({"kind": kind, "in": min(_DEEPEST, indent // _STEP), "parts": self.parts(text)})

    def columns(self, left: str, lefts: list[str], right: str, rights: list[str]) -> None:
        """Write two lists side by side."""
        rows = [[self.parts(x) for x in row] for row in zip_longest(lefts, rights, fillvalue="")]
        self.blocks.append({"kind": "columns", "heads": [left, right], "rows": rows})

    def parts(self, text: str) -> list[Part]:
        """Return a text cut where it names a claim or a publication.

        >>> import endoneuro
        >>> from endoneuro.export.html.written import PagePen
        >>> PagePen(endoneuro.load(), {}).parts("CRH -> ACTH")[0]["text"].split()[::2]
        ['CRH', 'ACTH']

        """
        made: list[Part] = []
        at = 0
        for found in _NAMED.finditer(text):
            name = found.group()
            if name in self.kg.assertions:
                said = claim_words(self.kg, self.kg.assertions[name])
                part = {"text": "claim", "claim": self.numbers.get(name, -1), "says": said, "before": "", "after": ""}
            else:
                while name and name not in self.kg.references and name not in self.kg.findings:
                    name = name[:-1] if name[-1] in _ENDS else ""
                f = self.kg.findings.get(name)
                r = self.kg.references.get(f.reference if f else name)
                if r is None:
                    continue
                part = {"text": cited(r), "url": links(r)[0][1] if links(r) else ""}
            before = text[at : found.start()].removesuffix(f"{part['text']}, ")
            made += [{"text": _arrows(before)}, part]
            at = found.start() + len(name)
        return _kept_together([*made, {"text": _arrows(text[at:])}])


def _kept_together(parts: list[Part]) -> list[Part]:
    """Return the parts with the bracket before a claim and the mark after it as its own, so that no line breaks there."""
    for before, part, after in zip(parts, parts[1:], parts[2:], strict=False):
        if "claim" in part:
            if before["text"].endswith("["):
                before["text"], part["before"] = before["text"][:-1], "["
            if after["text"][:1] in (";", ",", "]"):
                part["after"], after["text"] = after["text"][0], after["text"][1:]
    return [p for p in parts if p["text"]]


def _arrows(text: str) -> str:
    return text.replace(" -> ", " \N{RIGHTWARDS ARROW} ")


def write(kg: KnowledgeGraph, answer: Any, numbers: Mapping[str, int]) -> PagePen | None:
    """Return the pen that has written an answer; None for a type that the terminal cannot write."""
    if type(answer).__name__ not in WRITERS or type(answer).__name__ == "SavedAnswer":
        return None
    pen = PagePen(kg, numbers)
    write_with(kg, answer, pen)
    return pen
