"""JSON Schema of the JSON answers and of the records in them; closed lists come from `graph/schema.py`.

Answers and claims may gain fields without notice, a finding and a reference may not; `format` is raised when a field
changes its meaning or goes.
"""

from __future__ import annotations

import json
from typing import Any

from ..graph import schema
from ..graph.answers import FORMAT
from ..graph.knowledge import KnowledgeGraph
from ..graph.vocab import HOME, VALUES

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_SCALARS = {"text": "string", "whole": "integer", "number": "number", "truth": "boolean", "null": "null"}
#: A shape: a name of a record or scalar (`a/b` either), a list of one shape, a dict of shapes ("?" may be missing).
Shape = Any

_SIGN = {"enum": [-1, 0, 1, None]}
_COMMON = {"format": "whole", "question": "text", "missing": ["text"], "filters": "filters"}
_SEARCHED = {**_COMMON, "max_hops": "whole", "k": "whole", "grade": "grade"}
_PATHS = [{"nodes": ["node"], "variants": ["variant"]}]
_FATE = {"left": ["assertion"], "right": ["assertion"]}

ANSWERS: dict[str, Shape] = {
    "path": {
        **_SEARCHED, "start": "node", "end": "node", "direct_sign": "text", "references": ["reference"],
        "sections": [{"heading": "text", "start": "text", "paths": _PATHS}],
    },
    **{
        question: {
            **_COMMON, "max_hops": "whole", "node": "node", "kind": "text",
            "groups": [{"kind": "kind", "reached": [{"node": "node", "sign": "text", "nodes": ["node"], "best": "variant"}]}],
        }
        for question in ("upstream", "downstream")
    },
    "loops": {
        **_COMMON, "max_length": "whole", "through": "node/null",
        "loops": [{
            "name": "text", "axis": "text", "kind": "text", "sign": "sign", "declared": "truth", "grade": "text",
            "opened_by": ["text"], "references": ["text"], "steps": ["assertion"], "timing": "timing",
        }],
    },
    "axis": {
        **_COMMON, "axis": "text", "meaning": "text", "counts": "counts", "receptors": ["node"],
        "loops": [{
            "name": "text", "kind": "text", "sign": "sign", "opened_by": ["text"], "references": ["text"], "timing": "timing",
            "steps": ["assertion"],
        }],
    },
    "evidence": {**_COMMON, "subject": "node", "object": "node", "assertions": ["claim"]},
    "show": {
        "format": "whole", "question": "text", "node": "described", "above": ["node"], "below": ["node"],
        "out": ["assertion"], "into": ["assertion"],
    },
    "search": {"format": "whole", "question": "text", "text": "text", "found": ["node"]},
    "stats": {"format": "whole", "question": "text", "counts": "counts"},
    "routes": {
        **_SEARCHED, "start": "node", "end": "node/null", "references": ["reference"],
        "sections": [{
            "heading": "text", "node": "node", "membrane": ["variant"], "nuclear": ["variant"], "not_tested": ["variant"],
            "receptors": [{"receptor": "node", "binding": "assertion/null"}], "handovers": [{"node": "node"}],
        }],
    },
    "compare": {
        **_SEARCHED, "start": "node", "other": "node/null", "notes": ["text"], "counts": "counts", "fate": _FATE,
        "receptors": {"shared": [["assertion"]], "only_left": ["assertion"], "only_right": ["assertion"]},
        "groups": "object", "references": ["reference"],
    },
    "what-if": {
        **_SEARCHED, "changes": [{"node": "node", "word": "text"}], "references": ["reference"],
        "forecasts": [{
            "target": "node", "aspect": "aspect", "verdict": "text", "ways": ["variant"], "against": ["variant"],
            "cut": ["variant"], "kin": ["variant"],
        }],
        "loops": [{"name": "text", "sign": "sign", "steps": ["assertion"]}],
    },
    "treatments": {**_SEARCHED, "condition": "node", "groups": "object", "proposed": ["variant"], "references": ["reference"]},
    "where": {**_COMMON, "things": ["node"], "regions": ["object"], "cells": ["object"], "measured": ["object"]},
    "match": {
        **_COMMON, "pattern": "text", "meaning": ["text"],
        "matches": [{"nodes": ["node"], "sign": "sign", "tier": "whole", "steps": ["claim"]}],
    },
    "contradictions": {**_COMMON, "subject": "node/null", "object": "node/null",
                       "disputes": [{"subject": "node", "object": "node", "aspect": "aspect", "kind": "text"}]},
    "gaps": {**_COMMON, "gaps": [{"name": "text", "meaning": "text", "count": "whole", "of": "whole", "items": [
        {"what": "text", "why": "text", "node": "node/null", "assertion": "assertion/null", "references": ["text"]}]}]},
    "enrich": {**_COMMON, "members": ["node"], "left_out": ["node"], "tested": "whole",
               "found": [{"target": "node", "p": "number", "q": "number"}]},
    "diff": {
        "format": "whole", "question": "text", "old": "text", "new": "text", "missing": ["text"], "counts": "counts",
        "added": ["object"], "withdrawn": [{"finding_id": "text", "claim": "text", "reason": "text"}],
        "changed": [{"what": "text", "name": "text", "fields": [{"field": "text", "before": "text", "after": "text"}]}],
        "claims_gained": ["assertion"], "claims_lost": [{"claim_id": "text", "claim": "text"}], "nodes_added": ["node"],
        "nodes_gone": ["node"], "retracted": [{"reference": "text", "title": "text"}],
        "loops": [{"what": "text", "name": "text", "fields": [{"field": "text", "before": "text", "after": "text"}]}],
    },
    "ask": {"format": "whole", "question": "text", "text": "text", "understood": ["text"], "missing": ["text"],
            "asked": [{"command": "text", "question": "text", "answer": "object/null"}]},
}  # fmt: skip

RECORDS: dict[str, Shape] = {
    "node": {"id": "curie", "label": "text", "kind": "kind"},
    "described": {
        "id": "curie", "label": "text", "kind": "kind", "class": "text", "synonyms": ["text"], "description": "text",
        "xrefs": ["text"], "circulates": "circulates", "counterpart": ["text"], "grain": "grain_of_place",
    },
    "assertion": {
        "id": "claim_id", "subject": "node", "predicate": "predicate", "aspect": "aspect", "object": "node", "sign": "sign",
        "supporting": "whole", "against": "whole", "references": ["text"],
    },
    "claim": {
        "id": "claim_id", "subject": "node", "predicate": "predicate", "aspect": "aspect", "object": "node", "sign": "sign",
        "supporting": "whole", "against": "whole", "references": ["text"], "findings": ["finding"],
    },
    "finding": {
        "id": "text", "result": "result", "tier": "whole", "reference": "reference",
        **{f"{name}?": name for name in ("route", "route_test", "onset", "sex", "manipulation", "dose", "method", "read")},
        **{f"{name}?": "text" for name in ("via", "cell", "onset_range", "exposure", "tested", "study", "finding")},
        **{f"{name}?": ["text"] for name in ("region", "species", "state", "experiment")}, "stage?": ["stage"],
    },
    "reference": {
        "id": "curie", "first_author": "text", "year": "text", "title": "text", "journal": "text", "url": "text",
        "retracted": "retracted",
    },
    "timing": {
        "kind": "text", "low_seconds": "number/null", "high_seconds": "number/null", "onset": "text", "timed_steps": "whole",
        "steps": "whole", "slowest_step": "whole/null",
    },
    "variant": {
        "sign": "sign", "grade": "grade", "tier": "whole", "direct": "truth", "timing": "timing", "steps": ["step"],
        "joins": [{"kind": "text", "why": "text", "reference": "text"}],
    },
    "step": {
        "id": "claim_id", "subject": "node", "predicate": "predicate", "aspect": "aspect", "object": "node", "sign": "sign",
        "supporting": "whole", "against": "whole", "references": ["text"], "ligand": "truth", "summary": "truth",
        "studies": "whole", "findings": ["finding"],
    },
}  # fmt: skip
_CLOSED = ("finding", "reference", "timing")


def to_jsonschema(graph: KnowledgeGraph) -> str:
    """Return the JSON Schema (draft 2020-12) of every answer's JSON; the graph itself does not matter.

    >>> import endoneuro, json
    >>> from endoneuro.export.jsonschema import to_jsonschema
    >>> "path" in json.loads(to_jsonschema(endoneuro.load()))["properties"]["question"]["enum"]
    True
    """
    lists = {name: {"enum": list(VALUES[name])} for name in VALUES if name not in ("sign", "tier", "second_reading")}
    for name in ("aspect", "circulates"):
        lists[name]["enum"].append("")
    named = {
        **lists,
        "curie": {"type": "string", "pattern": "^[^:]+:.+$"},
        "claim_id": {"type": "string", "pattern": "^EN:[0-9a-f]{12}$"},
        "kind": {"enum": list(schema.KINDS)},
        "grain_of_place": {"enum": [*schema.ENUMS["grain"], ""]},
        "grade": {"enum": list(schema.GRADES)},
        "sign": _SIGN,
        "filters": {"type": "object", "additionalProperties": {"type": "string"}},
        "counts": {"type": "object"},
        **{name: _shape(shape, closed=name in _CLOSED) for name, shape in RECORDS.items()},
        **{f"answer-{name}": _shape(shape) for name, shape in ANSWERS.items()},
    }
    return (
        json.dumps(
            {
                "$schema": _DRAFT,
                "$id": f"{HOME}schema/answers-{FORMAT}.json",
                "title": "Answers of endoneuro",
                "type": "object",
                "required": ["format", "question"],
                "properties": {"format": {"const": FORMAT}, "question": {"enum": sorted(ANSWERS)}},
                "allOf": [
                    {
                        "if": {"properties": {"question": {"const": name}}, "required": ["question"]},
                        "then": {"$ref": f"#/$defs/answer-{name}"},
                    }
                    for name in sorted(ANSWERS)
                ],
                "$defs": dict(sorted(named.items())),
            },
            ensure_ascii=False,
            indent=1,
        )
        + "\n"
    )


def _shape(shape: Shape, *, closed: bool = False) -> dict[str, Any]:
    """Return a shape as JSON Schema."""
    if isinstance(shape, list):
        return {"type": "array", "items": _shape(shape[0])}
    if isinstance(shape, dict):
        made: dict[str, Any] = {
            "type": "object",
            "required": [name for name in shape if not name.endswith("?")],
            "properties": {name.removesuffix("?"): _shape(inner) for name, inner in shape.items()},
        }
        return {**made, "additionalProperties": False} if closed else made
    several = shape.split("/")
    if len(several) > 1:
        return {"anyOf": [_shape(s) for s in several]}
    if shape == "object":
        return {"type": "object"}
    return {"type": _SCALARS[shape]} if shape in _SCALARS else {"$ref": f"#/$defs/{shape}"}
