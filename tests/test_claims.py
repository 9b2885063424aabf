"""Claims: attribution, factuality and time, on sentences about things that have not happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from kg.claims import Claim, attributions, judge
from kg.claims.cues import table, words
from kg.claims.quotes import quotations
from kg.errors import DataError
from kg.model import Mention, RelationMention

NAMES = {
    "Person": "Olsen Hansen Berg Lund Dahl Moen Vik",
    "Place": "Denmark Norway Sweden Finland Oslo Bergen Danish Norwegian Swedish",
    "Organization": "Fjordbank Nordlys Telenor",
}
TYPES = {name: kind for kind, names in NAMES.items() for name in names.split()}
NAME = re.compile(r"\b(?:" + "|".join(TYPES) + r")\b")
DATES = {
    "Monday": "2023-03-06",
    "Tuesday": "2023-03-07",
    "last week": "2023-02-27/2023-03-05",
    "next week": "2023-03-13/2023-03-19",
    "2014": "2014",
    "2019": "2019",
    "in March": "2023-03",
    "this year": "2023",
    "tomorrow": "2023-03-11",
}
DATE = re.compile(r"\b(?:" + "|".join(DATES) + r")\b")

JUDGED = Path(__file__).parent / "claims" / "judged.txt"


def rows(path: Path) -> list[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split(" | ") for line in lines if line and not line.startswith("#")]


def mentions_of(text: str) -> list[Mention]:
    found = [
        Mention("", *match.span(), match.group(), "name", TYPES[match.group()], entity=match.group())
        for match in NAME.finditer(text)
    ]
    found += [
        Mention("", *match.span(), match.group(), "name", "Date", value=DATES[match.group()])
        for match in DATE.finditer(text)
    ]
    return sorted(found, key=lambda mention: mention.start)


def claim(doc: Doc, relation: str) -> Claim:
    subject, trigger, object_, predicate = relation.split()
    found = mentions_of(doc.text)
    one = next(mention for mention in found if mention.text == subject)
    two = next(mention for mention in found if mention.text == object_)
    start = re.search(rf"\b{trigger}", doc.text).start()
    span = (start, start + len(trigger))
    sentence = doc.char_span(*span, alignment_mode="expand").sent
    mention = RelationMention(one, predicate, two, sentence.start_char, sentence.end_char, span, "pattern:x", 1.0)
    return judge(doc, mention, found, attributions(doc, found))


def described(claim: Claim) -> str:
    words = ["denied" if claim.polarity == "negative" else claim.modality]
    words += [f"@{claim.speaker}"] if claim.speaker else []
    return " ".join(words + ([f"#{claim.time.value}"] if claim.time else []))


def fits(claim: Claim, wanted: str) -> bool:
    """The kind, the time, and the speaker where one is wanted or the author has to be it."""
    kind, *rest = wanted.split()
    found, *marks = described(claim).split()
    kinds = kind.split("-or-")
    if found not in kinds and not ("uncertain" in kinds and found not in {"asserted", "denied"}):
        return False
    if kind == "asserted" or any(mark.startswith("@") for mark in rest):
        return marks == rest
    return [mark for mark in marks if mark.startswith("#")] == rest


@pytest.mark.model
@pytest.mark.parametrize(("sentence", "relation", "wanted"), rows(JUDGED))
def test_judge(nlp: Language, sentence: str, relation: str, wanted: str) -> None:
    found = claim(nlp(sentence), relation)
    assert fits(found, wanted), f"{sentence}: {described(found)}, not {wanted}"


SAID = Path(__file__).parent / "claims" / "attributed.txt"


@pytest.mark.model
@pytest.mark.parametrize(("sentence", "wanted"), rows(SAID))
def test_attributions(nlp: Language, sentence: str, wanted: str) -> None:
    found = attributions(nlp(sentence), mentions_of(sentence))
    written = [
        " > ".join(
            [*(sentence[slice(*span)] for span in (one.source, one.cue, one.content) if span), one.entity or "-"]
        )
        for one in found
    ]
    assert (written or ["-"]) == [wanted]


@pytest.mark.model
def test_paragraph_of_quotation_goes_on_with_its_speaker(nlp: Language) -> None:
    text = "“We won,” Olsen said.\n\n“Nobody expected it.”\n\nHansen left. “Two Birds” was played."
    found = attributions(nlp(text), mentions_of(text))
    assert [(text[slice(*one.content)], one.entity) for one in found] == [
        ("“We won,”", "Olsen"),
        ("“Nobody expected it.”", "Olsen"),
    ]


@pytest.mark.model
def test_nested_sources(nlp: Language) -> None:
    text = "Olsen said Hansen had told Lund that Denmark was ready."
    found = attributions(nlp(text), mentions_of(text))
    assert [(one.entity, text[slice(*one.content)]) for one in found] == [
        ("Olsen", "Hansen had told Lund that Denmark was ready"),
        ("Hansen", "that Denmark was ready"),
    ]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said ''yes, sir''.", ["''yes, sir''"]),
        ("‘We won,’ he said.", ["‘We won,’"]),
        ("'We won,' he said.", ["'We won,'"]),
        ("The states’ rights and the workers’ pay", []),
        ("It's Olsen's car, isn't it?", []),
        ("the '90s and the '80s", []),
        ("“One.\n\n“Two.” Three.", ["“One.\n\n“Two.”"]),
        ("“One.\nTwo. Three.", ["“One."]),
        ('A 6" pipe', []),
        ("«Ja», sagte er", ["«Ja»"]),
        ("", []),
        ("”“", ["“"]),
    ],
)
def test_quotations(text: str, wanted: list[str]) -> None:
    assert [text[slice(*span)] for span in quotations(text)] == wanted


@pytest.mark.parametrize("name", ["speech", "factuality"])
def test_cues_are_lists_of_distinct_words(name: str) -> None:
    def lists(place: dict[str, object]) -> Iterator[list[str]]:
        for value in place.values():
            if isinstance(value, dict):
                yield from lists(value)
            elif isinstance(value, list):
                yield value

    for words_ in lists(table(name)):
        assert len(words_) == len(set(words_)), sorted(word for word in words_ if words_.count(word) > 1)
        assert all(word == word.lower() and word.strip() for word in words_)


def test_missing_cues_are_named() -> None:
    with pytest.raises(DataError, match=r"factuality\.toml: no key negation\.verb;"):
        words("factuality", "negation", "verb")


@pytest.mark.model
def test_span_outside_the_document(nlp: Language) -> None:
    text = "Olsen met Hansen."
    one, two = mentions_of(text)
    with pytest.raises(ValueError, match="no words at"):
        judge(nlp(text), RelationMention(one, "met", two, 0, 17, (40, 44), "pattern:x", 1.0), [one, two], [])


@pytest.mark.model
@pytest.mark.parametrize(
    "text", ["", "\n\n", "“", "said said said", 'Olsen: "', "according to", "‘’“”''\"\"", "Olsen:\n\n“\n\n“"]
)
def test_odd_texts_do_not_break(nlp: Language, text: str) -> None:
    for one in attributions(nlp(text), mentions_of(text)):
        assert all(0 <= span[0] < span[1] <= len(text) for span in (one.source, one.cue, one.content) if span)
