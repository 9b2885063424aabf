"""What several tests share."""

from __future__ import annotations

import signal

import pytest
from spacy.language import Language

from kg.analysis import load

# A shell's background jobs ignore Ctrl-C, and so would the processes that tests interrupt.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The default pipeline, loaded once."""
    return load()
