"""Run the validator of kgx on a pair of files; called by check_exports.py with an interpreter that has kgx.

kgx fetches the Biolink model and its prefixes from the network; here both come from the biolink-model wheel. Prefixes
that Biolink does not list are read from standard input and added, so that an identifier is judged by its own registry.
Prints, last, how many nodes and edges were looked at.
"""

from __future__ import annotations

import importlib.resources
import json
import logging
import sys

import bmt.toolkit

MODEL = importlib.resources.files("biolink_model")
bmt.toolkit.Toolkit.__init__.__defaults__ = (
    str(MODEL / "schema" / "biolink_model.yaml"),
    {"predicate mappings": []},
)
CONTEXT = json.loads((MODEL / "prefixmaps" / "biolink_model_prefix_map.json").read_text("utf-8"))


def main() -> int:
    """Validate, print every error, return the exit code."""
    import kgx.config
    from kgx.transformer import Transformer
    from kgx.utils.kgx_utils import GraphEntityType
    from kgx.validator import Validator

    logging.disable(logging.WARNING)
    ours = {name: iri for name, iri in json.loads(sys.stdin.read()).items() if name not in CONTEXT}
    kgx.config.jsonld_context_map["biolink"] = {**CONTEXT, **ours}
    folder, form = sys.argv[1:3]
    seen = {"node": 0, "edge": 0}
    validator = Validator()

    def look(entity: object, record: list[object]) -> None:
        seen[entity.value if hasattr(entity, "value") else str(entity)] += 1
        validator(entity, record)

    source = {"filename": [f"{folder}/nodes.{form}", f"{folder}/edges.{form}"], "format": form}
    Transformer(stream=True).transform(source, output_args={"format": "null"}, inspector=look)
    problems = validator.get_errors().get("ERROR", {})
    for kind, messages in problems.items():
        for message, where in messages.items():
            print(f"{kind}: {message} ({len(where)} times, first {where[0]})")
    broken = Validator()
    broken(GraphEntityType.EDGE, ["a", "b", "k", {"id": "x", "subject": "a", "object": "b", "predicate": "biolink:nonsense"}])
    if not broken.get_errors().get("ERROR"):
        print("a broken edge was accepted")
        return 1
    print(f"prefixes of ours: {len(ours)}; looked at", sum(seen.values()))
    return int(bool(problems) or not all(seen.values()))


if __name__ == "__main__":
    sys.exit(main())
