"""Small graphs made by hand or by chance, for every test."""

import gc
import sys
from pathlib import Path

import pytest
from hypothesis import settings

for folder in ("", "queries"):
    sys.path.insert(0, str(Path(__file__).parent / folder))

import endoneuro
import endoneuro.cli

settings.register_profile("house", deadline=None)  # a busy machine is no failure
settings.load_profile("house")
gc.enable()  # the command line runs without: one question a process


@pytest.fixture(scope="session")
def kg():
    """The shipped graph."""
    return endoneuro.load()
