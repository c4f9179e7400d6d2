"""Filters mean the same in every question: an empty cell passes unless strict, `both` passes a sex."""

import pytest
from asked import FILTERS, dense, some
from hypothesis import given
from made import finding, graph

from endoneuro.queries.filters import Filters, every_step, last_step, resolve

EMPTY = finding(1, "H:local", "increases", "M:ltp", species=(), sex="", method="in vivo")


def passes(cells, filters):
    kg = graph(())
    wanted = resolve(kg, filters)
    f = EMPTY._replace(**cells)
    return every_step(kg, wanted)(f) and last_step(kg, wanted)(f)


@pytest.mark.parametrize(
    ("filters", "in_", "out"),
    [
        ({"species": "rat"}, [{"species": ("rat",)}, {"species": ("mouse", "rat")}], [{"species": ("mouse",)}]),
        ({"sex": "female"}, [{"sex": "female"}, {"sex": "both"}], [{"sex": "male"}]),
        ({"stage": "adult"}, [{"stage": ("adult",)}, {"stage": ("neonatal",), "tested": "adult"}], [{"stage": ("aged",)}]),
        ({"dose": "high"}, [{"dose": "high"}], [{"dose": "low"}]),
        ({"exposure": "acute"}, [{"exposure": "acute"}, {"exposure": "PT2H"}, {"exposure": "P1D"}], [{"exposure": "P8W"}, {"exposure": "chronic"}]),
        ({"exposure": "chronic"}, [{"exposure": "P8W"}, {"exposure": "PT1H/P3D"}, {"exposure": "chronic"}], [{"exposure": "acute"}, {"exposure": "PT1H"}]),
        ({"region": "hip"}, [{"region": ("S:hip",)}, {"region": ("S:ca1",)}, {"region": ("S:pvn", "S:ca3")}], [{"region": ("S:pvn",)}]),
        ({"region": "ca1"}, [{"region": ("S:ca1",)}, {"region": ("systemic",)}], [{"region": ("S:hip",)}]),
        ({"cell": "neuron"}, [{"cell": "C:neuron"}, {"cell": "C:pyr"}], [{"cell": "C:glia"}]),
    ],
)  # fmt: skip
def test_a_filter_and_strict(filters, in_, out):
    assert passes({}, Filters(**filters))
    assert not passes({}, Filters(**filters, strict=True))
    for strict in (False, True):
        assert all(passes(cells, Filters(**filters, strict=strict)) for cells in in_)
        assert not any(passes(cells, Filters(**filters, strict=strict)) for cells in out)


def test_a_whole_body_is_an_empty_cell():
    assert passes({"region": ("whole body",)}, Filters(region="ca1"))
    assert not passes({"region": ("whole body",)}, Filters(region="ca1", strict=True))


def test_sex_not_reported_is_an_empty_cell():
    assert passes({"sex": "not reported"}, Filters(sex="male"))
    assert not passes({"sex": "not reported"}, Filters(sex="male", strict=True))


def test_a_state_must_be_there():
    """No circumstance stated means that there was none, so that this filter is strict by nature."""
    assert passes({"state": ("K:ill",)}, Filters(state="illness"))
    assert passes({"state": ("P:recall", "a strain")}, Filters(state="memory process"))
    assert not passes({"state": ("a strain",)}, Filters(state="illness"))
    assert not passes({}, Filters(state="illness"))


@pytest.mark.parametrize(
    ("method", "species", "tier"),
    [
        ("randomized trial", "human", 1),
        ("in vivo", "human", 2),
        ("in vivo", "rat", 3),
        ("ex vivo", "rat", 4),
        ("review", "human", 5),
    ],
)
def test_tiers(method, species, tier):
    cells = {"method": method, "species": (species,)}
    assert [passes(cells, Filters(min_tier=n)) for n in range(1, 6)] == [n >= tier for n in range(1, 6)]


@some
@given(dense(), FILTERS)
def test_resolving_twice_changes_nothing(kg, filters):
    once = resolve(kg, filters)
    assert resolve(kg, once) == once
    assert set(once.given()) == set(filters.given())


def test_given_tells_what_was_set():
    assert Filters().given() == {}
    assert Filters(min_tier=3, strict=True, sex="male").given() == {"sex": "male", "min-tier": "3", "strict": "True"}


def test_roll_up_can_be_switched_off():
    """A name is then only itself: the region not its parts, the process not its kinds."""
    from endoneuro.queries import query

    kg = graph([finding(1, "H:blood", "increases", "P:recall", region=("S:ca1",))])
    alone = Filters(no_rollup=True)
    assert query("path")(kg, "H:blood", "P:memory").sections
    assert query("path")(kg, "H:blood", "P:recall", filters=alone).sections[0].paths
    assert not any(s.paths for s in query("path")(kg, "H:blood", "P:memory", filters=alone).sections)
    inside = Filters(region="hip")
    assert query("evidence")(kg, "H:blood", "P:recall", filters=inside).assertions
    assert not query("evidence")(kg, "H:blood", "P:recall", filters=Filters(region="hip", no_rollup=True)).assertions
    assert alone.given() == {"no-rollup": "True"}


def test_every_question_that_filters_has_every_filter():
    from click.testing import CliRunner

    from endoneuro.cli import main
    from endoneuro.queries import QUERIES

    seen = 0
    for name in QUERIES:
        help_ = CliRunner().invoke(main, [name, "--help"]).output
        if "--min-tier" in help_:
            seen += 1
            names = [f.replace("_", "-") for f in Filters.__dataclass_fields__]
            assert [f for f in names if f"--{f}" not in help_] == [], name
    assert seen > 10
