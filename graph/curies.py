"""Identifiers: prefixes, their patterns and their web addresses."""

from __future__ import annotations

import re
from typing import NamedTuple


class Prefix(NamedTuple):
    """A registered prefix: where its identifiers lead and what they look like."""

    name: str
    iri: str
    pattern: str
    meaning: str = ""


class Prefixes:
    """The registered prefixes; an unknown prefix is an error everywhere, never skipped."""

    def __init__(self, prefixes: dict[str, Prefix]) -> None:
        self.by_name = prefixes

    def problem(self, curie: str) -> str:
        """Return what is wrong with an identifier, or an empty string.

        >>> import endoneuro
        >>> endoneuro.load().prefixes.problem("CHEBI:17650")
        ''
        """
        prefix, colon, local = curie.partition(":")
        if not colon or not local:
            return f"{curie!r} is not an identifier; write PREFIX:LOCAL"
        if prefix not in self.by_name:
            return f"unknown prefix {prefix!r} in {curie!r}; add it to data/prefixes.tsv or correct it"
        if not re.fullmatch(self.by_name[prefix].pattern, local):
            return f"malformed identifier {curie!r}; {prefix} expects {self.by_name[prefix].pattern}"
        return ""

    def iri(self, curie: str) -> str:
        """Return the full address of an identifier; KeyError on an unknown prefix."""
        prefix, _, local = curie.partition(":")
        return self.by_name[prefix].iri + local
