"""SSSOM: the nodes' cross-references as mappings.

A cross-reference may name what is near, not the same (a minted node says what comes closest), and our tables do not
tell which: so every mapping is an `oboInOwl:hasDbXref` whose justification is unspecified, never an exact match.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ..graph.knowledge import KnowledgeGraph
from ..graph.vocab import DATASET, LICENCE, STANDARD
from .records import ordered

COLUMNS = ("subject_id", "subject_label", "predicate_id", "object_id", "mapping_justification", "subject_category")
PREDICATE = "oboInOwl:hasDbXref"
JUSTIFICATION = "semapv:UnspecifiedMatching"
_BREAKS = re.compile("\r\n|[\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_BUILT_IN = {"oboInOwl": STANDARD["oboInOwl"], "semapv": "https://w3id.org/semapv/vocab/", "skos": STANDARD["skos"]}


def to_sssom(graph: KnowledgeGraph) -> Iterator[str]:
    """Yield the mappings as SSSOM/TSV with its metadata above, sorted.

    >>> import endoneuro
    >>> "".join(to_sssom(endoneuro.load())).startswith("#curie_map:")
    True

    """
    used = sorted({curie.partition(":")[0] for n in graph.nodes.values() if n.xrefs for curie in (n.id, *n.xrefs)})
    known = graph.prefixes.by_name
    prefixes = {**_BUILT_IN, **{name: known[name].iri for name in used if name in known}}
    yield "#curie_map:\n"
    for name, iri in sorted(prefixes.items()):
        yield f"#  {json.dumps(name)}: {json.dumps(iri)}\n"
    yield f"#license: {json.dumps(LICENCE)}\n"
    yield f"#mapping_set_id: {json.dumps(DATASET + 'mappings')}\n"
    yield f"#mapping_set_title: {json.dumps('Cross-references of the nodes of endoneuro')}\n"
    yield "\t".join(COLUMNS) + "\n"
    for n in ordered(graph.nodes):
        for xref in sorted(set(n.xrefs)):
            yield "\t".join(_cell(c) for c in (n.id, n.label, PREDICATE, xref, JUSTIFICATION, n.kind)) + "\n"


def _cell(text: str) -> str:
    """Return a cell on one line, quoted where a quote would break the row."""
    text = _BREAKS.sub(" ", text)
    return '"' + text.replace('"', '""') + '"' if '"' in text else text
