"""Answers that were kept as JSON: back to the object, against the graph of today."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any

from .answers import FORMAT, Join, Path, PathAnswer, Section, Step, Timing, Variant
from .display import Displayed
from .errors import BadQuestion, shorten
from .explored import EffectsAnswer, EvidenceAnswer, FoundLoop, LoopsAnswer, NodeAnswer, Reach
from .knowledge import KnowledgeGraph
from .model import Assertion, Finding, Node

#: No kept answer is larger than this; a file that is was not written by us.
MOST_BYTES = 200_000_000


@dataclass(frozen=True, slots=True)
class SavedAnswer(Displayed):
    """A kept answer of a question that is not rebuilt: its JSON values, which the graph still holds."""

    question: str
    told: dict[str, Any]
    missing: tuple[str, ...] = ()

    def to_dict(self, kg: KnowledgeGraph) -> dict[str, Any]:
        """Return the values as they were kept."""
        return dict(self.told)


Answer = PathAnswer | EffectsAnswer | LoopsAnswer | EvidenceAnswer | NodeAnswer | SavedAnswer


def read_answer(kg: KnowledgeGraph, path: str | FilePath) -> Answer:
    """Return the answer that a file keeps.

    Raises:
        BadQuestion: no such file, not JSON, not an answer, of another version, or of claims the graph does not hold.

    >>> import endoneuro, json, pathlib, tempfile
    >>> from endoneuro.graph.saved import read_answer
    >>> kg = endoneuro.load()
    >>> answer = endoneuro.path(kg, "CRH", "ACTH", k=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = pathlib.Path(folder) / "answer.json"
    ...     _ = file.write_text(json.dumps(answer.to_dict(kg)))
    ...     read_answer(kg, file).to_dict(kg) == answer.to_dict(kg)
    True

    """
    import json

    file = FilePath(path)
    name = shorten(str(path))
    try:
        if file.stat().st_size > MOST_BYTES:
            raise BadQuestion(f"{name} is too large to be a saved answer")
        told = json.loads(file.read_bytes())
    except OSError as error:
        raise BadQuestion(f"{name} cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise BadQuestion(f"{name} is not JSON: it is not text in UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadQuestion(f"{name} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except (RecursionError, ValueError):
        raise BadQuestion(f"{name} is not JSON that an answer is kept in") from None
    return load_answer(kg, told, name=name)


def load_answer(kg: KnowledgeGraph, told: Any, *, name: str = "this") -> Answer:
    """Return the answer that JSON values tell of.

    Args:
        kg: the graph; every claim, finding and node the answer rests on must be in it.
        told: what `to_dict()` of an answer gave.
        name: how messages call it.

    Returns:
        The answer as it was, where a page draws it in a way of its own (`path`, `downstream`, `upstream`, `loops`,
        `evidence`, `show`); any other with its values as they are.

    Raises:
        BadQuestion: not an answer, of another version, or of claims the graph does not hold.

    >>> import endoneuro
    >>> from endoneuro.graph.saved import load_answer
    >>> kg = endoneuro.load()
    >>> load_answer(kg, endoneuro.show(kg, "GR").to_dict(kg)).node.label
    'GR'

    """
    if not isinstance(told, Mapping) or not isinstance(told.get("question"), str) or "format" not in told:
        raise BadQuestion(f"{name} is not a saved answer: keep one with --save FILE")
    if told["format"] != FORMAT:
        version = shorten(str(told["format"]), 20)
        raise BadQuestion(f"{name} was saved in format {version}, this version reads {FORMAT}: ask again and save anew")
    _check(kg, told, name)
    rebuild = _REBUILT.get(told["question"])
    if rebuild is None:
        return SavedAnswer(told["question"], dict(told), _missing(told))
    try:
        return rebuild(kg, told, name)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        what = f"{error.args[0]!r} is missing" if isinstance(error, KeyError) and error.args else str(error)
        raise BadQuestion(f"{name} is not a whole answer of {told['question']!r}: {shorten(what)}") from None


def _check(kg: KnowledgeGraph, told: Any, name: str) -> None:
    """Refuse an answer that rests on what the graph does not hold."""
    for sort, known, ids in (("claim", kg.assertions, "EN:"), ("finding", kg.findings, "")):
        gone = sorted({i for s, i in _ids(told) if s == sort} - set(known))
        if gone:
            more = f" and {len(gone) - 1} more" if len(gone) > 1 else ""
            label = gone[0] if gone[0].startswith(ids) else shorten(gone[0])
            raise BadQuestion(f"{name} rests on a {sort} that the graph does not hold: {label}{more}; ask again and save anew")


def _ids(told: Any) -> Iterator[tuple[str, str]]:
    """Yield every id of a claim or finding in JSON values."""
    stack = [told]
    while stack:
        value = stack.pop()
        if isinstance(value, Mapping):
            own = value.get("id")
            if isinstance(own, str) and "predicate" in value and "object" in value:
                yield "claim", own
            elif isinstance(own, str) and "result" in value and "finding" in value:
                yield "finding", own
            for key in ("assertion", "assertions"):
                held = value.get(key)
                listed = held if isinstance(held, list) else [held]
                yield from (("claim", x) for x in listed if isinstance(x, str) and x.startswith("EN:"))
            stack.extend(value.values())
        elif isinstance(value, list):
            stack.extend(value)


def _path(kg: KnowledgeGraph, told: Mapping[str, Any], name: str) -> PathAnswer:
    sections = tuple(
        Section(
            str(s["heading"]),
            str(s["start"]),
            tuple(
                Path(
                    tuple(_known(kg, n["id"], name) for n in p["nodes"]),
                    tuple(_variant(kg, v, name) for v in p["variants"]),
                )
                for p in s["paths"]
            ),
        )
        for s in told["sections"]
    )
    if any(not p.variants for s in sections for p in s.paths):
        raise ValueError("a path without steps")
    return PathAnswer(
        start=_end(kg, told["start"], name),
        end=_end(kg, told["end"], name),
        sections=sections,
        max_hops=int(told["max_hops"]),
        k=int(told["k"]),
        grade=str(told["grade"]),
        filters={str(k): str(v) for k, v in told["filters"].items()},
        direct_sign=str(told["direct_sign"]),
        missing=_missing(told),
        saturation={str(k): float(v) for k, v in told.get("saturation", {}).items()},
        via=tuple(str(x) for x in told.get("via", ())),
        avoid=tuple(str(x) for x in told.get("avoid", ())),
    )


def _missing(told: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(x) for x in told.get("missing") or ())


def _filters(told: Mapping[str, Any]) -> dict[str, str]:
    return {str(k): str(v) for k, v in told["filters"].items()}


def _effects(kg: KnowledgeGraph, told: Mapping[str, Any], name: str) -> EffectsAnswer:
    def reach(r: Mapping[str, Any]) -> Reach:
        nodes = tuple(_known(kg, n["id"], name) for n in r["nodes"])
        return Reach(kg.nodes[_known(kg, r["node"]["id"], name)], str(r["sign"]), Path(nodes, (_variant(kg, r["best"], name),)))

    groups = tuple((str(g["kind"]), tuple(map(reach, g["reached"]))) for g in told["groups"])
    return EffectsAnswer(
        str(told["question"]), _end(kg, told["node"], name), str(told["kind"]), groups, int(told["max_hops"]), _filters(told),
        _missing(told),
    )  # fmt: skip


def _loops(kg: KnowledgeGraph, told: Mapping[str, Any], name: str) -> LoopsAnswer:
    def loop(x: Mapping[str, Any]) -> FoundLoop:
        return FoundLoop(
            str(x["name"]), str(x["axis"]), str(x["kind"]), x["sign"], bool(x["declared"]),
            tuple(kg.assertions[s["id"]] for s in x["steps"]),
            tuple(tuple(_known(kg, r["id"], name) for r in s["region"]) for s in x["steps"]),
            str(x["grade"]), tuple(map(str, x["opened_by"])), tuple(map(str, x["references"])), _timing(x["timing"]),
        )  # fmt: skip

    through = kg.nodes[_known(kg, told["through"]["id"], name)] if told["through"] else None
    return LoopsAnswer(through, tuple(map(loop, told["loops"])), int(told["max_length"]), _filters(told), _missing(told))


def _evidence(kg: KnowledgeGraph, told: Mapping[str, Any], name: str) -> EvidenceAnswer:
    def claim(a: Mapping[str, Any]) -> Assertion:
        held = kg.assertions[a["id"]]
        rows = {r.finding.id: r for r in held.rows}
        return held._replace(rows=tuple(rows[f["id"]] for f in a["findings"]))

    claims = tuple(map(claim, told["assertions"]))
    return EvidenceAnswer(
        _end(kg, told["subject"], name), _end(kg, told["object"], name), claims, _filters(told), _missing(told)
    )


def _show(kg: KnowledgeGraph, told: Mapping[str, Any], name: str) -> NodeAnswer:
    above, below = (tuple(kg.nodes[_known(kg, n["id"], name)] for n in told[side]) for side in ("above", "below"))
    out, into = (tuple(kg.assertions[a["id"]] for a in told[side]) for side in ("out", "into"))
    return NodeAnswer(kg.nodes[_known(kg, told["node"]["id"], name)], above, below, out, into)


def _timing(t: Mapping[str, Any]) -> Timing:
    return Timing(
        str(t["kind"]), t["low_seconds"], t["high_seconds"], str(t["onset"]), int(t["timed_steps"]), int(t["steps"]),
        t["slowest_step"],
    )  # fmt: skip


def _end(kg: KnowledgeGraph, told: Mapping[str, Any], name: str) -> Node:
    """Return an end; one that stands for a group (`Hormone{steroid}`) is called as it was asked for."""
    if told["id"] not in kg.nodes and told["id"] == told["label"]:
        return Node(str(told["id"]), str(told["kind"]), str(told["label"]))
    return kg.nodes[_known(kg, told["id"], name)]


def _known(kg: KnowledgeGraph, node_id: str, name: str) -> str:
    if node_id not in kg.nodes:
        raise BadQuestion(f"{name} tells of a node that the graph does not hold: {shorten(str(node_id))}; ask again")
    return node_id


def _variant(kg: KnowledgeGraph, told: Mapping[str, Any], name: str) -> Variant:
    steps = tuple(_step(kg, s, name) for s in told["steps"])
    joins = tuple(Join(str(j["kind"]), str(j["why"]), str(j["reference"])) for j in told["joins"])
    if not steps or len(joins) != len(steps) - 1 or any(j.kind not in ("shown", "placed", "bridge") for j in joins):
        raise ValueError("steps and joins do not fit")
    return Variant(steps, joins, (), bool(told["direct"]), _timing(told["timing"]))


def _step(kg: KnowledgeGraph, told: Mapping[str, Any], name: str) -> Step:
    assertion = kg.assertions[told["id"]]
    seen = [kg.findings[f["id"]] for f in told["findings"]]
    if not seen or any(not _speaks(assertion, f) for f in seen):
        raise BadQuestion(f"{name} rests on findings that no longer speak for {assertion.id}; ask again and save anew")
    return Step(assertion, seen[0], seen[-1], bool(told["ligand"]), bool(told["summary"]), int(told["studies"]))


def _speaks(assertion: Assertion, finding: Finding) -> bool:
    return any(r.finding.id == finding.id and r.finding.supports for r in assertion.rows)


_REBUILT: dict[str, Callable[[KnowledgeGraph, Mapping[str, Any], str], Answer]] = {
    "path": _path,
    "downstream": _effects,
    "upstream": _effects,
    "loops": _loops,
    "evidence": _evidence,
    "show": _show,
}
