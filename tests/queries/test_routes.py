"""`routes`: a route only where a finding states it, the receptor, the hand-over, and kin kept apart."""

import json

import pytest
from made import NODES, finding, graph

from endoneuro.export.text import to_markdown, to_text
from endoneuro.graph.errors import BadQuestion
from endoneuro.graph.model import Node
from endoneuro.queries.filters import Filters
from endoneuro.queries.routes import routes

FAST = {"route": "nongenomic", "route_test": "membrane-impermeable ligand", "onset": "s-min"}
SLOW = {"route": "genomic", "route_test": "receptor mutant", "onset": "h-d"}


def ask(kg, *names, **more):
    answer = routes(kg, *names, **more)
    for text in (to_text(kg, answer, width=100), to_markdown(kg, answer)):
        for s in answer.sections:
            for e in (*s.membrane, *s.nuclear, *s.untested):
                assert all(x.assertion.id in text for x in e.variant.steps)
    json.dumps(answer.to_dict(kg))
    return answer


def told(effects):
    return [(e.receptor.id if e.receptor else "", e.through.id if e.through else "", e.target.id) for e in effects]


@pytest.fixture
def both():
    return graph(
        [
            finding(1, "H:blood", "increases", "M:ltp", via="R:one", **FAST),
            finding(2, "H:blood", "activates", "R:two", region=("S:ca1",), experiment=("a",)),
            finding(3, "R:two", "increases", "G:gene", "expression", region=("S:ca1",), experiment=("a",), **SLOW),
            finding(4, "H:blood", "increases", "P:memory", onset="ms-s"),
            finding(5, "M:ltp", "increases", "G:gene", "expression", onset="h-d"),
            finding(6, "H:twin", "decreases", "P:recall", **FAST),
        ]
    )


def test_side_by_side(both):
    section = ask(both, "blood hormone").sections[0]
    assert told(section.membrane) == [("R:one", "", "M:ltp")]
    assert told(section.nuclear) == [("R:two", "", "G:gene")]
    assert [f.route for e in (*section.membrane, *section.nuclear) for f in e.stated] == ["nongenomic", "genomic"]


def test_fast_is_not_nongenomic(both):
    section = ask(both, "blood hormone").sections[0]
    assert told(section.untested) == [("", "", "P:memory")]
    assert "P:memory" not in {e.target.id for e in section.membrane}


def test_receptors_with_their_counts(both):
    section = ask(both, "blood hormone").sections[0]
    counts = {r.receptor.id: (r.nongenomic, r.genomic, r.untested) for r in section.receptors}
    assert counts == {"R:one": (1, 0, 0), "R:two": (0, 1, 0)}


def test_handover_to_the_nucleus(both):
    (h,) = ask(both, "blood hormone").sections[0].handovers
    assert (h.kind, h.node.id) == ("to the nucleus", "M:ltp")
    assert [a.object for a in h.claims] == ["M:ltp", "G:gene"]
    assert h.membrane == (1.0, 600.0) and h.nuclear == (7200.0, 86400.0)


def test_handover_at_the_same_target():
    kg = graph(
        [finding(1, "H:blood", "increases", "M:ltp", via="R:one", **FAST), finding(2, "H:blood", "increases", "M:ltp", **SLOW)]
    )
    (h,) = ask(kg, "blood hormone").sections[0].handovers
    assert (h.kind, h.node.id, h.membrane, h.nuclear) == ("same target", "M:ltp", (1.0, 600.0), (7200.0, 86400.0))


def test_kin_only_with_what_it_adds(both):
    headings = [(s.heading, told(s.membrane)) for s in ask(both, "blood hormone").sections]
    assert headings[1][0].startswith("shown for twin hormone")
    assert headings[1][1] == [("", "", "P:recall")]
    assert len(headings) == 2, "the class adds nothing"


def test_to_an_end_through_a_gene(both):
    kg = graph([*both.findings.values(), finding(7, "G:gene", "increases", "P:memory", region=("S:ca1",), experiment=("a",))])
    section = ask(kg, "blood hormone", "memory process").sections[0]
    assert told(section.nuclear) == [("R:two", "G:gene", "P:memory")]
    assert told(section.untested)[0] == ("", "", "P:memory")


def test_binding_whose_route_is_stated():
    kg = graph([finding(1, "H:blood", "activates", "R:one", **FAST)])
    section = ask(kg, "blood hormone").sections[0]
    assert told(section.membrane) == [("R:one", "", "R:one")]
    assert "activates it" in to_text(kg, routes(kg, "blood hormone"))


def test_a_route_further_on_is_not_its_own():
    kg = graph(
        [
            finding(1, "H:blood", "increases", "H:local", "release", experiment=("a",)),
            finding(2, "H:local", "increases", "M:ltp", experiment=("a",), **FAST),
        ]
    )
    assert not ask(kg, "blood hormone", "ltp").sections[0].membrane


def test_an_empty_answer_says_so():
    kg = graph([finding(1, "H:blood", "increases", "P:memory", onset="s-min")])
    answer = ask(kg, "blood hormone")
    assert "neither route was tested" in answer.missing[0]
    assert "no receptor of blood hormone" in answer.missing[1]


def test_a_nuclear_receptor_may_act_at_the_membrane():
    nodes = [Node("R:one", "Receptor", "receptor one", cls="nuclear") if n.id == "R:one" else n for n in NODES]
    kg = graph([finding(1, "R:one", "increases", "M:ltp", **FAST)], nodes)
    assert told(ask(kg, "receptor one").sections[0].membrane) == [("R:one", "", "M:ltp")]


@pytest.mark.parametrize(
    ("names", "more", "says"),
    [
        (("memory process",), {}, "is a Process"),
        (("blood hormone", "H:blood"), {}, "both"),
        (("blood hormone",), {"filters": Filters(route="genomic")}, "contradicts"),
        (("blood hormone",), {"k": 0}, "-k 0"),
        (("blood hormone", "memory process"), {"max_hops": 9}, "1 to 6"),
    ],
)
def test_what_cannot_be_asked(both, names, more, says):
    with pytest.raises(BadQuestion, match=says) as caught:
        routes(both, *names, **more)
    assert "\n" not in str(caught.value)
