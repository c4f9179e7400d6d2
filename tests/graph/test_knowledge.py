"""The read-only graph: how findings become assertions, and what lies above, below and beside a node."""

import networkx
import pytest
from made import NODES, PITUITARY, finding, graph

from endoneuro.graph.errors import UnknownName
from endoneuro.graph.knowledge import KnowledgeGraph
from endoneuro.graph.model import Node, assertion_id, claim_sign, product

BASE = (
    finding(1, "R:one", "increases", "M:ltp", region=("S:ca1",)),
    finding(2, "R:one", "increases", "M:ltp", region=("S:pvn",), reference="PMID:2", species=("mouse",)),
    finding(3, "R:one", "increases", "M:ltp", result="no effect", reference="PMID:3"),
    finding(4, "R:one", "decreases", "M:ltp"),
    finding(5, "R:one", "increases", "N:glu", "release"),
    finding(6, "R:one", "increases", "N:glu", "uptake"),
    finding(7, "H:local", "decreases", "P:recall", result="no effect"),
)


@pytest.fixture
def kg():
    return graph(BASE)


def only(kg, subject, object_):
    (found,) = kg.between(subject, object_)
    return found


# Assertions --------------------------------------------------------------------------------------------------


def test_findings_of_one_claim_are_one_assertion(kg):
    more, less = sorted(kg.between("R:one", "M:ltp"), key=lambda a: -a.sign)
    assert [f.id for f in more.supporting] == ["PMID:1#1", "PMID:2#2"]
    assert [f.id for f in more.against] == ["PMID:3#3"]
    assert [f.id for f in less.supporting] == ["PMID:1#4"]


def test_an_aspect_makes_another_assertion_with_its_own_sign(kg):
    assert {a.aspect: a.sign for a in kg.between("R:one", "N:glu")} == {"release": 1, "uptake": -1}


def test_null_results_support_nothing(kg):
    a = only(kg, "H:local", "P:recall")
    assert not a.supported
    assert a.supporting == ()


def test_ids_are_stable():
    """An id that was cited must never change: these were computed on 2026-11-22."""
    assert assertion_id("CHEBI:17650", "decreases", "secretion", "CHEBI:3892") == "EN:8cf06328cb33"
    assert assertion_id("R:one", "increases", "", "M:ltp") == "EN:0cda47d6cf30"


def test_every_assertion_has_the_id_of_its_claim(kg):
    assert all(a.id == key == assertion_id(a.subject, a.predicate, a.aspect, a.object) for key, a in kg.assertions.items())
    assert list(kg.assertions) == sorted(kg.assertions)


@pytest.mark.parametrize(
    ("predicate", "aspect", "sign"),
    [
        ("increases", "", 1), ("decreases", "release", -1), ("increases", "uptake", -1), ("decreases", "degradation", 1),
        ("affects", "uptake", None), ("inactivates", "", -1), ("expressed_in", "", 0), ("unheard of", "", None),
    ],
)  # fmt: skip
def test_signs(predicate, aspect, sign):
    assert claim_sign(predicate, aspect) == sign


def test_one_unknown_sign_makes_the_product_unknown():
    assert (product([1, -1, -1]), product([1, None, 0]), product([])) == (1, None, 1)


# Via ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("binds", "effect", "half"),
    [
        ("activates", "increases", "increases"),
        ("activates", "decreases", "decreases"),
        ("blocks", "increases", "decreases"),
        ("inhibits", "decreases", "increases"),
        ("blocks", "affects", "affects"),
        ("", "increases", "increases"),
    ],
)
def test_via_speaks_for_both_steps(binds, effect, half):
    rows = [finding(1, "I:drug", effect, "P:recall", via="R:one")]
    if binds:
        rows.append(finding(2, "I:drug", binds, "R:one", reference="PMID:2"))
    kg = graph(rows)
    ligand, second = only(kg, "I:drug", "R:one"), only(kg, "R:one", "P:recall")
    assert (ligand.predicate, second.predicate) == (binds or "activates", half)
    assert "PMID:1#1" in {f.id for f in ligand.supporting}
    assert [(r.finding.id, r.part) for r in second.rows] == [("PMID:1#1", "effect")]
    assert only(kg, "I:drug", "P:recall").predicate == effect


def test_via_keeps_the_aspect():
    kg = graph([finding(1, "H:blood", "increases", "N:glu", "uptake", via="R:one")])
    assert only(kg, "R:one", "N:glu").aspect == "uptake"
    assert only(kg, "H:blood", "R:one").aspect == ""


def test_a_null_via_result_speaks_for_no_step():
    kg = graph([finding(1, "H:blood", "increases", "P:recall", via="R:one", result="no effect")])
    assert kg.between("H:blood", "R:one") == kg.between("R:one", "P:recall") == []
    assert not only(kg, "H:blood", "P:recall").supported


def test_a_class_binds_what_its_members_bind():
    nodes = (*NODES, Node("H:class", "Hormone", "hormones"), Node("H:member", "Hormone", "member", is_a=("H:class",)))
    rows = [
        finding(1, "I:drug", "increases", "P:recall", via="R:one")._replace(subject="H:class"),
        finding(2, "I:drug", "blocks", "R:one", reference="PMID:2")._replace(subject="H:member"),
    ]
    assert only(graph(rows, nodes), "H:class", "R:one").predicate == "blocks"


# Hierarchy ---------------------------------------------------------------------------------------------------


def test_above_and_below(kg):
    assert kg.wholes("S:ca1") == {"S:ca1", "S:hip"}
    assert kg.descendants("S:hip") == {"S:hip", "S:ca1", "S:ca3"}
    assert kg.descendants("P:memory") == {"P:memory", "P:recall"}
    assert kg.descendants("P:recall") == {"P:recall"}
    assert kg.inside("S:ca1", "S:hip")
    assert kg.inside("S:ca1", "S:ca1")
    assert not kg.inside("S:hip", "S:ca1")
    assert not kg.inside("S:ca1", PITUITARY)


def test_what_is_no_node_is_alone(kg):
    assert kg.wholes("a strain") == {"a strain"}
    assert kg.descendants("nobody") == {"nobody"}
    assert kg.label("a strain") == "a strain"


def test_a_cell_is_not_inside_what_it_is_a_part_of():
    nodes = (*NODES, Node("C:part", "CellType", "part", part_of=("C:glia", "S:hip"), is_a=("C:pyr",)))
    assert graph((), nodes).wholes("C:part") == {"C:part", "C:pyr", "C:neuron"}


def test_only_nodes_of_a_kind_cover_each_other():
    nodes = (*NODES, Node("M:odd", "Mechanism", "odd", is_a=("P:memory",)))
    assert graph((), nodes).descendants("P:memory") == {"P:memory", "P:recall"}


def test_a_circle_does_not_hang():
    nodes = (Node("S:a", "Structure", "a", part_of=("S:b",)), Node("S:b", "Structure", "b", part_of=("S:a",)))
    assert graph((), nodes).wholes("S:a") == {"S:a", "S:b"}


def test_counterparts_are_no_descendants(kg):
    assert kg.nodes["H:blood"].counterpart == ("H:twin",)
    assert kg.descendants("H:blood") == {"H:blood"}


# Looking up --------------------------------------------------------------------------------------------------


def test_out_into_between_agree(kg):
    listed = {a.id for n in kg.nodes for a in kg.out(n)}
    assert listed == {a.id for n in kg.nodes for a in kg.into(n)} == set(kg.assertions)
    assert all(a in kg.between(a.subject, a.object) for a in kg.assertions.values())
    assert kg.out("S:hip") == ()


def test_an_unknown_assertion(kg):
    known = next(iter(kg.assertions))
    assert kg.assertion(known).id == known
    with pytest.raises(UnknownName, match="no assertion is called 'EN:0'"):
        kg.assertion("EN:0")


# Read-only ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["nodes", "findings", "references", "assertions"])
def test_mappings_are_read_only(kg, name):
    mapping = getattr(kg, name)
    key = next(iter(mapping))
    with pytest.raises(TypeError):
        mapping[key] = None
    with pytest.raises(TypeError):
        del mapping[key]


def test_records_are_frozen(kg):
    with pytest.raises(AttributeError):
        kg.nodes["R:one"].label = "other"
    with pytest.raises(AttributeError):
        kg.findings["PMID:1#1"].result = "opposite"
    with pytest.raises(AttributeError):
        only(kg, "H:local", "P:recall").predicate = "increases"


def test_the_caller_cannot_reach_in():
    nodes, rows = list(NODES), list(BASE)
    kg = KnowledgeGraph(nodes=nodes, findings=rows, references=())
    nodes.clear()
    rows.clear()
    assert len(kg.nodes) == len(NODES)
    assert len(kg.findings) == len(BASE)


# networkx ----------------------------------------------------------------------------------------------------


def test_networkx_holds_the_same_graph(kg):
    assert set(kg.nx.nodes) == set(kg.nodes)
    assert {(s, o, key) for s, o, key in kg.nx.edges(keys=True)} == {
        (a.subject, a.object, a.id) for a in kg.assertions.values()
    }
    edge = kg.nx.edges["R:one", "M:ltp", assertion_id("R:one", "increases", "", "M:ltp")]
    assert edge["references"] == ["PMID:1", "PMID:2", "PMID:3"]
    assert (edge["sign"], edge["supported"], edge["regions"]) == (1, True, ["S:ca1", "S:pvn"])
    assert kg.nx is kg.nx


def test_networkx_attributes_are_plain(kg):
    values = [v for _, d in kg.nx.nodes(data=True) for v in d.values()] + [
        v for *_, d in kg.nx.edges(data=True) for v in d.values()
    ]
    assert all(isinstance(v, (str, int, float)) or (isinstance(v, list) and all(isinstance(x, str) for x in v)) for v in values)


def test_networkx_is_frozen(kg):
    assert networkx.is_frozen(kg.nx)
    for change in (lambda: kg.nx.add_node("x"), lambda: kg.nx.add_edge("a", "b"), lambda: kg.nx.remove_node("R:one")):
        with pytest.raises(networkx.NetworkXError):
            change()
