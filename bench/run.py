"""What peers cost and what we cost, in one run: ratios count, not seconds. `make bench` prints the table.

The peer of target 1 imports networkx, rdflib, pyvis and click, parses the tables, builds a MultiDiGraph and searches to six
edges: our four counted steps and the steps from ligands to receptors, which do not count. Targets 1 and 2 are measured on the shipped graph, 3 and 4 on the generated Core graph; the shipped graph's ratio stands
beside them without a bar.
"""

from __future__ import annotations

import csv
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from core import core

import endoneuro
from endoneuro.graph import schema
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.load import SHIPPED, build, read_folders
from endoneuro.graph.validate import judge
from endoneuro.queries.filters import Filters
from endoneuro.queries.loops import simple_cycles
from endoneuro.queries.paths import best_paths
from endoneuro.queries.search import Limits
from endoneuro.queries.steps import all_steps, filtered_steps

PEER = """
import networkx, rdflib, pyvis.network, click, csv, sys
from pathlib import Path
data = Path(sys.argv[1]); g = networkx.MultiDiGraph(); names = {}
for f in sorted((data / "nodes").glob("*.tsv")):
    for r in csv.DictReader(f.open(encoding="utf-8"), delimiter="\\t"):
        g.add_node(r["id"], **r); names[r["label"]] = r["id"]
for f in sorted((data / "findings").glob("*.tsv")):
    for r in csv.DictReader(f.open(encoding="utf-8"), delimiter="\\t"):
        g.add_edge(r["subject"], r["object"], **r)
print(sum(1 for _ in networkx.all_simple_paths(g, names["cortisol"], names["memory retrieval"], cutoff=6)))
"""


def seconds(command: list[str], times: int = 7) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=tempfile.gettempdir())
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def took(call: Callable[[], object], times: int = 1) -> float:
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def row(number: str, what: str, ours: float, peer: float, name: str, target: str, met: bool | None) -> None:
    ratio = peer / ours if ours else float("inf")
    verdict = "" if met is None else "met" if met else "NOT MET"
    print(
        f"{number:<3} {what:<54} {ours * 1000:>10.2f} ms {peer * 1000:>11.1f} ms {ratio:>9.1f}x  {name:<34} {target:<12} {verdict}"
    )


def start_up() -> None:
    ask = [sys.executable, "-m", "endoneuro", "path", "cortisol", "memory retrieval"]
    with tempfile.NamedTemporaryFile("w", suffix=".py", delete=False) as file:
        file.write(PEER)
    nothing = seconds([sys.executable, "-c", "pass"], 15)
    mine = seconds(ask, 15)
    theirs = seconds([sys.executable, file.name, str(SHIPPED)], 3)
    Path(file.name).unlink()
    row("1", "path on the command line, cold", mine, theirs, "import four, parse, build, search", ">= 8x", theirs / mine >= 8)
    row("1", "  beside an empty Python", mine, nothing, "python -c pass", "<= 8x of it", mine <= 8 * nothing)
    probe = "import resource, sys; from endoneuro.cli import main; sys.argv[1:] = ['path', 'cortisol', 'memory retrieval']\n"
    probe += "try: main()\nexcept SystemExit: pass\nprint(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    peak = int(done.stderr.split()[-1]) / 1024
    print(f"1   peak memory of that query: {peak:.0f} MiB (target below 80 MiB) {'met' if peak < 80 else 'NOT MET'}")


def loading() -> None:
    import yaml

    records = []
    for file in sorted(SHIPPED.rglob("*.tsv")):
        with file.open(encoding="utf-8") as stream:
            records.append(list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)))
    text = yaml.dump(records, Dumper=yaml.CSafeDumper, allow_unicode=True)
    theirs = took(lambda: yaml.load(text, Loader=yaml.CSafeLoader))

    def ours() -> None:
        tables = read_folders()
        assert judge(tables).total > 0
        build(tables)

    mine = took(ours, 5)
    findings = len(endoneuro.load().findings)
    row("2", "load and validate the shipped tables", mine, theirs, "YAML, C loader, parse only", ">= 10x", theirs / mine >= 10)
    per = mine / findings * 10000
    print(f"2   per 10,000 findings: {per:.2f} s (target <= 1 s) {'met' if per <= 1 else 'NOT MET'}")


def questions(kg: KnowledgeGraph, many: int) -> list[tuple[str, str]]:
    """Half of them true to the graph (the end of a walk of two to five steps), half drawn by chance."""
    rnd = random.Random(11)
    steps = all_steps(kg)
    starts = sorted(n for n in steps.out if kg.nodes[n].kind in ("Hormone", "Intervention", "Stimulus"))
    ends = sorted(n for n in steps.into if kg.nodes[n].kind in ("Process", "Condition", "Mechanism"))
    made: list[tuple[str, str]] = []
    while len(made) < many:
        start = rnd.choice(starts)
        end = rnd.choice(ends)
        if len(made) % 2:
            end = start
            for _ in range(rnd.randrange(2, 6)):
                end = rnd.choice(steps.out[end]).object if end in steps.out else end
        if start != end:
            made.append((start, end))
    return made


def paths(kg: KnowledgeGraph, label: str, *, bar: bool) -> None:
    import igraph
    import networkx as nx

    steps = filtered_steps(kg, Filters())
    edges = sorted({(e.subject, e.object) for found in steps.out.values() for e in found})
    digraph = nx.DiGraph(edges)
    order = {n: i for i, n in enumerate(digraph.nodes)}
    flat = igraph.Graph(n=len(order), edges=[(order[a], order[b]) for a, b in edges], directed=True)
    asked = [(a, b) for a, b in questions(kg, 40) if a in order and b in order]
    limits = Limits.of("C", 6)

    def ours() -> None:
        for a, b in asked:
            best_paths(kg, steps, frozenset((a,)), frozenset((b,)), limits, lambda f: True, 10)

    def networkx() -> None:
        for a, b in asked[:8]:
            for _ in nx.all_simple_paths(digraph, a, b, cutoff=6):
                pass

    def plain() -> None:
        for a, b in asked:
            flat.get_all_simple_paths(order[a], to=order[b], maxlen=6)

    ours()
    mine = took(ours, 3) / len(asked)
    theirs = took(networkx) / len(asked[:8])
    other = took(plain) / len(asked)
    size = f"{len(kg.nodes):,} nodes, {len(kg.assertions):,} assertions"
    print(f"    {label}: {size}; {len(asked)} questions, means per question")
    row(
        "3",
        "k=10 best paths <= 6 hops, joins and places checked",
        mine,
        theirs,
        "networkx.all_simple_paths",
        ">= 300x" if bar else "",
        theirs / mine >= 300 if bar else None,
    )
    row("3", "  the same", mine, other, "igraph.get_all_simple_paths", ">= 1x" if bar else "", other >= mine if bar else None)


def cycles(kg: KnowledgeGraph, label: str, *, bar: bool) -> None:
    import igraph
    import networkx as nx

    steps = all_steps(kg)
    edges = sorted({(e.subject, e.object) for found in steps.out.values() for e in found})
    digraph = nx.DiGraph(edges)
    order = {n: i for i, n in enumerate(digraph.nodes)}
    flat = igraph.Graph(n=len(order), edges=[(order[a], order[b]) for a, b in edges], directed=True)
    length = 6
    counts = []
    mine = took(lambda: counts.append(sum(1 for _ in simple_cycles(kg, length))))
    theirs = took(lambda: counts.append(sum(1 for _ in nx.simple_cycles(digraph, length_bound=length))))
    other = took(lambda: counts.append(len(flat.simple_cycles(max=length))))
    print(f"    {label}: {counts[0]:,} loops (networkx {counts[1]:,}, igraph {counts[2]:,})")
    row(
        "4",
        "all loops <= 6",
        mine,
        theirs,
        "networkx.simple_cycles",
        ">= 50x" if bar else "",
        theirs / mine >= 50 if bar else None,
    )
    row("4", "  the same", mine, other, "igraph.simple_cycles", ">= 1x" if bar else "", other >= mine if bar else None)


def main() -> None:
    print(f"Python {sys.version.split()[0]}; medians; ours, theirs, ratio\n")
    start_up()
    loading()
    made, shipped = core(), endoneuro.load()
    paths(made, "Core", bar=True)
    paths(shipped, "shipped", bar=False)
    cycles(made, "Core", bar=True)
    cycles(shipped, "shipped", bar=False)
    print(
        f"\npeak of this run: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB; {len(schema.PREDICATES)} predicates"
    )


if __name__ == "__main__":
    main()
