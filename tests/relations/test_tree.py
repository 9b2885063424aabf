"""A parsed text as lists, with the mentions on it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from kg.model import Mention
from kg.relations.tree import grow
from tests.relations.trees import at, plant, said, tree_of, vocab

MET = """
    The/the DT det Rey | P:Ana NNP compound Rey | P:+Rey NNP nsubj met | met/meet VBD | O:Norvane NNP dobj met
    in IN prep met | D:May NNP pobj in | . . punct met
    She/she PRP nsubj left | left/leave VBD | . . punct left
"""


def test_tokens_are_copied() -> None:
    tree = tree_of(MET)
    assert len(tree) == 11
    assert tree.words[:4] == ["the", "ana", "rey", "met"]
    assert tree.lemmas[3:5] == ["meet", "norvane"]
    assert (tree.pos[3], tree.tags[3], tree.deps[2], tree.heads[2]) == ("VERB", "VBD", "nsubj", 3)
    assert tree.spans[2] == (8, 11)


def test_mentions_lie_on_their_tokens() -> None:
    doc, mentions = plant(MET)
    tree = grow(doc, mentions)
    assert [mention.text if mention else "" for mention in tree.mention[:7]] == [
        *["", "Ana Rey", "Ana Rey", "", "Norvane", "", "May"]
    ]
    assert tree.bounds == {"m1": (1, 3), "m2": (4, 5), "m3": (6, 7)}
    assert tree.head_of == {"m1": 2, "m2": 4, "m3": 6}


def test_children_come_in_text_order_and_by_dependency() -> None:
    tree = tree_of(MET)
    assert said(tree, tree.children[3]) == "rey norvane in ."
    assert said(tree, tree.children_by(3, "prep", "nsubj")) == "rey in"
    assert tree.children_by(3, "agent") == []


def test_ancestors_come_nearest_first() -> None:
    tree = tree_of(MET)
    assert said(tree, tree.ancestors(at(tree, "may"))) == "in met"
    assert list(tree.ancestors(3)) == []


def test_where_a_phrase_begins() -> None:
    tree = tree_of(MET)
    assert [tree.subtree_start(at(tree, word)) for word in ("met", "rey", "norvane", "in")] == [0, 0, 4, 5]


def test_each_token_has_the_span_of_its_sentence() -> None:
    doc, mentions = plant(MET)
    tree = grow(doc, mentions)
    assert {doc.text[start:end] for start, end in tree.sentence} == {"The Ana Rey met Norvane in May.", "She left."}


def test_white_space_is_no_part_of_a_sentence() -> None:
    words = ["\n\n", "Ana", "left", ".", "\n\n"]
    doc = Doc(vocab(), words=words, spaces=[False, True, False, False, False], heads=[2] * 5, deps=["dep"] * 5)
    assert {doc.text[start:end] for start, end in grow(doc, []).sentence} == {"Ana left."}


def test_a_text_of_white_space_has_an_empty_sentence() -> None:
    doc = Doc(vocab(), words=["\n\n"], spaces=[False], heads=[0], deps=["ROOT"])
    [(start, end)] = grow(doc, []).sentence
    assert start == end


def test_an_empty_doc_has_no_tokens() -> None:
    assert len(grow(Doc(vocab()), [])) == 0


def test_the_head_of_a_name_is_the_last_word_whose_head_lies_outside() -> None:
    tree = tree_of("O:Bank NNP nsubj fell | O:+of IN prep Bank | O:+Chile NNP pobj of | fell/fall VBD")
    assert tree.head_of["m1"] == at(tree, "bank")
    tree = tree_of("P:Ana NNP nsubj fell | P:+Rey NNP nsubj fell | fell/fall VBD")
    assert tree.head_of["m1"] == at(tree, "rey")


def test_a_name_that_covers_part_of_a_token_lies_on_it() -> None:
    doc, _ = plant("Anglo-Dutch JJ amod firm | firm NN")
    tree = grow(doc, [Mention("m1", 6, 11, "Dutch", "name", "Place")])
    assert tree.bounds["m1"] == (0, 1)


def test_a_mention_on_no_token_is_left_out() -> None:
    doc = Doc(vocab(), words=["Ana", "left"], heads=[1, 1], deps=["nsubj", "ROOT"])
    tree = grow(doc, [Mention("m1", 3, 4, " ", "name", "Person")])
    assert tree.mention == [None, None]
    assert tree.bounds == {}


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=12), st.data())
def test_every_mention_that_a_token_lies_in_is_kept(lengths: list[int], data: st.DataObject) -> None:
    words = ["x" * length for length in lengths]
    doc = Doc(vocab(), words=words, heads=[0] * len(words), deps=["dep"] * len(words))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(doc.text)), min_size=2, max_size=8)))
    mentions = [
        Mention(f"m{start}", start, end, doc.text[start:end], "name", "Person")
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    ]
    tree = grow(doc, data.draw(st.permutations(mentions)))
    taken: set[int] = set()
    for mention in mentions:
        lies_on = {at for at, (start, end) in enumerate(tree.spans) if start < mention.end and mention.start < end}
        own = sorted(lies_on - taken)  # of two mentions on one token, the first has it
        taken |= lies_on
        assert tree.bounds.get(mention.id) == ((own[0], own[-1] + 1) if own else None)
        assert not own or tree.head_of[mention.id] in own
