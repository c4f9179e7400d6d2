"""From what people type to a node: every spelling that means it, and near ones where nothing does."""

import random
import string
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from endoneuro.graph.errors import AmbiguousName, UnknownName, shorten
from endoneuro.graph.model import Node
from endoneuro.graph.names import Names, distance, fold

NAMES = Names(
    (
        Node("CHEBI:1", "Hormone", "oestradiol", ("17β-estradiol", "E2")),
        Node("CHEBI:2", "Hormone", "5α-dihydrotestosterone", ("DHT",)),
        Node("CHEBI:3", "Hormone", "corticosterone"),
        Node("HGNC:1", "Receptor", "GR", ("NR3C1", "glucocorticoid receptor")),
        Node("HGNC:2", "Gene", "GRIN1", ("Gr",)),
        Node("HGNC:3", "Gene", "PKC", ("kinase C",)),
        Node("HGNC:4", "Gene", "PRKCA", ("kinase C",)),
        Node("GO:1", "Process", "feeding behaviour", ("eating",)),
        Node("GO:2", "Process", "memory", ("recollection",)),
        Node("GO:3", "Mechanism", "haemoglobin synthesis"),
        Node("GO:4", "Mechanism", "depolarisation"),
        Node("GO:5", "Mechanism", "Ca2+ signalling", ("calcium-signalling",)),
        Node("UBERON:1", "Structure", "paraventricular nucleus", ("PVN",)),
        Node("MESH:1", "Condition", "Graves’ disease"),
        Node("MESH:2", "Condition", "Ménière disease"),
    )
)


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("CHEBI:1", "oestradiol"),
        ("chebi:1", "oestradiol"),
        ("  GO:2 ", "memory"),
        ("oestradiol", "oestradiol"),
        ("Oestradiol", "oestradiol"),
        ("OESTRADIOL", "oestradiol"),
        ("estradiol", "oestradiol"),
        ("œstradiol", "oestradiol"),
        ("17beta-estradiol", "oestradiol"),
        ("17 Β estradiol", "oestradiol"),
        ("17β oestradiol", "oestradiol"),
        ("e2", "oestradiol"),
        ("5alpha-dihydrotestosterone", "5α-dihydrotestosterone"),
        ("5-α dihydro-testosterone", "5α-dihydrotestosterone"),
        ("dihydrotestosterone, 5α-", None),
        ("feeding behavior", "feeding behaviour"),
        ("feeding-behaviour", "feeding behaviour"),
        ("feeding  behaviours", "feeding behaviour"),
        ("memory", "memory"),
        ("memorys", "memory"),
        ("hemoglobin synthesis", "haemoglobin synthesis"),
        ("hæmoglobin synthesis", "haemoglobin synthesis"),
        ("depolarization", "depolarisation"),
        ("calcium signalling", "Ca2+ signalling"),
        ("glucocorticoid receptors", "GR"),
        ("nr3c1", "GR"),
        ("GR", "GR"),
        ("Gr", "GR"),
        ("paraventricular nucleus", "paraventricular nucleus"),
        ("Graves disease", "Graves’ disease"),
        ("Graves' disease", "Graves’ disease"),
        ("Meniere disease", "Ménière disease"),
    ],
)
def test_spellings(typed, label):
    if label is None:
        with pytest.raises(UnknownName):
            NAMES.find(typed)
    else:
        assert NAMES.find(typed).label == label


def test_an_ambiguous_name_lists_its_choices():
    with pytest.raises(AmbiguousName) as caught:
        NAMES.find("kinase c")
    assert caught.value.choices == (("HGNC:3", "PKC", "Gene"), ("HGNC:4", "PRKCA", "Gene"))
    assert str(caught.value) == (
        "'kinase c' may be several things: PKC (Gene, HGNC:3); PRKCA (Gene, HGNC:4). Use one of the labels or ids"
    )


def test_exact_letters_decide_between_synonyms():
    names = Names((Node("HGNC:1", "Gene", "one", ("AbC",)), Node("HGNC:2", "Gene", "two", ("ABC",))))
    assert (names.find("AbC").label, names.find("ABC").label) == ("one", "two")
    with pytest.raises(AmbiguousName):
        names.find("abc")


def test_a_label_goes_before_a_synonym():
    names = Names((Node("HGNC:1", "Gene", "one", ("two",)), Node("HGNC:2", "Gene", "two")))
    assert names.find("two").id == "HGNC:2"


def test_an_unknown_name_offers_near_ones():
    with pytest.raises(UnknownName) as caught:
        NAMES.find("corticostrone")
    assert caught.value.near[0] == "corticosterone"
    assert str(caught.value).startswith("no node is called 'corticostrone'; did you mean 'corticosterone'")


@pytest.mark.parametrize("typed", ["", " ", "\n\t", "-", "<>", "!!!", "…", "日本語", "\0", "\ud800"])
def test_nothing_to_look_up(typed):
    assert NAMES.near(typed) == NAMES.search(typed) == []
    with pytest.raises(UnknownName, match="try 'endoneuro search WORD'"):
        NAMES.find(typed)


def test_a_very_long_name_is_one_short_line():
    with pytest.raises(UnknownName) as caught:
        NAMES.find("memory " * 100_000)
    assert len(str(caught.value)) < 300
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("typed", ["<script>alert(1)</script>", "memory\nand more", "=cmd|'/c calc'!A1", "%s%n{0}"])
def test_hostile_names_are_only_text(typed):
    with pytest.raises(UnknownName) as caught:
        NAMES.find(typed)
    assert "\n" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_text_is_a_name_or_an_error_of_ours(typed):
    assert all(isinstance(n, Node) for n in (*NAMES.near(typed), *NAMES.search(typed)))
    try:
        NAMES.find(typed)
    except (UnknownName, AmbiguousName) as error:
        assert len(str(error).splitlines()) == 1


# The parts ---------------------------------------------------------------------------------------------------


@given(st.text(max_size=40))
def test_folding_keeps_letters_and_digits_only(text):
    assert set(fold(text)) <= set(string.ascii_lowercase + string.digits)
    assert fold(text.casefold()) == fold(text)
    assert fold(f" {text}-") == fold(text)


@pytest.mark.parametrize("code", [c for c in range(0x3B1, 0x3CA) if c != 0x3C2])
def test_greek_letters_are_their_names(code):
    small = chr(code)
    name = unicodedata.name(small).split()[-1].lower().replace("lamda", "lambda")
    assert fold(small) == fold(small.upper()) == fold(name)


WORD = st.text("abcd", max_size=7)


@given(WORD, WORD)
def test_distance_is_a_distance(a, b):
    assert (distance(a, b) == 0) == (a == b)
    assert distance(a, b) == distance(b, a)
    assert abs(len(a) - len(b)) <= distance(a, b) <= max(len(a), len(b))


@pytest.mark.parametrize(
    ("a", "b", "edits"), [("abc", "acb", 1), ("abc", "ab", 1), ("abc", "axc", 1), ("abcd", "badc", 2), ("", "abc", 3)]
)
def test_distance_counts_edits_and_swaps(a, b, edits):
    assert distance(a, b) == edits


def test_search_puts_the_exact_name_first():
    assert [n.label for n in NAMES.search("gr")] == ["GR", "GRIN1", "Graves’ disease"]
    assert [n.label for n in NAMES.search("gr", most=1)] == ["GR"]
    assert NAMES.search("corticostrone")[0].label == "corticosterone"


def test_shorten_keeps_one_line():
    assert shorten("a\n b") == "a b"
    assert len(shorten("x" * 1000)) == 60


# Shipped names -----------------------------------------------------------------------------------------------


def test_every_label_and_id_leads_to_its_node(kg):
    for node in kg.nodes.values():
        assert kg.node(node.id) is node
        assert kg.node(node.label) is node
        assert kg.node(f" {node.label} ") is node


def test_every_label_is_found_in_small_and_capital_letters(kg):
    for node in kg.nodes.values():
        for typed in (node.label.lower(), node.label.upper()):
            try:
                assert kg.node(typed).id == node.id or typed in kg.node(typed).synonyms
            except AmbiguousName as error:
                assert node.id in {choice[0] for choice in error.choices}


def test_every_synonym_leads_to_its_node_or_offers_it(kg):
    for node in kg.nodes.values():
        for name in node.synonyms:
            try:
                found = kg.node(name)
                assert found is node or name in (found.label, *found.synonyms) or fold(found.label) == fold(name)
            except AmbiguousName as error:
                assert node.id in {choice[0] for choice in error.choices}


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("estradiol", "oestradiol"),
        ("Cortisol", "cortisol"),
        ("glucocorticoid receptor", "GR"),
        ("adrenocorticotropic hormone", "ACTH"),
    ],
)
def test_what_people_type(kg, typed, label):
    assert kg.node(typed).label == label


def typo(word, chance):
    """Return the word with one slip of the fingers: a letter lost, doubled, swapped with its neighbour, or another one."""
    i = chance.randrange(1, len(word) - 1)
    slip = chance.choice(("lost", "doubled", "swapped", "other"))
    if slip == "lost":
        return word[:i] + word[i + 1 :]
    if slip == "doubled":
        return word[:i] + word[i] + word[i:]
    if slip == "swapped":
        return word[:i] + word[i + 1] + word[i] + word[i + 2 :]
    return word[:i] + chance.choice(string.ascii_lowercase) + word[i + 1 :]


def test_typos_are_understood(kg):
    """At least 95 of 100 misspelt labels find their node, or see it among the first three offered."""
    chance = random.Random(20261122)
    labels = sorted(n.label for n in kg.nodes.values() if len(n.label) >= 6)
    asked = [(label, typo(label, chance)) for label in (chance.choice(labels) for _ in range(200))]
    missed = [(label, typed) for label, typed in asked if label not in [n.label for n in kg.names.near(typed)]]
    assert len(missed) <= 10, missed
