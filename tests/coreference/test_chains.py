from __future__ import annotations

import re
import time

import pytest
import spacy
from spacy.language import Language

from kg.coreference import chains
from kg.model import Entity, Mention, MentionType

TYPES: dict[str, MentionType] = {"P": "Person", "O": "Organization", "L": "Place", "D": "Date"}
TOKENIZER = spacy.blank("en")


def marked(text: str) -> tuple[str, list[Mention]]:
    """A text with mentions marked as in "[P Rosa Lind] left [L Oslo]": the text without marks, and the mentions."""
    plain, mentions = "", []
    for part in re.split(r"(\[[POLD] [^\]]*\])", text):
        if re.match(r"\[[POLD] ", part):
            name = part[3:-1]
            type_ = TYPES[part[1]]
            mentions.append(Mention("", len(plain), len(plain) + len(name), name, "name", type_))
            plain += name
        else:
            plain += part
    return plain, mentions


def chained(text: str) -> tuple[list[Mention], list[Entity]]:
    plain, mentions = marked(text)
    return chains(TOKENIZER(plain), mentions)


def groups(text: str) -> list[list[str]]:
    """The texts of the mentions of each entity, in order."""
    mentions, entities = chained(text)
    return [[mention.text for mention in mentions if mention.entity == entity.id] for entity in entities]


@pytest.mark.parametrize(
    "text",
    [
        "[P Rosa Lind] spoke. [P Lind] left, said [P Ms Lind], and [P Rosa] too.",
        "[P Lind] spoke. [P Rosa Lind] is her name.",
        "The [O Union of Fruit Growers] met. The [O UFG] is small.",
        "The [O Fruit Friends] ([O FRIF]) met. [O FRIF] is small.",
        "[O FRIF] ([O Fruit Friends]) met. The [O Fruit Friends] are few.",
        "The [O European Union] ([O EU]) met; the [O Union] is big.",
        "[O Nato] met, the [O North Atlantic Treaty Organization].",
        "[O Lindner Bank AG] fell. [O Lindner Bank] rose. [O Lindner] is a bank.",
        "The [L US] and [L America], the [L United States] or [L U.S.]: [L American].",
        "The [L Ardal region] is in the north. [L Ardal] is cold.",
        "[P J. Lind] and [P John Lind]",
        "the [O Daily Echo], [O DAILY ECHO], [O Daily Echo's]",
        "[O Union Havelberg] won; [O Havelberg] sang.",
        "The [O Meadow Party] won, as did the [O Meadows].",
    ],
)
def test_one_entity(text: str) -> None:
    assert len(groups(text)) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # The surname alone goes to the last full name before it, whatever was said by surname alone between.
        (
            "[P Bill Lind] met [P Quilla Lind]. [P Lind] left. [P Bill Lind] stayed. [P Lind] sang.",
            [["Bill Lind", "Bill Lind", "Lind"], ["Quilla Lind", "Lind"]],
        ),
        # One who is brought in as a relative does not take the surname from whom it stood for.
        (
            "[P Bill Lind] and his wife, the singer [P Quilla Lind], met. [P Lind] left.",
            [["Bill Lind", "Lind"], ["Quilla Lind"]],
        ),
        (
            "[P Lind] is the younger sister of [P Bill Lind]. [P Lind] left.",
            [["Lind", "Lind"], ["Bill Lind"]],
        ),
        ("Her husband [P Bill Lind] came. [P Lind] left.", [["Bill Lind", "Lind"]]),
        # But a title says which.
        (
            "[P Bill Lind] met [P Quilla Lind]. [P Mr Lind] left. [P Mrs Lind] stayed.",
            [["Bill Lind", "Mr Lind"], ["Quilla Lind", "Mrs Lind"]],
        ),
        ("[P Mr Weber] met [P Mrs Weber]. [P Weber] left.", [["Mr Weber"], ["Mrs Weber", "Weber"]]),
        # A forename of two people is neither's.
        ("[P Rosa Lind] met [P Rosa Berg]. [P Rosa] left.", [["Rosa Lind"], ["Rosa Berg"], ["Rosa"]]),
        ("[P Carl Lind Sr] met [P Carl Lind Jr].", [["Carl Lind Sr"], ["Carl Lind Jr"]]),
        (
            "[P Carl Lind Sr] met [P Carl Lind Jr]. [P Carl Lind] left.",
            [["Carl Lind Sr"], ["Carl Lind Jr"], ["Carl Lind"]],
        ),
        # Types never mix.
        ("[P Florence] left [L Florence].", [["Florence"], ["Florence"]]),
        ("the [O University of Oxford] in [L Oxford]", [["University of Oxford"], ["Oxford"]]),
        # A short name of two is neither's.
        (
            "[O Union Havelberg], [O Eintracht Havelberg] and [O Havelberg]",
            [["Union Havelberg"], ["Eintracht Havelberg"], ["Havelberg"]],
        ),
        ("[L Ardal region], [L Ardal district], [L Ardal]", [["Ardal region"], ["Ardal district"], ["Ardal"]]),
        ("[O Oslo] and the [O Oslo Research Council]", [["Oslo"], ["Oslo Research Council"]]),
        # Brackets join only acronyms of the same type.
        ("[P Rosa Lind] ([O UFG])", [["Rosa Lind"], ["UFG"]]),
        ("[O Havelberg] ([O Meadow League])", [["Havelberg"], ["Meadow League"]]),
    ],
)  # fmt: skip
def test_groups(text: str, expected: list[list[str]]) -> None:
    assert groups(text) == expected


def test_names_and_aliases() -> None:
    _, [person, group, place] = chained(
        "President [P Mary Moss] of the [O UFG], the [O Union of Fruit Growers], went to [L U.S.] towns."
        " [P MOSS] is [L American]."
    )
    assert (person.name, person.aliases) == ("Mary Moss", ("MOSS",))
    assert (group.name, group.aliases) == ("Union of Fruit Growers", ("UFG",))
    assert (place.name, place.aliases) == ("United States", ("American", "U.S."))
    assert [person.id, group.id, place.id] == ["e1", "e2", "e3"]


def test_dates_pass_through_and_identifiers_count_mentions() -> None:
    mentions, _ = chained("On [D Monday] [P Rosa Lind] left.")
    assert [(mention.id, mention.type, mention.entity) for mention in mentions] == [
        ("m1", "Date", None),
        ("m2", "Person", "e1"),
    ]
    assert chained("Nobody came.") == ([], [])


def test_ten_thousand_names_take_no_square_of_time() -> None:
    text = " ".join(f"[P Name{n} Lind] met [P Lind] of [O Group{n} Bank] in [L Town{n}]." for n in range(2500))
    plain, mentions = marked(text)
    doc = TOKENIZER(plain)
    started = time.perf_counter()
    _, entities = chains(doc, mentions)
    assert time.perf_counter() - started < 10
    assert len(entities) == 7500


def resolved(nlp: Language, text: str) -> list[tuple[str, str]]:
    """Each pronoun and nominal that was found, and the name of its entity."""
    plain, mentions = marked(text)
    found, entities = chains(nlp(plain), mentions)
    name = {entity.id: entity.name for entity in entities}
    for mention in found:
        assert plain[mention.start : mention.end] == mention.text
    return [(mention.text, name[mention.entity or ""]) for mention in found if mention.kind != "name"]


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[P Rosa Lind] resigned. She had led the choir since May.", [("She", "Rosa Lind")]),
        ("[P Rosa Lind] said her plan would work.", [("her", "Rosa Lind")]),
        # A forename or title says man or woman; an unknown one is settled by the first pronoun.
        ("[P John Berg] met [P Rosa Lind]. He was late.", [("He", "John Berg")]),
        ("[P Rosa Lind] met [P John Berg]. He was late.", [("He", "John Berg")]),
        ("[P Mr Quo] resigned. She was glad.", []),
        ("[P Quill] resigned. He was tired. She was glad.", [("He", "Quill")]),
        # Nothing tells them apart: no mention.
        ("[P John Berg], [P Carl Lind], [P Peter Quo] and [P Paul Rau] met. His plan failed.", []),
        # Who owns and who is owned.
        ("[P Ann Berg] and [P Carl Lind], her brother, met. He sang.", [("her", "Ann Berg"), ("He", "Carl Lind")]),
        # The subject of a verb is not its object.
        ("[P John Berg] praised him.", []),
        ("[P John Berg] praised himself.", [("himself", "John Berg")]),
        # The chain of pronouns carries a person on.
        ("[P Rosa Lind] came. She sat. She left.", [("She", "Rosa Lind"), ("She", "Rosa Lind")]),
        # Too far away.
        (
            "[P Rosa Lind] came. Rain fell. Birds sang. Cats ran. Dogs ate. It froze. Ice grew. Night fell. She left.",
            [],
        ),
        ("[O Lindner Bank] grew. The company hired ten people.", [("The company", "Lindner Bank")]),
        ("[O Lindner Bank] sued [O Meadow Foods]. The bank won.", [("The bank", "Lindner Bank")]),
        ("[O Lindner Bank] sued [O Meadow Foods]. The company won.", []),
        ("[O Lindner Bank] grew. The oil company hired ten people.", []),
        ("[L Norway] voted. The country is calm.", [("The country", "Norway")]),
        ("[L Oslo] voted. The country is calm.", []),
        ("[O Lindner Bank] lost its licence.", [("its", "Lindner Bank")]),
        ("[O Lindner Bank] and [O Meadow Foods] lost its licence.", []),
    ],
)
def test_references(nlp: Language, text: str, expected: list[tuple[str, str]]) -> None:
    assert resolved(nlp, text) == expected


@pytest.mark.model
def test_references_stand_in_text_order(nlp: Language) -> None:
    plain, mentions = marked("[P Rosa Lind] said her plan pleased [P John Berg].")
    found, _ = chains(nlp(plain), mentions)
    assert [(mention.id, mention.text, mention.kind) for mention in found] == [
        ("m1", "Rosa Lind", "name"),
        ("m2", "her", "pronoun"),
        ("m3", "John Berg", "name"),
    ]


def test_without_a_parse_only_names_are_joined() -> None:
    mentions, _ = chained("[P Rosa Lind] left. She sang.")
    assert [mention.text for mention in mentions] == ["Rosa Lind"]
