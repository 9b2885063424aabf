"""What several tests share."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.analysis import load


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default pipeline, loaded once."""
    return load()
