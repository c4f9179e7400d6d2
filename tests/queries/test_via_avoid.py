"""`path` through and around nodes, and from and to groups: exact, and clear where it cannot be asked."""

import pytest
from brute import all_paths
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st
from made import finding, graph, graphs
from test_paths_brute import ENDS, STARTS, covers

from endoneuro.graph.errors import BadQuestion, UnknownName
from endoneuro.queries.ends import ends_of
from endoneuro.queries.filters import Filters
from endoneuro.queries.paths import path
from endoneuro.queries.search import Demands, Limits, search
from endoneuro.queries.steps import filtered_steps

INNER_IDS = ["R:one", "R:two", "M:ltp", "G:gene", "H:local", "N:glu", "C:pyr", "H:twin", "H:blood"]
QUICK = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}


@settings(max_examples=250, **QUICK)
@given(
    graphs(),
    st.sampled_from(STARTS),
    st.sampled_from(ENDS),
    st.sampled_from("ABCD"),
    st.lists(st.sets(st.sampled_from(INNER_IDS), min_size=1, max_size=3), max_size=2),
    st.sets(st.sampled_from(INNER_IDS), max_size=2),
)
def test_via_and_avoid_same_as_brute_force(kg, start, end, grade, via, avoid):
    starts, ends = covers(kg, start), covers(kg, end)
    slow = all_paths(kg, starts, ends, hops=4, grade=grade, via=via, avoid=avoid)
    demands = Demands(tuple(frozenset(v) for v in via), frozenset(avoid))
    fast = search(kg, filtered_steps(kg, Filters()), starts, ends, Limits.of(grade, 4), lambda f: True, demands=demands)
    assert [f.key for f in fast] == [key for key, _, _ in slow]


@settings(max_examples=120, **QUICK)
@given(graphs(), st.sampled_from(["H:blood", "H:local", "N:glu"]), st.sampled_from(ENDS), st.randoms(use_true_random=False))
def test_steps_to_use_same_as_brute_force(kg, start, end, chance):
    steps = filtered_steps(kg, Filters())
    edges = sorted((e for found in steps.out.values() for e in found), key=lambda e: e.number)
    chosen = [e for e in edges if chance.random() < 0.3]
    starts, ends = covers(kg, start), covers(kg, end)
    slow = all_paths(kg, starts, ends, hops=4, grade="C", using=[{e.assertion.id for e in chosen}])
    demands = Demands(using=(frozenset(e.number for e in chosen),))
    fast = search(kg, steps, starts, ends, Limits.of("C", 4), lambda f: True, demands=demands)
    assert [f.key for f in fast] == [key for key, _, _ in slow]


def test_the_properties_are_not_vacuous():
    def interesting(kg):
        return all_paths(kg, covers(kg, "H:blood"), covers(kg, "P:memory"), hops=4, grade="C", via=[{"M:ltp", "R:two"}], avoid={"R:one"})  # fmt: skip

    assert find(graphs(), interesting, settings=settings(max_examples=20000, deadline=None, phases=[Phase.generate]))


@pytest.fixture
def two_ways():
    one = {"experiment": ("a",), "region": ("S:ca1",)}
    return graph(
        [
            finding(1, "H:blood", "activates", "R:one", **one),
            finding(2, "R:one", "increases", "M:ltp", **one),
            finding(3, "M:ltp", "increases", "P:memory", **one),
            finding(4, "H:blood", "activates", "R:two", **one),
            finding(5, "R:two", "decreases", "P:memory", **one),
            finding(6, "H:portal", "increases", "P:memory", **one),
        ]
    )


def test_via_keeps_only_what_passes(two_ways):
    assert [p.nodes for p in path(two_ways, "H:blood", "P:memory").paths] == [
        ("H:blood", "R:two", "P:memory"),
        ("H:blood", "R:one", "M:ltp", "P:memory"),
    ]
    through = path(two_ways, "H:blood", "P:memory", via=("ltp",))
    assert [p.nodes for p in through.paths] == [("H:blood", "R:one", "M:ltp", "P:memory")]
    assert through.to_dict(two_ways)["via"] == ["ltp"]
    around = path(two_ways, "H:blood", "P:memory", avoid=("receptor one",))
    assert [p.nodes for p in around.paths] == [("H:blood", "R:two", "P:memory")]
    assert path(two_ways, "H:blood", "P:memory", via=("Receptor",), avoid=("Mechanism",)).paths == around.paths


def test_groups_as_ends(two_ways):
    answer = path(two_ways, "Hormone", "memory process")
    assert [p.nodes[0] for p in answer.paths] == ["H:portal", "H:blood", "H:blood"]
    assert answer.paths[0].best.direct
    assert answer.to_dict(two_ways)["start"] == {"id": "Hormone", "label": "Hormone", "kind": "Hormone"}
    both = path(two_ways, "portal hormone|H:local", "Process|Condition")
    assert [p.nodes for p in both.paths] == [("H:portal", "P:memory")]


def test_an_empty_answer_names_what_removed_it(two_ways):
    nothing = path(two_ways, "H:blood", "P:memory", avoid=("Receptor",))
    assert not nothing.paths
    assert "without --avoid Receptor there is an answer" in " ".join(nothing.missing)
    nothing = path(two_ways, "H:blood", "P:memory", via=("glu",))
    assert "without --via glu there is an answer" in " ".join(nothing.missing)


@pytest.mark.parametrize(
    ("start", "end", "options", "says"),
    [
        ("H:blood", "P:memory", {"via": ("H:blood",)}, "is an end"),
        ("H:blood", "P:memory", {"avoid": ("H:blood",)}, "leaves nothing"),
        ("H:blood", "P:memory", {"via": ("ltp",), "avoid": ("Mechanism",)}, "contradict"),
        ("H:blood", "P:memory", {"via": ("recall process",)}, "cannot stand inside"),
        ("Hormone", "Hormone", {}, "both 'Hormone'"),
        ("Hormone{steroid}", "P:memory", {}, "no Hormone"),
        ("Hormone{bird}", "P:memory", {}, "neurosteroid"),
        ("Hormone{", "P:memory", {}, "{"),
        ("|", "P:memory", {}, "name"),
    ],
)
def test_what_cannot_be_asked(two_ways, start, end, options, says):
    with pytest.raises(BadQuestion, match=says.replace("{", r"\{")) as caught:
        path(two_ways, start, end, **options)
    assert "\n" not in str(caught.value)


def test_unknown_kind_offers_near_ones(two_ways):
    with pytest.raises(UnknownName, match="Hormone"):
        ends_of(two_ways, "Hormon{steroid}")
