"""Durations, signs and circumstances as people say them."""

import pytest

from endoneuro.export.words import duration, iso_words, place_words, sign_words


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0.02, "20 ms"), (1, "1 s"), (59, "59 s"), (60, "1 min"), (90, "1.5 min"), (7200, "2 h"), (3 * 86400, "3 days"),
        (2 * 604800, "2 weeks"), (20 * 31557600, "20 years"),
    ],
)  # fmt: skip
def test_durations(seconds, told):
    assert duration(seconds) == told


@pytest.mark.parametrize(
    ("iso", "told"),
    [("PT20M", "20 min"), ("PT5M/PT20M", "5 min to 20 min"), ("P8W", "8 weeks"), ("P1DT2H", "1 day 2 h"), ("acute", "acute")],
)
def test_iso_durations(iso, told):
    assert iso_words(iso) == told


def test_signs():
    assert [sign_words(s) for s in (1, -1, None, 0)] == ["increases", "decreases", "changes", "goes with"]


@pytest.mark.parametrize(
    ("region", "cell", "told"),
    [
        (("systemic",), "", ["everywhere"]),
        (("whole body",), "", ["whole body"]),
        (("whole body",), "CL:1", ["pyramidal neuron throughout the body"]),
        (("UBERON:1",), "CL:1", ["hippocampus", "pyramidal neuron"]),
        ((), "CL:1", ["pyramidal neuron"]),
        ((), "", []),
    ],
)
def test_places(small, region, cell, told):
    row = small.findings["PMID:1#2"]._replace(region=region, cell=cell)
    assert place_words(small, row) == told
