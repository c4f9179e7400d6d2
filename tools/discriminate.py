"""Measure what a path is worth: whether known mechanisms are found, and how often chance pairs have a path too.

`python tools/discriminate.py` measures, prints, and writes docs/discrimination.tsv and queries/saturation.tsv; `--check`
only tells whether both were made from the data as it is (exit code 1 where not).

True pairs are the `pairs` of the competency suite: start, end, sign, and the mechanism the literature tells. One counts as
answered at a grade when, asking for that grade or better, the mechanism stands among the first five paths with its sign.
Chance pairs are drawn with a fixed seed, 200 for each pair of kinds: starts that act on something, ends that something acts
on, neither below the other. One counts as answered when there is any path of that grade or better. Shuffled pairs join the
starts of the true pairs with each other's ends of the same kinds: the same well-studied things, so the harder test.
A direct observation (one finding from start to end) is an answer like any other; the lines on pairs that nobody observed
directly tell what paths of several findings are worth.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import endoneuro
from endoneuro.graph import schema
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.load import FINDINGS, NODE_TABLES, SHIPPED, table_files
from endoneuro.graph.model import Finding
from endoneuro.graph.tables import write_atomic
from endoneuro.queries.saturation import COLUMNS, TABLE
from endoneuro.queries.search import Found, Limits, search
from endoneuro.queries.steps import Steps, all_steps

ROOT = Path(__file__).resolve().parent.parent
REPORT = ROOT / "docs" / "discrimination.tsv"
FIXTURES = ROOT / "tests" / "competency"
SEED, DRAWN, FIRST, HOPS, GRADES = 20, 200, 5, (4, 6), "ABC"
FEWEST = 5
AIMS = {"C": "true pairs at least 95 %", "A": "chance pairs at most 7 %", "B": "chance pairs at most 25 %"}
SIGNS = {"+": 1, "-": -1}
UNSEEN = ", pairs nobody observed directly"
REPORT_COLUMNS = ("pairs", "kinds", "hops", "grade", "share", "answered", "n", "data")


class Pair(NamedTuple):
    """A start and an end with the sign and the mechanism that are known."""

    question: int
    start: str
    end: str
    sign: str
    mechanism: tuple[str, ...]


class Line(NamedTuple):
    """One figure of the report: what was asked, at which grade, how many of how many were answered."""

    pairs: str
    kinds: str
    hops: int
    grade: str
    answered: int
    n: int


def main() -> int:
    """Measure or check; return the exit code."""
    data = data_hash()
    if "--check" in sys.argv:
        stale = [f for f in (REPORT, TABLE) if not f.exists() or data not in f.read_text(encoding="utf-8")]
        for file in stale:
            print(f"{file.relative_to(ROOT)}: was not made from the data as it is; run make discriminate")
        print(f"2 tables looked at, {len(stale)} stale")
        return int(bool(stale))
    kg, pairs = graph(), true_pairs()
    print(f"data {data}: {len(kg.findings):,} findings, {len(kg.assertions):,} assertions; {len(pairs)} true pairs")
    lines, misses = true_lines(kg, pairs)
    lines += missing_lines(kg, true_pairs(missing=True))
    asked = Counter(kinds_of(kg, p) for p in pairs)
    chance = list(chance_lines(kg))
    lines += shuffled_lines(kg, pairs)
    for name in ("chance", "chance" + UNSEEN):
        mine = [x for x in chance if x.pairs == name and x.kinds in asked]
        lines += weighted(mine, asked, name.replace("chance", "chance, kinds as in the true pairs"))
    chance = [x for x in chance if x.pairs == "chance"]
    lines += weighted(chance, Counter({x.kinds: 1 for x in chance}), "chance, all pairs of kinds alike")
    lines += chance
    show(lines, misses, len(asked))
    write_atomic(REPORT, report(lines, data))
    write_atomic(TABLE, table(chance, kg, data))
    print(f"wrote {REPORT.relative_to(ROOT)} and {TABLE.relative_to(ROOT)}")
    return 0


def data_hash() -> str:
    """Return a digest of the tables that paths are made of: nodes and findings."""
    digest = blake2b(digest_size=6)
    for file, spec in table_files(SHIPPED):
        if spec is FINDINGS or spec in NODE_TABLES.values():
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


@lru_cache(maxsize=1)
def graph() -> KnowledgeGraph:
    """Return the shipped graph."""
    return endoneuro.load()


# true pairs --------------------------------------------------------------------------------------------------


def true_pairs(*, missing: bool = False) -> list[Pair]:
    """Return the pairs of the competency suite, each once; with `missing` those of paths whose data is missing so far."""
    found: list[Pair] = []
    for file in sorted(FIXTURES.glob("q[0-9][0-9].json")):
        fixture: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        for start, end, sign, mechanism in awaited(fixture) if missing else told(fixture):
            pair = Pair(fixture["number"], start, end, sign, tuple(mechanism))
            if all(pair[1:] != other[1:] for other in found):
                found.append(pair)
    return found


def told(fixture: dict[str, Any]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield the pairs of a question that the data should answer."""
    for p in fixture["pairs"]:
        yield p["start"], p["end"], p["sign"], p["mechanism"]


def awaited(fixture: dict[str, Any]) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield the paths of a question that wait for data."""
    for asked in fixture["asked"]:
        for check in asked["later"]:
            if asked["command"][0] == "path" and len(asked["command"]) == 3 and "path" in check:
                yield asked["command"][1], asked["command"][2], check.get("sign", "?"), check["path"]


def true_lines(kg: KnowledgeGraph, pairs: list[Pair]) -> tuple[list[Line], list[str]]:
    """Return the figures of the true pairs, and those not found at the worst grade."""
    lines, misses = [], []
    unseen = [p for p in pairs if not observed(kg, kg.node(p.start).id, kg.node(p.end).id)]
    for name, some in (("true", pairs), ("true" + UNSEEN, unseen)):
        for hops in HOPS:
            for grade in GRADES:
                missed = [p for p in some if not mechanism_found(kg, p, grade, hops)]
                lines.append(Line(name, "all", hops, grade, len(some) - len(missed), len(some)))
                if some is pairs and grade == GRADES[-1]:
                    misses += [
                        f"q{p.question:02} {hops} hops: {p.start} ({p.sign}) {p.end} by {' > '.join(p.mechanism)}"
                        for p in missed
                    ]
    return lines, misses


def missing_lines(kg: KnowledgeGraph, pairs: list[Pair]) -> list[Line]:
    """Return the figures of the paths whose data is missing: what is answered here is answered by accident."""
    return [
        Line(
            "true, data missing so far", "all", hops, grade, sum(mechanism_found(kg, p, grade, hops) for p in pairs), len(pairs)
        )
        for hops in HOPS
        for grade in GRADES
    ]


def mechanism_found(kg: KnowledgeGraph, pair: Pair, grade: str, hops: int) -> bool:
    """Return whether the known mechanism stands among the first paths with its sign."""
    steps = all_steps(kg)
    starts, ends = kg.descendants(kg.node(pair.start).id), kg.descendants(kg.node(pair.end).id)
    limits = Limits.of(grade, hops)
    sequences: list[tuple[str, ...]] = []
    for found in search(kg, steps, starts, ends, limits, anything):
        nodes = (found.edges[0].subject, *(e.object for e in found.edges))
        if nodes not in sequences:
            if len(sequences) == FIRST:
                return False
            sequences.append(nodes)
        if fits(pair.mechanism, [kg.label(n) for n in nodes]):
            again = search(kg, steps, frozenset(nodes[:1]), frozenset(nodes[-1:]), limits, anything, along=nodes)
            signs = {path_sign(x) for x in again}
            if pair.sign not in SIGNS or SIGNS[pair.sign] in signs:
                return True
    return False


def path_sign(found: Found) -> int | None:
    """Return the product of the signs of a found path."""
    sign = 1
    for e in found.edges:
        if e.assertion.sign is None:
            return None
        sign *= e.assertion.sign
    return sign


def fits(pattern: tuple[str, ...], labels: list[str]) -> bool:
    """Return whether labels fit a pattern in which `*` stands for any number of them."""
    if not pattern:
        return not labels
    if pattern[0] == "*":
        return any(fits(pattern[1:], labels[i:]) for i in range(len(labels) + 1))
    return bool(labels) and labels[0] == pattern[0] and fits(pattern[1:], labels[1:])


def kinds_of(kg: KnowledgeGraph, pair: Pair) -> str:
    """Return the kinds of a pair, as the tables name them."""
    return f"{kg.node(pair.start).kind} > {kg.node(pair.end).kind}"


def anything(_: Finding) -> bool:
    """Let every finding pass."""
    return True


# chance pairs ------------------------------------------------------------------------------------------------


def chance_lines(kg: KnowledgeGraph) -> Iterator[Line]:
    """Yield the figures of chance pairs, for every pair of kinds that has enough of both."""
    steps = all_steps(kg)
    first, last = pool(kg, steps.out), pool(kg, steps.into)
    jobs = [(a, b) for a in schema.KINDS for b in schema.KINDS if len(first[a]) >= FEWEST and len(last[b]) >= FEWEST]
    with ProcessPoolExecutor() as workers:
        for done, made in enumerate(workers.map(measure, jobs), 1):
            yield from made
            if sys.stderr.isatty():
                print(f"\r{done} of {len(jobs)} pairs of kinds", end="" if done < len(jobs) else "\n", file=sys.stderr)


def pool(kg: KnowledgeGraph, index: Iterable[str]) -> dict[str, list[str]]:
    """Return the nodes of an index by kind, sorted."""
    found: dict[str, list[str]] = {kind: [] for kind in schema.KINDS}
    for n in sorted(index):
        found[kg.nodes[n].kind].append(n)
    return found


def measure(job: tuple[str, str]) -> list[Line]:
    """Return the figures of one pair of kinds."""
    kg = graph()
    return graded(kg, drawn(kg, all_steps(kg), *job), "chance", " > ".join(job))


def graded(kg: KnowledgeGraph, pairs: list[tuple[str, str]], name: str, kinds: str) -> list[Line]:
    """Return how many pairs have a path, by hops and grade, with and without direct observations."""
    lines = []
    unseen = [p for p in pairs if not observed(kg, *p)]
    for called, some in ((name, pairs), (name + UNSEEN, unseen)):
        for hops in HOPS:
            best = Counter(best_grade(kg, start, end, hops) for start, end in some)
            for i, grade in enumerate(GRADES, 1):
                lines.append(Line(called, kinds, hops, grade, sum(best[g] for g in GRADES[:i]), len(some)))
    return lines


def shuffled_lines(kg: KnowledgeGraph, pairs: list[Pair]) -> list[Line]:
    """Return the figures of the starts of true pairs with the ends of others of the same kinds."""
    ends = [(kg.node(p.start), kg.node(p.end)) for p in pairs]
    known = {(a.id, b.id) for a, b in ends}
    mixed = {
        (a.id, d.id)
        for a, b in ends
        for c, d in ends
        if (a.kind, b.kind) == (c.kind, d.kind) and (a.id, d.id) not in known and not overlap(kg, a.id, d.id)
    }
    return graded(kg, sorted(mixed), "shuffled", "all")


def overlap(kg: KnowledgeGraph, start: str, end: str) -> bool:
    """Return whether two nodes share anything below them, or are the same messenger under two names."""
    return bool(kg.descendants(start) & kg.descendants(end)) or start in kg.aliases(end)


def drawn(kg: KnowledgeGraph, steps: Steps, start_kind: str, end_kind: str) -> list[tuple[str, str]]:
    """Return chance pairs of two kinds, always the same ones for the same graph."""
    first, last = pool(kg, steps.out)[start_kind], pool(kg, steps.into)[end_kind]
    chance = random.Random(f"{SEED} {start_kind} {end_kind}")
    pairs: list[tuple[str, str]] = []
    for _ in range(20 * DRAWN):
        start, end = chance.choice(first), chance.choice(last)
        if not overlap(kg, start, end):
            pairs.append((start, end))
        if len(pairs) == DRAWN:
            break
    return pairs


def best_grade(kg: KnowledgeGraph, start: str, end: str, hops: int) -> str:
    """Return the best grade of any path, or nothing."""
    for grade in GRADES:
        found = search(kg, all_steps(kg), kg.descendants(start), kg.descendants(end), Limits.of(grade, hops), anything)
        if next(iter(found), None) is not None:
            return grade
    return ""


def observed(kg: KnowledgeGraph, start: str, end: str) -> bool:
    """Return whether one finding spans the pair; such paths come first."""
    limits = Limits.of("A", HOPS[0])
    first = next(iter(search(kg, all_steps(kg), kg.descendants(start), kg.descendants(end), limits, anything)), None)
    return first is not None and (first.key[0] == 0 or len(first.edges) == 1)


def weighted(lines: list[Line], asked: Counter[str], name: str) -> list[Line]:
    """Return the figures of several pairs of kinds together, each counted as often as it is asked."""
    made = []
    for hops in HOPS:
        for grade in GRADES:
            here = [x for x in lines if (x.hops, x.grade) == (hops, grade)]
            answered, n = (
                sum(figure * asked[x.kinds] for x, figure in rows)
                for rows in ([(x, x.answered) for x in here], [(x, x.n) for x in here])
            )
            made.append(Line(name, "all", hops, grade, answered, n))
    return made


# what is said ------------------------------------------------------------------------------------------------


def show(lines: list[Line], misses: list[str], kinds: int) -> None:
    """Print the figures."""
    print(f"\n{'pairs':58} hops  " + "".join(f"{'grade ' + g + ' or better':>24}" for g in GRADES))
    rows: dict[tuple[str, str, int], dict[str, Line]] = {}
    for x in lines:
        rows.setdefault((x.pairs, x.kinds, x.hops), {})[x.grade] = x
    for (name, which, hops), found in rows.items():
        said = [f"{100 * x.answered / x.n:.1f} % ({x.answered}/{x.n})" if x.n else "- (0/0)" for x in found.values()]
        print(f"{name if which == 'all' else which:58} {hops:>4}  " + "".join(f"{s:>24}" for s in said))
    print(f"\naims: {'; '.join(f'{g}: {aim}' for g, aim in AIMS.items())}. {kinds} pairs of kinds stand in the true pairs.")
    for miss in misses:
        print(f"not found  {miss}")


def report(lines: list[Line], data: str) -> str:
    """Return docs/discrimination.tsv."""
    rows = ["\t".join(REPORT_COLUMNS)]
    rows += [
        "\t".join(
            (x.pairs, x.kinds, str(x.hops), x.grade, f"{x.answered / x.n:.4f}" if x.n else "", str(x.answered), str(x.n), data)
        )
        for x in lines
    ]
    return "\n".join(rows) + "\n"


def table(lines: list[Line], kg: KnowledgeGraph, data: str) -> str:
    """Return queries/saturation.tsv."""
    rows = [f"# data={data} nodes={len(kg.nodes)} findings={len(kg.findings)}", "\t".join(COLUMNS)]
    by: dict[tuple[str, int], list[Line]] = {}
    for x in lines:
        by.setdefault((x.kinds, x.hops), []).append(x)
    for (kinds, hops), found in sorted(by.items()):
        shares = [f"{x.answered / x.n:.3f}" for x in found]
        if found[0].n:
            rows.append("\t".join((*kinds.split(" > "), str(hops), *shares, str(found[0].n))))
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    sys.exit(main())
