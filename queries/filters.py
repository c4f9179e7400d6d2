"""Filters: the same words mean the same in every question. They act on rows and only ever remove."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from ..graph import schema
from ..graph.errors import BadQuestion
from ..graph.knowledge import KnowledgeGraph
from ..graph.model import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What rows must be like. An empty field of a row passes unless `strict`.

    `region` and `cell` bind the last step of a path, `route` its ligand and receptor steps, the others every step.
    `min_tier` 3 means tier 3 or better. With `no_rollup` a name is only itself: "memory" is not its retrieval,
    the hippocampus not CA1.
    """

    region: str = ""
    cell: str = ""
    route: str = ""
    species: str = ""
    sex: str = ""
    stage: str = ""
    dose: str = ""
    exposure: str = ""
    state: str = ""
    min_tier: int = 5
    strict: bool = False
    no_rollup: bool = False

    def given(self) -> dict[str, str]:
        """Return the filters that are set, by option name."""
        default = Filters()
        return {
            f.name.replace("_", "-"): str(getattr(self, f.name))
            for f in fields(self)
            if getattr(self, f.name) != getattr(default, f.name)
        }

    def rows_only(self) -> bool:
        """Whether a filter is set that binds every step."""
        return bool(self.species or self.sex or self.stage or self.dose or self.exposure or self.state or self.min_tier < 5)


def rolled(kg: KnowledgeGraph, filters: Filters | None) -> KnowledgeGraph:
    """Return the graph as the filters see it: with `no_rollup` every name is only itself."""
    return kg.without_rollup() if filters and filters.no_rollup and kg.rollup else kg


def resolve(kg: KnowledgeGraph, filters: Filters) -> Filters:
    """Return the filters with names made into ids.

    Raises:
        UnknownName, AmbiguousName: a region, cell or state that is no node.
        BadQuestion: a word outside its closed list.

    """
    for column, word in (("route", filters.route), ("sex", filters.sex), ("stage", filters.stage), ("dose", filters.dose)):
        if word and word not in schema.ENUMS[column]:
            raise BadQuestion(f"--{column} {word!r} is none of: {', '.join(schema.ENUMS[column])}")
    if filters.species and filters.species not in schema.SPECIES:
        raise BadQuestion(f"--species {filters.species!r} is none of: {', '.join(schema.SPECIES)}")
    if filters.exposure and filters.exposure not in schema.ENUMS["exposure"]:
        raise BadQuestion(f"--exposure {filters.exposure!r} is none of: acute, chronic")
    if not 1 <= filters.min_tier <= 5:
        raise BadQuestion(f"--min-tier {filters.min_tier} is out of range; 1 (trials) to 5 (everything)")
    named = {}
    for column, kind in (("region", "Structure"), ("cell", "CellType"), ("state", "")):
        word = getattr(filters, column)
        if not word:
            continue
        node = kg.node(word)
        if kind and node.kind != kind:
            raise BadQuestion(f"--{column} {node.label!r} is a {node.kind}; name a {kind}")
        named[column] = node.id
    values = {f.name: named.get(f.name, getattr(filters, f.name)) for f in fields(filters)}
    return Filters(**values)


def without(filters: Filters, option: str) -> Filters:
    """Return the filters with one of them, named as an option, taken away."""
    values: dict[str, Any] = {f.name: getattr(filters, f.name) for f in fields(filters)}
    name = option.replace("-", "_")
    values[name] = getattr(Filters(), name)
    return Filters(**values)


def every_step(kg: KnowledgeGraph, filters: Filters) -> Callable[[Finding], bool]:
    """Return the test a row of any step must pass."""
    strict = filters.strict

    def passes(f: Finding) -> bool:
        if f.tier > filters.min_tier:
            return False
        if filters.species and not (filters.species in f.species if f.species else not strict):
            return False
        if filters.sex and not _sex(f.sex, filters.sex, strict):
            return False
        if filters.stage and not (filters.stage in f.stage or filters.stage == f.tested if f.stage else not strict):
            return False
        if filters.dose and not (f.dose == filters.dose if f.dose else not strict):
            return False
        if filters.exposure and not _exposure(f.exposure, filters.exposure, strict):
            return False
        return not filters.state or any(kg.inside(s, filters.state) for s in f.state)

    return passes


def last_step(kg: KnowledgeGraph, filters: Filters) -> Callable[[Finding], bool]:
    """Return the test that the rows of a last step must pass: at or inside the region, the cell."""
    strict = filters.strict

    def passes(f: Finding) -> bool:
        if (
            filters.region
            and not f.systemic
            and not (any(kg.inside(r, filters.region) for r in f.places) if f.places else not strict)
        ):
            return False
        return not filters.cell or (kg.inside(f.cell, filters.cell) if f.cell else not strict)

    return passes


def _sex(found: str, wanted: str, strict: bool) -> bool:
    if found in ("", "not reported"):
        return not strict
    return found in ("both", wanted)


def _exposure(found: str, wanted: str, strict: bool) -> bool:
    if not found:
        return not strict
    if found in ("acute", "chronic"):
        return found == wanted
    return (duration_seconds(found.split("/")[-1]) > 86400.0) == (wanted == "chronic")


_UNITS = {"Y": 31557600.0, "M": 2629800.0, "W": 604800.0, "D": 86400.0}
_TIME_UNITS = {"H": 3600.0, "M": 60.0, "S": 1.0}


def duration_seconds(iso: str) -> float:
    """Return the seconds of an ISO 8601 duration; 0 where it is none.

    >>> from endoneuro.queries.filters import duration_seconds
    >>> duration_seconds("PT1H30M")
    5400.0
    """
    total, number, units = 0.0, "", _UNITS
    for letter in iso[1:]:
        if letter == "T":
            units = _TIME_UNITS
        elif letter.isdecimal() or letter == ".":
            number += letter
        elif letter in units and number:
            total += float(number) * units[letter]
            number = ""
        else:
            return 0.0
    return total
