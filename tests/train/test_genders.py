from __future__ import annotations

import pytest

from kg.coreference.discourse import world
from kg.coreference.pronouns import cases
from kg.coreference.reading import Passage, passage
from kg.coreference.scene import columns
from kg.encoder import MODELS, load_tokenizer
from kg.train.genders import exchanged
from tests.relations.trees import plant

READS = """
P:Lind NNP nsubj met | met/meet VBD | P:Berg NNP dobj met | . . punct met
She PRP nsubj gave | gave/give VBD | him PRP dative gave | her PRP$ poss book | book NN dobj gave | . . punct gave
He PRP nsubj saw | saw/see VBD | her PRP dobj saw | himself PRP npadvmod saw | . . punct saw
"""


def read(passage: Passage) -> str:
    text: str = load_tokenizer(MODELS).decode(passage.pieces.ids)
    return text


@pytest.mark.model
def test_pronouns_are_exchanged_in_their_form() -> None:
    doc, mentions = plant(READS)
    c = columns(doc)
    scene = world(c, mentions)
    *_, last = cases(c, scene.named, scene.entities, scene.guessed, lambda case: None)
    plain = passage(c, last.pronoun, last.candidates)
    assert plain is not None
    other = exchanged(c, plain)
    assert read(other) == "lind met berg. he gave her his book. she saw him herself."
    assert (other.names, other.places, other.marks) == (plain.names, plain.places, plain.marks)
    assert exchanged(c, other).ids == other.ids  # it goes by the words of the text
