"""A step seen through two findings, one for each of its neighbours: as enumerating every choice of findings has it."""

import random

from asked import NUMBERS, some
from brute import all_paths
from hypothesis import given, settings
from made import finding, graph

from endoneuro.queries.filters import Filters
from endoneuro.queries.paths import path
from endoneuro.queries.search import Limits, search
from endoneuro.queries.steps import filtered_steps

CHAIN = (("I:drug", "M:ltp", ""), ("M:ltp", "G:gene", "expression"), ("G:gene", "P:recall", ""))


def chain(number):
    """Return a graph of one chain of three claims, the middle one told by three or four findings of several experiments."""
    chance = random.Random(number)
    rows = []
    for (subject, object_, aspect), most in zip(CHAIN, (2, 4, 2), strict=True):
        for _ in range(chance.randint(most - 1, most)):
            rows.append(
                finding(
                    len(rows) + 1,
                    subject,
                    "increases",
                    object_,
                    aspect,
                    reference=chance.choice(("PMID:1", "PMID:1", "PMID:1", "PMID:2")),
                    experiment=chance.choice((("a",), ("b",), ("c",))),
                    region=chance.choice(((), (), ("S:hip",), ("S:ca1",), ("S:ca3",))),
                    method=chance.choice(("in vivo", "ex vivo", "review")),
                )
            )
    return graph(rows)


def fast(kg, grade):
    starts, ends = kg.descendants("I:drug"), kg.descendants("P:recall")
    return list(search(kg, filtered_steps(kg, Filters()), starts, ends, Limits.of(grade, 4), lambda f: True))


def test_a_step_may_be_seen_through_two_findings():
    kg = graph(
        [
            finding(1, "I:drug", "increases", "M:ltp", experiment=("a",)),
            finding(2, "M:ltp", "increases", "G:gene", "expression", experiment=("a",)),
            finding(3, "M:ltp", "increases", "G:gene", "expression", experiment=("b",), reference="PMID:2"),
            finding(4, "G:gene", "increases", "P:recall", experiment=("b",), reference="PMID:2"),
        ]
    )
    best = path(kg, "drug", "recall process").paths[0].best
    assert best.grade == "A"
    assert [[f.id for f in s.findings] for s in best.steps] == [["PMID:1#1"], ["PMID:1#2", "PMID:2#3"], ["PMID:2#4"]]
    assert [j.why for j in best.joins] == ["both steps in one experiment"] * 2


@settings(some, max_examples=250)
@given(NUMBERS)
def test_chains_are_as_enumerated(number):
    kg = chain(number)
    for grade in "ABC":
        slow = all_paths(kg, {"I:drug"}, {"P:recall"}, hops=4, grade=grade)
        assert [f.key for f in fast(kg, grade)] == [key for key, _, _ in slow]


def test_chance_chains_are_split():
    """The property above is not vacuous."""
    found = [f for number in range(200) for f in fast(chain(number), "B")]
    assert sum(any(left is not right for left, right in f.rows) for f in found) >= 10
