"""Small graphs made by hand or by chance, for every test."""

import gc
import sys
from pathlib import Path

import pytest

for folder in ("", "queries"):
    sys.path.insert(0, str(Path(__file__).parent / folder))

import endoneuro
import endoneuro.cli

gc.enable()  # the command line runs without: one question a process


@pytest.fixture(scope="session")
def kg():
    """The shipped graph."""
    return endoneuro.load()
