"""Hold every identifier, label, parent and PubMed id against the reference vocabularies.

These are private working material in a folder beside the repository (`../shared`). In a clone without it this says so
and passes; with CI=true it fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from endoneuro.graph import schema
from endoneuro.graph.load import read_folders

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT.parent / "shared" / "tools" / "check_ids.py"


def ask(pairs: list[tuple[str, str]], plain: list[str] = []) -> list[dict[str, str]]:  # noqa: B006
    with tempfile.NamedTemporaryFile("w", suffix=".tsv", encoding="utf-8", delete=False) as file:
        file.writelines(f"{curie}\t{label}\n" for curie, label in pairs)
    command = [sys.executable, str(TOOL), "--json", *(["--expect-file", file.name] if pairs else []), *plain]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    Path(file.name).unlink()
    if done.returncode not in (0, 1):
        raise SystemExit(f"check_ids failed: {done.stderr.strip()[-400:]}")
    text = done.stdout.strip()
    return json.loads(text) if text.startswith("[") else [json.loads(line) for line in text.splitlines()]


def main() -> int:
    if not TOOL.exists():
        print("check-ids: the reference vocabularies are not here (../shared); nothing was checked")
        return 1 if os.environ.get("CI") else 0
    tables = read_folders()
    problems: list[str] = []
    real = [n for n in tables.nodes if not n.minted]
    first = ask([(n.id, n.synonyms[0] if n.synonyms else n.label) for n in real])
    by_id = {n.id: n for n in real}
    again = [r["curie"] for r in first if r["status"] == "mismatch"]
    second = {r["curie"]: r for r in ask([(c, by_id[c].label) for c in again])} if again else {}
    for row in first:
        row = second.get(row["curie"], row)
        if row["status"] not in ("found",):
            problems.append(
                f"node {row['curie']} ({by_id[row['curie']].label}): {row['status']} {row.get('label', '')} {row.get('detail', '')}"
            )
    xrefs = sorted({x for n in tables.nodes for x in n.xrefs})
    bad_xrefs = [r for r in ask([], xrefs) if r["status"] in ("obsolete", "retracted")]
    problems += [f"xref {r['curie']}: {r['status']} {r.get('detail', '')}" for r in bad_xrefs]
    papers = sorted({f"PMID:{r.pmid}" for r in tables.references if r.pmid})
    problems += (
        [f"reference {r['curie']} is retracted" for r in ask([], papers) if r["status"] == "retracted"] if papers else []
    )
    words = sorted(
        {m.eco for m in schema.METHODS.values()}
        | {p.ro for p in schema.PREDICATES.values() if not p.ro.startswith("rdfs:")}
        | {p.biolink for p in schema.PREDICATES.values()}
        | {k.biolink for k in schema.KINDS.values()}
        | set(schema.SPECIES.values())
    )
    problems += [f"schema {r['curie']}: {r['status']}" for r in ask([], words) if r["status"] != "found"]
    for problem in problems:
        print(problem)
    checked = len(real) + len(xrefs) + len(papers) + len(words)
    print(
        f"check-ids: {checked:,} identifiers held against the reference ({len(real):,} nodes, {len(xrefs):,} cross-references, "
        f"{len(papers):,} papers, {len(words)} words of the schema), {len(tables.nodes) - len(real)} minted, {len(problems)} problems"
    )
    return 1 if problems or not checked else 0


if __name__ == "__main__":
    sys.exit(main())
