"""`where`: places with their evidence, parts within wholes, cells told apart from regions, absence never taken for proof."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import NODES, finding, graph, graphs

from endoneuro.graph.errors import BadQuestion, UnknownName
from endoneuro.graph.model import Node
from endoneuro.queries.filters import Filters
from endoneuro.queries.where import where


def made():
    return graph(
        [
            finding(1, "R:one", "expressed_in", "S:ca1"),
            finding(2, "R:one", "expressed_in", "S:ca3", species=("human",)),
            finding(3, "R:one", "expressed_in", "C:pyr", region=("S:ca1",), cell="C:pyr", reference="PMID:2"),
            finding(4, "R:one", "expressed_in", "S:pvn", result="no effect"),
            finding(5, "R:two", "expressed_in", "C:pyr", reference="PMID:2"),
            finding(6, "R:two", "expressed_in", "S:ca3", reference="PMID:3"),
            finding(7, "R:two", "expressed_in", "S:hyp"),
            finding(8, "R:one", "increases", "M:ltp", region=("S:hyp",)),
            finding(9, "C:neuron", "secretes", "H:local", region=("S:pvn",)),
            finding(10, "H:blood", "increases", "R:one", "density", region=("S:hip",)),
        ]
    )


def labels(held):
    return [h.place.label for h in held]


def test_regions_cells_and_what_was_merely_measured():
    answer = where(made(), ("R:one",))
    assert labels(answer.regions) == ["ca1", "ca3", "hip", "pvn"]
    assert labels(answer.cells) == ["pyr"]
    assert labels(answer.measured) == ["hip", "hyp"]
    assert {h.place.label: {s.how for s in h.own} for h in answer.measured} == {"hip": {"changes"}, "hyp": {"acts"}}
    ca1 = answer.regions[0]
    assert {s.finding.id for s in ca1.own} == {"PMID:1#1", "PMID:2#3"}


def test_a_whole_includes_its_parts_unless_told_not_to():
    whole = {h.place.label: h for h in where(made(), ("R:one",)).regions}["hip"]
    assert not whole.own
    assert {n.label for n, _ in whole.parts} == {"ca1", "ca3"}
    assert {s.finding.id for s in whole.seen} == {"PMID:1#1", "PMID:1#2", "PMID:2#3"}
    assert "hip" not in labels(where(made(), ("R:one",), filters=Filters(no_rollup=True)).regions)


def test_looked_for_and_not_found_is_told_last():
    last = where(made(), ("R:one",)).regions[-1]
    assert last.place.label == "pvn"
    assert not last.seen
    assert [s.finding.id for s in last.absent] == ["PMID:1#4"]


def test_what_makes_a_hormone():
    answer = where(made(), ("H:local",))
    assert labels(answer.cells) == ["neuron"]
    assert labels(answer.regions) == ["pvn"]
    assert answer.cells[0].own[0].how == "secreted"


def test_the_same_cell_is_told_apart_from_the_same_region():
    found = {t.place.label: t for t in where(made(), ("R:one", "R:two")).together}
    assert found["pyr"].how == "same cell"
    assert found["pyr"].one_study == "PMID:2"
    assert found["ca3"].how == "same region"
    assert found["ca3"].one_study == ""
    assert "hip" not in found  # its part ca3 says it already, and neither was shown in "hip" as such
    assert next(iter(found)) == "pyr"


@pytest.mark.parametrize(("kinds", "shared"), [(5, True), (25, False)])
def test_a_class_of_many_kinds_is_no_cell_type_to_share(kinds, shared):
    more = [Node(f"C:kind{i}", "CellType", f"kind {i}", is_a=("C:neuron",)) for i in range(kinds)]
    rows = [
        finding(1, "R:one", "expressed_in", "C:neuron"),
        finding(2, "R:two", "expressed_in", "C:neuron", reference="PMID:2"),
    ]
    answer = where(graph(rows, (*NODES, *more)), ("R:one", "R:two"))
    assert ("neuron" in [t.place.label for t in answer.together]) is shared


def test_kinds_of_one_cell_type_or_other_regions_are_not_the_same_cell():
    kinds = graph([finding(1, "R:one", "expressed_in", "C:pyr"), finding(2, "R:two", "expressed_in", "C:neuron")])
    assert not where(kinds, ("R:one", "R:two")).together
    apart = [
        finding(i, f"R:{n}", "expressed_in", "C:pyr", region=(r,)) for i, n, r in ((1, "one", "S:ca1"), (2, "two", "S:pvn"))
    ]
    assert not where(graph(apart), ("R:one", "R:two")).together


def test_without_leaves_places_out():
    answer = where(made(), ("R:one",), without=("R:two",))
    assert "ca3" not in labels(answer.regions)
    assert "ca1" in labels(answer.regions)
    assert "hip" not in labels(answer.regions)


def test_a_region_bounds_the_place():
    answer = where(made(), ("R:one",), filters=Filters(region="ca3"))
    assert labels(answer.regions) == ["ca3"]
    cells = where(made(), ("R:one",), filters=Filters(cell="neuron", strict=True))
    assert labels(cells.cells) == ["pyr"]


@pytest.mark.parametrize(
    ("things", "filters", "says"),
    [
        (("R:one",), Filters(species="mouse"), "without --species there are 3"),
        (("P:memory",), None, "no finding shows where memory process is"),
        (("R:one", "H:local"), None, "no recorded place holds receptor one and local hormone"),
    ],
)
def test_an_empty_answer_explains_itself(things, filters, says):
    answer = where(made(), things, filters=filters)
    assert says in " ".join(answer.missing)
    assert "no sign that it is absent" in answer.missing[-1]


@pytest.mark.parametrize(
    ("things", "more", "error"),
    [
        ((), {}, BadQuestion),
        (("R:one", "R:one"), {}, BadQuestion),
        (("R:one",), {"without": ("receptor one",)}, BadQuestion),
        (("hip",), {}, BadQuestion),
        (("nonsense",), {}, UnknownName),
        (("R:one",), {"k": 0}, BadQuestion),
    ],
)
def test_bad_questions(things, more, error):
    with pytest.raises(error) as caught:
        where(made(), things, **more)
    assert "\n" not in str(caught.value)


def test_a_search_in_vain_is_told_beside_the_one_part_that_has_it():
    rows = [
        finding(1, "R:one", "expressed_in", "S:hip", result="no effect"),
        finding(2, "R:one", "expressed_in", "S:ca1"),
    ]
    held = {h.place.id: h for h in where(graph(rows), ("R:one",)).regions}
    assert [s.finding.id for s in held["S:hip"].absent] == ["PMID:1#1"]
    assert [n.id for n, _ in held["S:hip"].parts] == ["S:ca1"]


@given(graphs(), st.sampled_from(["R:one", "H:local"]), st.sampled_from(["rat", "human"]), st.booleans())
def test_filters_only_remove(kg, thing, species, strict):
    plain = where(kg, (thing,), k=99)
    fewer = where(kg, (thing,), k=99, filters=Filters(species=species, strict=strict))
    for whole, part in ((plain.regions, fewer.regions), (plain.cells, fewer.cells), (plain.measured, fewer.measured)):
        every = {(h.place.id, s.finding.id) for h in whole for s in (*h.seen, *h.absent)}
        assert {(h.place.id, s.finding.id) for h in part for s in (*h.seen, *h.absent)} <= every


def test_the_shipped_graph(kg):
    answer = where(kg, ("GR",))
    assert {"hippocampus", "paraventricular nucleus"} <= set(labels(answer.regions))
    assert answer.to_dict(kg)["regions"][0]["evidence"][0]["reference"]["id"] in kg.references
