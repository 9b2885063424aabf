"""What relative pronouns stand for, on parsed sentences."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.coreference import chains, loose, relatives
from kg.mentions import find
from kg.unnamed import propose

pytestmark = pytest.mark.model

SENTENCES = """
Rosa Lind, who left Oslo, met Karl Berg. | who | Rosa Lind
Rosa Lind is a painter who lives in Oslo. | who | Rosa Lind
Rosa Lind, a painter who lives in Oslo, met Karl Berg. | who | Rosa Lind
Norvane Group, which bought Pelling Foods, is based in Oslo. | which | Norvane Group
Rosa Lind studied in Oslo, where she met Karl Berg. | where | Oslo
The man who left Oslo met Karl Berg. | who | -
"""


@pytest.mark.parametrize("row", SENTENCES.strip().splitlines())
def test_a_relative_pronoun_stands_for_its_noun(nlp: Language, row: str) -> None:
    text, word, meant = row.split(" | ")
    doc = nlp(text)
    found, entities = chains(doc, find(doc))
    names = {entity.id: entity.name for entity in entities}
    added = [mention for mention in relatives(doc, found) if mention not in found]
    assert [(mention.text, names.get(mention.entity or "")) for mention in added] == (
        [] if meant == "-" else [(word, meant)]
    )


def test_who_stands_for_a_pronoun_that_is_nobody_named(nlp: Language) -> None:
    doc = nlp("He is a painter who lives in Oslo.")
    found, entities = chains(doc, find(doc))
    found, _ = propose(loose(doc, found), found, entities)
    by_word = {mention.text: mention.entity for mention in relatives(doc, found)}
    assert by_word["who"] == by_word["He"]
