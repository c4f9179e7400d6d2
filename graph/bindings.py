"""What a SPARQL query returns: rows of bindings, a yes or no, or triples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple


class Bound(NamedTuple):
    """A term of a row: `kind` is `uri`, `bnode` or `literal`; a literal may have a datatype or a language."""

    kind: str
    value: str
    datatype: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Bindings:
    """The answer to a SPARQL query.

    `form` is `select` (rows over `variables`), `ask` (`truth`) or `graph` (rows are triples). Rows stand in the order the
    query asks for, else sorted.
    """

    form: str
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Bound | None, ...], ...] = ()
    truth: bool | None = None

    def to_dict(self, kg: Any = None) -> dict[str, Any]:
        """Return the answer as SPARQL 1.1 Query Results JSON; triples as expanded JSON-LD under `@graph`."""
        if self.form == "ask":
            return {"head": {}, "boolean": self.truth}
        if self.form == "graph":
            return {"@graph": self._nodes()}
        rows = [
            {name: _json(term) for name, term in zip(self.variables, row, strict=True) if term is not None} for row in self.rows
        ]
        return {"head": {"vars": list(self.variables)}, "results": {"bindings": rows}}

    def _nodes(self) -> list[dict[str, Any]]:
        made: dict[str, dict[str, Any]] = {}
        for row in self.rows:
            subject, predicate, value = (_json(term) for term in row if term is not None)
            node = made.setdefault(subject["value"], {"@id": subject["value"]})
            if value["type"] != "literal":
                written = {"@id": value["value"]}
            else:
                written = {"@value": value["value"]}
                written |= {"@type": value["datatype"]} if "datatype" in value else {}
                written |= {"@language": value["xml:lang"]} if "xml:lang" in value else {}
            node.setdefault(predicate["value"], []).append(written)
        return list(made.values())


def _json(term: Bound) -> dict[str, str]:
    made = {"type": term.kind, "value": term.value}
    if term.datatype:
        made["datatype"] = term.datatype
    if term.language:
        made["xml:lang"] = term.language
    return made
