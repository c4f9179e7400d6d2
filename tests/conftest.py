"""Small graphs made by hand or by chance, for every test."""

import sys
from pathlib import Path

import pytest

for folder in ("", "queries"):
    sys.path.insert(0, str(Path(__file__).parent / folder))

import endoneuro


@pytest.fixture(scope="session")
def kg():
    """The shipped graph."""
    return endoneuro.load()
