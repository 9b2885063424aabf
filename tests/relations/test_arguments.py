"""Each way from a trigger to its arguments."""

from __future__ import annotations

import pytest

from kg.relations.arguments import Site, fill
from kg.relations.notation import Role
from tests.relations.trees import at, tree_of

SENT = """
    the DT det army | L:Danish JJ amod army | army NN nsubj sent | sent/send VBD | O:Norvane NNP dative sent
    P:Bo NNP dobj sent | to IN prep sent | L:Lima NNP pobj to
"""
# (tree, trigger, a word below it or "", way and kinds, the mentions found)
WAYS = {
    "subj": (SENT, "sent", "", "subj:A", {"Danish": 0.9}),
    "subj!: no proxies": (SENT, "sent", "", "subj!:A", {}),
    "subj: of a kind": (SENT, "sent", "", "subj:P", {}),
    "obj": (SENT, "sent", "", "obj:A", {"Bo": 1}),
    "iobj, then obj": (SENT, "sent", "", "iobj:A", {"Norvane": 1, "Bo": 1}),
    "a preposition": (SENT, "sent", "", "to:L", {"Lima": 1}),
    "either of two prepositions": (SENT, "sent", "", "into+to:L", {"Lima": 1}),
    "another preposition": (SENT, "sent", "", "of:L", {}),
    "the first way that finds": (SENT, "sent", "", "of|to|subj:L", {"Lima": 1}),
    "the first way that finds the kind": (SENT, "sent", "", "obj|to:L", {"Lima": 1}),
    "obj is not the word below": (
        "they PRP nsubj gave | gave/give VBD | P:Bo NNP dobj gave | O:Norvane NNP dobj gave",
        *("gave", "norvane", "obj:A", {"Bo": 1}),
    ),
    "inner: the object of the word below": (
        "campaign NN | to TO aux destroy | destroy VB acl campaign | O:Harun NNP dobj destroy",
        *("campaign", "destroy", "inner:O", {"Harun": 1}),
    ),
    "inner: with no word below": ("they PRP nsubj met | met/meet VBD | P:Bo NNP dobj met", "met", "", "inner:A", {}),
    "a preposition of the word below": (
        "they PRP nsubj took | took/take VBD | control NN dobj took | of IN prep control | L:Goma NNP pobj of",
        *("took", "control", "of:L", {"Goma": 1}),
    ),
    "holder": ("P:Ana NNP nsubj is | is/be VBZ | head NN attr is", "head", "", "holder:P", {"Ana": 1}),
    "a holder is no proxy": (
        "L:Danish JJ amod troops | troops/troop NNS nsubj are | are/be VBP | winners/winner NNS attr are",
        *("winners", "", "holder:A", {}),
    ),
    "a singular noun describes one of joined names": (
        "chancellor NN compound Ana | P:Ana NNP nsubj met | and CC cc Ana | P:Bo NNP conj Ana | met/meet VBD",
        *("chancellor", "", "holder:P", {"Ana": 1}),
    ),
    "a plural noun describes all joined names": (
        "ministers/minister NNS compound Ana | P:Ana NNP nsubj met | and CC cc Ana | P:Bo NNP conj Ana | met/meet VBD",
        *("ministers", "", "holder:P", {"Ana": 1, "Bo": 1}),
    ),
    "mod": ("L:Chilean JJ amod head | football NN compound head | head NN", "head", "", "mod:L", {"Chilean": 1}),
    "mod!: nothing between": (
        "L:Chilean JJ amod head | football NN compound head | head NN",
        *("head", "", "mod!:L", {}),
    ),
    "mod!: adjectives between": (
        "L:Chilean JJ amod head | new JJ amod head | head NN",
        "head",
        "",
        "mod!:L",
        {"Chilean": 1},
    ),
    "mod: before the word below a verb": (
        "they PRP nsubj condemned | condemned/condemn VBD | the DT det invasion | L:Danish JJ amod invasion"
        " | invasion NN dobj condemned",
        *("condemned", "invasion", "mod:L", {"Danish": 1}),
    ),
    "date, in a prepositional phrase": (
        "P:Ana NNP nsubjpass born | was/be VBD auxpass born | born/bear VBN | on IN prep born | D:Monday NNP pobj on",
        *("born", "", "date:Date", {"Monday": 1}),
    ),
    "date, bare": (
        "P:Ana NNP nsubjpass born | was/be VBD auxpass born | born/bear VBN | D:Monday NNP npadvmod born",
        *("born", "", "date:Date", {"Monday": 1}),
    ),
    "date, hung on the place": (
        "P:Ana NNP nsubjpass born | was/be VBD auxpass born | born/bear VBN | in IN prep born | L:Lyon NNP pobj in"
        " | on IN prep Lyon | D:Monday NNP pobj on",
        *("born", "", "date:Date", {"Monday": 1}),
    ),
    "date, behind a preposition that gives none": (
        "P:Ana NNP nsubjpass seen | was/be VBD auxpass seen | seen/see VBN | by IN agent seen | D:May NNP pobj by",
        *("seen", "", "date:Date", {}),
    ),
    # What a parser hung on a neighbour of the trigger.
    "in, hung on the object": (
        "it PRP nsubj killed | killed/kill VBD | P:Bo NNP dobj killed | in IN prep Bo | L:Lyon NNP pobj in",
        *("killed", "", "in:L", {"Lyon": 1}),
    ),
    "in, hung on an object that is no name": (
        "it PRP nsubj killed | killed/kill VBD | men/man NNS dobj killed | in IN prep men | L:Lyon NNP pobj in",
        *("killed", "", "in:L", {}),
    ),
    "in, hung on what 'of' brings": (
        "murder NN | of IN prep murder | P:Bo NNP pobj of | in IN prep Bo | L:Lyon NNP pobj in",
        *("murder", "", "in:L", {"Lyon": 1}),
    ),
    "in, hung on a noun behind 'of'": (
        "professor NN | of IN prep professor | law NN pobj of | in IN prep law | L:Lyon NNP pobj in",
        *("professor", "", "in:L", {}),
    ),
    "at, hung on a noun behind 'of'": (
        "professor NN | of IN prep professor | law NN pobj of | at IN prep law | O:Norvane NNP pobj at",
        *("professor", "", "at:O", {"Norvane": 1}),
    ),
    "of, hung on the name behind a title": (
        "president NN compound Rey | P:Ana NNP compound Rey | P:+Rey NNP | of IN prep Rey | L:Chile NNP pobj of",
        *("president", "", "of:L", {"Chile": 1}),
    ),
    "of, within the name behind a title": (
        "president NN compound Bank | O:Bank NNP | O:+of IN prep Bank | O:+Chile NNP pobj of",
        *("president", "", "of:O", {}),
    ),
    "at, hung on the verb of a copula": (
        "P:Ana NNP nsubj is | is/be VBZ | head NN attr is | at IN prep is | O:Norvane NNP pobj at",
        *("head", "", "at:O", {"Norvane": 1}),
    ),
    "of, hung on the first of joined nouns": (
        "P:Ana NNP | , , punct Ana | founder NN appos Ana | and CC cc founder | head NN conj founder"
        " | of IN prep founder | O:Norvane NNP pobj of",
        *("head", "", "of:O", {"Norvane": 1}),
    ),
    "of, hung on the last of joined nouns": (
        "P:Ana NNP | , , punct Ana | founder NN appos Ana | and CC cc founder | head NN conj founder | of IN prep head"
        " | O:Norvane NNP pobj of",
        *("founder", "", "of:O", {"Norvane": 1}),
    ),
    "of, hung on the last, where the first has a name before it": (
        "O:Lumo NNP compound partner | partner NN appos Ana | and CC cc partner | head NN conj partner"
        " | of IN prep head | O:Norvane NNP pobj of | P:Ana NNP",
        *("partner", "", "of:O", {}),
    ),
    "of, on the first of joined nouns, before the trigger": (
        "P:Ana NNP | , , punct Ana | founder NN appos Ana | of IN prep founder | O:Norvane NNP pobj of"
        " | and CC cc founder | mother NN conj founder",
        *("mother", "", "of:O", {}),
    ),
}


@pytest.mark.parametrize(("table", "trigger", "below", "role", "found"), WAYS.values(), ids=WAYS)
def test_fill(table: str, trigger: str, below: str, role: str, found: dict[str, float]) -> None:
    tree = tree_of(table)
    head = at(tree, trigger)
    ways, _, kinds = role.partition(":")
    filled = fill(
        tree,
        Site(head, head, (at(tree, below),) if below else ()),
        Role(tuple(ways.split("|")), tuple(kinds.split("|"))),
    )
    assert {mention.text: directness for mention, directness in filled} == found


def test_names_before_a_phrase_are_those_before_its_first_word() -> None:
    tree = tree_of("L:Chilean JJ amod minister | prime JJ amod minister | minister NN")
    role = Role(("mod!",), ("L",))
    assert [mention.text for mention, _ in fill(tree, Site(head=2, first=1), role)] == ["Chilean"]


def test_a_mention_fills_a_role_once() -> None:
    tree = tree_of("founder NN | and CC cc founder | head NN conj founder | P:Ana NNP appos head")
    assert len(list(fill(tree, Site(0, 0), Role(("holder",), ("P",))))) == 1
