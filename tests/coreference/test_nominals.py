from __future__ import annotations

from kg.coreference.discourse import chains
from kg.coreference.nominals import nominals
from kg.coreference.quoted import quoted
from kg.coreference.scene import columns
from kg.model import Attribution
from tests.relations.trees import plant

PRESIDENT = """
President NNP compound Lind | P:Rosa NNP compound Lind | P:+Lind NNP nsubj left | left/leave VBD | . . punct left
The DT det president | president NN nsubj sang | sang VBD | . . punct sang
"""
TWO = """
President NNP compound Lind | P:Rosa NNP compound Lind | P:+Lind NNP nsubj met | met/meet VBD
President NNP compound Berg | P:Karl NNP compound Berg | P:+Berg NNP dobj met | . . punct met
The DT det president | president NN nsubj sang | sang VBD | . . punct sang
"""
OTHER = """
President NNP compound Lind | P:Rosa NNP compound Lind | P:+Lind NNP nsubj left | left/leave VBD | . . punct left
The DT det president | Norwegian JJ amod president | president NN nsubj sang | sang VBD | . . punct sang
"""
QUOTE = """
" `` punct won | I PRP nsubj won | won VBD ccomp said | , , punct said | " '' punct said
P:Lind NNP nsubj said | said VBD | . . punct said
I PRP nsubj left | left VBD | . . punct left
"""


def found_in(text: str) -> list[tuple[str, str]]:
    doc, mentions = plant(text)
    known, entities = chains(doc, mentions)
    names = [mention for mention in known if mention.kind == "name"]
    by_id = {entity.id: entity.name for entity in entities}
    said = nominals(columns(doc), names, entities)
    return [(mention.text, by_id[mention.entity or ""]) for mention in said]


def test_a_title_stands_for_the_one_who_had_it() -> None:
    assert found_in(PRESIDENT) == [("The president", "Rosa Lind")]


def test_a_title_of_two_people_stands_for_neither() -> None:
    assert found_in(TWO) == []


def test_a_title_with_more_words_is_another_one() -> None:
    assert found_in(OTHER) == []


def test_i_is_the_speaker_of_quoted_words_only() -> None:
    doc, mentions = plant(QUOTE)
    known, _ = chains(doc, mentions)
    speaker = next(mention for mention in known if mention.kind == "name")
    assert speaker.entity
    end = doc.text.index("Lind") - 1
    said = Attribution(source=speaker.span, cue=None, content=(0, end), entity=speaker.entity)
    pronouns = [mention for mention in quoted(doc, known, [said]) if mention.kind == "pronoun"]
    assert [(mention.text, mention.start, mention.entity) for mention in pronouns] == [
        ("I", doc.text.index("I"), speaker.entity)
    ]
    assert quoted(doc, known, []) == known
