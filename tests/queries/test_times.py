"""When: what was stated, and what follows for a path of several steps."""

import pytest
from asked import asked, some
from hypothesis import given
from hypothesis import strategies as st
from made import finding, graph

from endoneuro.graph import schema
from endoneuro.queries.filters import duration_seconds
from endoneuro.queries.paths import path
from endoneuro.queries.times import bounds, onset_class

SECONDS = {"Y": 31557600, "M": 2629800, "W": 604800, "D": 86400}
CLOCK = {"H": 3600, "M": 60, "S": 1}


def made(**more):
    return finding(1, "H:local", "increases", "M:ltp", **more)


@given(
    st.fixed_dictionaries({}, optional={u: st.integers(0, 99) for u in SECONDS}),
    st.dictionaries(st.sampled_from("HMS"), st.integers(0, 99)),
)
def test_durations_add_up(date, clock):
    iso = "P" + "".join(f"{date[u]}{u}" for u in SECONDS if u in date)
    iso += "T" + "".join(f"{clock[u]}{u}" for u in CLOCK if u in clock) if clock else ""
    assert duration_seconds(iso) == sum(n * SECONDS[u] for u, n in date.items()) + sum(n * CLOCK[u] for u, n in clock.items())


@pytest.mark.parametrize(
    ("iso", "seconds"),
    [("PT0.5S", 0.5), ("P1M", 2629800), ("PT1M", 60), ("PT90M", 5400), ("acute", 0), ("", 0), ("P5X", 0), ("P²D", 0)],
)
def test_durations(iso, seconds):
    assert duration_seconds(iso) == seconds


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        ({}, None),
        ({"onset": "soon"}, None),
        ({"onset": "s-min"}, (1, 600)),
        ({"onset_range": "PT5M"}, (300, 300)),
        ({"onset_range": "PT5M/PT20M"}, (300, 1200)),
        ({"onset": "h-d", "onset_range": "PT5M/PT20M"}, (300, 1200)),
        ({"exposure": "P8W"}, None),
    ],
)
def test_bounds_of_a_finding(cells, wanted):
    assert bounds(made(**cells)) == wanted


def test_classes_of_onset_lie_in_order():
    lasting = [o for o in schema.ONSETS.values() if o.name != "developmental"]
    assert all(o.low < o.high for o in schema.ONSETS.values())
    assert [o.low for o in lasting[1:]] == [o.high for o in lasting[:-1]]
    assert all(onset_class(o.high) == o.name for o in lasting)
    assert all(onset_class(o.low, at_least=True) == o.name for o in lasting)
    assert onset_class(1e12) == "mo-y"


@some
@given(asked())
def test_timing_follows_from_the_steps(question):
    """Recomputed here from the findings: measured where one finding or one experiment spans the path, composed elsewhere."""
    kg, start, end = question
    for p in path(kg, start, end, grade="D", k=50).paths:
        for v in p.variants:
            clocks = [[f for f in reversed(s.findings) if f.via != s.assertion.object] for s in v.steps]
            ranges = [next((b for f in clock if (b := bounds(f))), None) for clock in clocks]
            known = [r for r in ranges if r]
            labels = [{(f.reference, x) for x in f.experiment if x != "separate"} for f in v.findings]
            spanned = v.direct or set.intersection(*labels)
            t = v.timing
            assert (t.timed, t.steps) == (len(known), len(v.steps))
            if not known:
                assert (t.kind, t.low, t.high) == ("unknown", None, None)
            elif spanned and ranges[-1]:
                assert (t.kind, t.low, t.high) == ("measured", *ranges[-1])
            else:
                assert (t.kind, t.low, t.high) == ("composed", max(r[0] for r in known), sum(r[1] for r in known))
                assert t.low <= t.high
            if known:
                assert ranges[t.slowest] == max(known)


TWO = [made(onset="s-min"), finding(2, "M:ltp", "increases", "P:recall", onset="h-d")]


def timing(rows):
    return path(graph(rows), "local hormone", "recall process").paths[0].best.timing


def test_composed_at_least_the_slowest_at_most_the_sum():
    t = timing(TWO)
    assert (t.kind, t.low, t.high, t.slowest) == ("composed", 7200, 600 + 86400, 1)
    assert t.onset == "h-d"  # the class of its slowest step


def test_measured_where_one_experiment_spans_it():
    t = timing([f._replace(experiment=("a",)) for f in TWO])
    assert (t.kind, t.low, t.high, t.onset) == ("measured", 7200, 86400, "h-d")


def test_separate_is_no_experiment():
    assert timing([f._replace(experiment=("separate",)) for f in TWO]).kind == "composed"


def test_the_clock_of_a_via_finding_is_not_that_of_its_binding():
    rows = [finding(1, "H:local", "increases", "P:recall", via="R:one", onset="d-wk")]
    t = path(graph(rows), "local hormone", "receptor one").paths[0].best.timing
    assert (t.kind, t.timed) == ("unknown", 0)
    assert timing(rows).onset == "d-wk"


def test_part_known():
    t = timing([TWO[0]._replace(onset=""), TWO[1]])
    assert (t.kind, t.timed, t.steps, t.slowest) == ("composed", 1, 2, 1)
