"""What a reader of the sentence adds to the rules: doubt where they have none, and a voucher where they have none."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.claims import Claim, judge
from kg.model import UNNAMED, Mention, RelationMention

pytestmark = pytest.mark.model

Standing = tuple[float, float, float, float]


def claim(nlp: Language, text: str, trigger: str, standing: Standing | None) -> Claim:
    doc = nlp(text)
    ends = []
    for number, name in enumerate(("Olsen", "Hansen")):
        start = text.index(name)
        ends.append(Mention(f"m{number}", start, start + len(name), name, "name", "Person", f"e{number}"))
    at = text.index(trigger)
    relation = RelationMention(
        ends[0], "met", ends[1], 0, len(text), (at, at + len(trigger)), "pattern:x", 1.0, standing=standing
    )
    return judge(doc, relation, ends, [])


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        (None, Claim()),
        ((0.9, 0.1, 0.0, 0.0), Claim()),
        ((0.05, 0.05, 0.8, 0.1), Claim(modality="possible")),
        ((0.05, 0.05, 0.1, 0.8), Claim(polarity="negative")),
        ((0.05, 0.8, 0.1, 0.05), Claim(speaker=UNNAMED)),
    ],
)
def test_a_reader_doubts_what_no_rule_does(nlp: Language, standing: Standing | None, expected: Claim) -> None:
    assert claim(nlp, "Olsen met Hansen.", "met", standing) == expected


def test_what_a_rule_denies_stays_denied(nlp: Language) -> None:
    assert claim(nlp, "Olsen did not meet Hansen.", "meet", (1.0, 0.0, 0.0, 0.0)).polarity == "negative"


def test_a_sure_reader_vouches_for_a_form(nlp: Language) -> None:
    text = "Olsen wrote a book on meeting Hansen."
    doubted = claim(nlp, text, "meeting", None)
    assert doubted.modality != "asserted"
    assert claim(nlp, text, "meeting", (0.5, 0.0, 0.5, 0.0)) == doubted
    assert claim(nlp, text, "meeting", (0.99, 0.0, 0.01, 0.0)).modality == "asserted"
