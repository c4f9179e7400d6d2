"""`axis`: every part of the card, each line with its claim, and axes nobody declared."""

import json

import pytest
from made import NODES, finding

from endoneuro.export.text import to_markdown, to_text
from endoneuro.graph import schema
from endoneuro.graph.errors import BadQuestion, UnknownName
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Loop, LoopStep, Node, Reference
from endoneuro.queries.axis import axis, axis_named
from endoneuro.queries.filters import Filters

FINDINGS = [
    finding(1, "H:portal", "increases", "H:blood", "secretion", onset="min-h"),
    finding(2, "H:blood", "decreases", "H:portal", "secretion", onset="h-d"),
    finding(3, "H:blood", "activates", "R:one"),
    finding(4, "R:one", "expressed_in", "S:ca1"),
    finding(5, "R:one", "expressed_in", "C:pyr", region=("S:pvn",)),
    finding(6, "R:one", "increases", "M:ltp", region=("S:ca1",)),
    finding(7, "H:blood", "decreases", "P:memory", region=("S:ca1",), species=("human",)),
    finding(8, "H:blood", "increases", "P:recall"),
    finding(9, "H:blood", "increases", "K:ill"),
    finding(10, "I:drug", "blocks", "R:one"),
    finding(11, "N:glu", "increases", "P:memory", region=("S:ca1",)),
    finding(12, "H:local", "increases", "M:spine", region=("S:ca1",)),
]


@pytest.fixture
def kg():
    steps = (
        LoopStep("brake", 1, "H:portal", "increases", "secretion", "H:blood", ("S:pvn",)),
        LoopStep("brake", 2, "H:blood", "decreases", "secretion", "H:portal"),
    )
    nodes = [n._replace(cls="brain") if n.kind == "Structure" else n for n in NODES]
    return KnowledgeGraph(
        nodes=[*nodes, Node("K:open", "Condition", "opener", cls="endocrine")],
        findings=FINDINGS,
        references=[Reference("PMID:1", "Paper", "Maker", "2000", pmid="1")],
        loops=[Loop("brake", "HPA", "long", -1, ("K:open",), ("PMID:1",), steps)],
    )


def lines(entries):
    return {(e.node.id if e.node else ""): [(x.claim.subject, x.claim.object) for x in e.lines] for e in entries}


def test_every_part(kg):
    card = axis(kg, "HPA")
    assert [e.node.id for e in card.members] == ["H:portal", "H:blood"]
    assert lines(card.members)["H:blood"] == [("H:blood", "R:one")]
    assert [(x.name, x.sign, x.timing.kind) for x in card.loops] == [("brake", -1, "composed")]
    assert [n.id for n in card.receptors] == ["R:one"]
    assert lines(card.receptor_map) == {"S:ca1": [("R:one", "S:ca1")], "S:pvn": [("R:one", "C:pyr")]}
    assert lines(card.targets) == {"S:ca1": [("H:blood", "P:memory"), ("R:one", "M:ltp")], "": [("H:blood", "P:recall")]}
    assert [(e.node.id, e.role) for e in card.disorders] == [("K:open", "opens a loop"), ("K:ill", "")]
    assert lines(card.drugs) == {"I:drug": [("I:drug", "R:one")]}


def test_what_other_messengers_do_is_not_on_the_card(kg):
    subjects = {x.claim.subject for e in axis(kg, "HPA").targets for x in e.lines}
    assert subjects == {"H:blood", "R:one"}


@pytest.mark.parametrize("write", [to_text, to_markdown])
def test_every_line_carries_its_claim_and_reference(kg, write):
    card = axis(kg, "HPA")
    text = write(kg, card)
    claims = [x.claim.id for entries in card.parts.values() for e in entries for x in e.lines]
    claims += [a.id for x in card.loops for a in x.steps]
    assert len(claims) >= 9 and all(c in text for c in claims)
    assert "PMID:1" in text and "opener" in text
    told = json.loads(json.dumps(card.to_dict(kg)))
    assert [r["id"] for r in told["references"]] == ["PMID:1"]


def test_filters_bind_lines(kg):
    card = axis(kg, "HPA", filters=Filters(species="human"))
    assert lines(card.targets) == {"S:ca1": [("H:blood", "P:memory")]}
    assert not card.drugs and not card.receptor_map
    assert "nothing is recorded that fits" in to_text(kg, card)


def test_bounded_with_the_whole_number_told(kg):
    card = axis(kg, "HPA", k=1)
    assert len(card.receptor_map) == 1 and card.counts["receptor_map"] == 2
    assert card.targets[0].total == 2 and len(card.targets[0].lines) == 1


def test_an_axis_without_loops_says_so(kg):
    card = axis(kg, "RAAS")
    assert not card.loops and not card.members
    assert "declared: HPA" in card.missing[0]
    assert "declared: HPA" in to_text(kg, card)


@pytest.mark.parametrize("name", schema.ENUMS["axis"])
def test_every_axis_is_found_by_name_and_meaning(name):
    assert axis_named(name) == axis_named(name.lower() + " axis") == axis_named(schema.ENUMS["axis"][name]) == name


def test_what_cannot_be_asked(kg):
    with pytest.raises(UnknownName, match="HPA"):
        axis(kg, "HPQ")
    with pytest.raises(UnknownName, match="axis"):
        axis(kg, "")
    with pytest.raises(BadQuestion, match="-k 0"):
        axis(kg, "HPA", k=0)
