"""An enzyme that keeps a ligand from its receptor: expression alone shows nothing there."""

import random

import pytest
from brute import all_paths
from made import finding, graph

from endoneuro.queries.filters import Filters
from endoneuro.queries.paths import path
from endoneuro.queries.search import Limits, search
from endoneuro.queries.steps import filtered_steps

#: The gene stands for 11beta-HSD2, the blood hormone for cortisol, the local one for aldosterone, recall for sodium appetite.
BINDS = ("H:blood", "activates", "R:one")
EXPRESSED = ("R:one", "expressed_in", "S:pvn")
EFFECT = ("R:one", "increases", "P:recall")
LOSES = ("G:gene", "inactivates", "H:blood")
AGAINST = ("G:gene", "decreases", "P:recall")
OTHER = ("H:local", "activates", "R:one")
SEEN = ("H:local", "increases", "P:recall")
ALL = (BINDS, EXPRESSED, EFFECT, LOSES, AGAINST, OTHER, SEEN)


def made(claims):
    """Return a graph of claims, each from a paper of its own; the effect was measured where the receptor is expressed."""
    rows = []
    for number, (subject, predicate, object_) in enumerate(claims, 1):
        fields = {"region": ("S:pvn",)} if (subject, object_) == ("R:one", "P:recall") else {}
        rows.append(finding(number, subject, predicate, object_, reference=f"PMID:{number}", **fields))
    return graph(rows)


def best(kg, start="blood hormone"):
    return path(kg, start, "recall process", grade="C").paths[0].best


def test_a_guarded_effect_is_a_hypothesis_that_names_the_enzyme():
    found = best(made(ALL))
    assert (found.grade, found.sign) == ("C", 1)
    assert found.joins[0].kind == "bridge"
    assert found.joins[0].why.startswith(
        "gene inactivates blood hormone and decreases recall process, local hormone increases it"
    )
    assert found.joins[0].reference == "PMID:5"
    assert best(made(ALL), "local hormone").direct


def test_the_enzyme_is_named_wherever_the_effect_was_measured():
    elsewhere = made(ALL)
    moved = [
        f._replace(region=("S:hip",)) if f.subject == "R:one" and f.object == "P:recall" else f
        for f in elsewhere.findings.values()
    ]
    assert "gene inactivates blood hormone" in best(graph(moved)).joins[0].why


def test_all_spared_ligands_are_named():
    two = made([*ALL, ("N:glu", "activates", "R:one"), ("N:glu", "increases", "P:recall")])
    assert "recall process, glu and local hormone increase it" in best(two).joins[0].why


@pytest.mark.parametrize("left_out", [LOSES, AGAINST, OTHER, SEEN])
def test_every_part_is_needed(left_out):
    assert best(made([c for c in ALL if c != left_out])).grade == "A"


@pytest.mark.parametrize(
    ("instead_of", "claim"),
    [
        (AGAINST, ("G:gene", "increases", "P:recall")),
        (SEEN, ("H:local", "decreases", "P:recall")),
        (OTHER, ("H:local", "blocks", "R:one")),
        (LOSES, ("G:gene", "inactivates", "H:twin")),
    ],
)
def test_the_signs_and_the_messenger_must_fit(instead_of, claim):
    assert best(made([claim if c == instead_of else c for c in ALL])).grade == "A"


def test_an_enzyme_of_the_class_counts_and_one_that_makes_the_ligand_does_not():
    of_class = [("G:gene", "inactivates", "H:class") if c == LOSES else c for c in ALL]
    assert best(made(of_class)).grade == "C"
    assert best(made([*ALL, ("G:gene", "synthesizes", "H:class")])).grade == "A"


def test_a_counterpart_is_no_other_ligand():
    assert best(made([(c[0].replace("H:local", "H:twin"), *c[1:]) for c in ALL])).grade == "A"


def test_what_one_experiment_showed_stays_shown():
    rows = [
        finding(n, s, p, o, reference=f"PMID:{n}", **({"region": ("S:pvn",)} if p == "increases" else {}))
        for n, (s, p, o) in enumerate([c for c in ALL if c not in (BINDS, EFFECT)], 10)
    ]
    rows += [
        finding(1, *BINDS, experiment=("a",)),
        finding(2, *EFFECT, experiment=("a",), region=("S:pvn",)),
    ]
    found = best(graph(rows))
    assert found.grade == "A"
    assert found.joins[0].why == "both steps in one experiment"


@pytest.mark.parametrize("number", range(60))
def test_as_enumerating_everything_finds_it(number):
    chance = random.Random(number)
    rows = []
    for subject, predicate, object_ in ALL * 2:
        if chance.random() < 0.12:
            continue
        if predicate in ("increases", "decreases") and chance.random() < 0.2:
            predicate = {"increases": "decreases", "decreases": "increases"}[predicate]
        if predicate == "activates" and chance.random() < 0.1:
            predicate = "blocks"
        if predicate == "inactivates":
            predicate = chance.choice(["inactivates"] * 6 + ["synthesizes"])
            object_ = chance.choice(["H:blood", "H:class", "H:twin"])
        via = "R:one" if (subject, object_) == ("H:local", "P:recall") and chance.random() < 0.3 else ""
        rows.append(
            finding(
                len(rows) + 1, subject, predicate, object_, via=via,
                reference=chance.choice(["PMID:1", "PMID:2", "PMID:3"]),
                experiment=chance.choice([(), (), (), ("a",)]),
                region=() if predicate == "expressed_in" else chance.choice([(), ("S:pvn",), ("S:pvn",), ("S:hyp",)]),
                result=chance.choice(["supports"] * 5 + ["no effect"]),
            )
        )  # fmt: skip
    kg = graph(rows)
    for start in ("H:blood", "H:class", "H:local"):
        for grade in "ABC":
            slow = all_paths(kg, kg.descendants(start), frozenset(["P:recall"]), hops=3, grade=grade)
            limits = Limits.of(grade, 3)
            steps = filtered_steps(kg, Filters())
            fast = list(search(kg, steps, kg.descendants(start), frozenset(["P:recall"]), limits, lambda f: True))
            assert [f.key for f in fast] == [key for key, _, _ in slow]
