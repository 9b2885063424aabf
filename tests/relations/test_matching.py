"""Patterns on sentences: what matches, what wins, and what a bad pattern file is told."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import DataError
from kg.model import RelationMention
from kg.relations.notation import Pattern, parse_pattern
from kg.relations.patterns import Patterns, default_patterns, read_patterns
from tests.relations.trees import plant

BUY = "subj:A < buy/VERB > obj:A"
BOUGHT = "O:Norvane NNP nsubj bought | bought/buy VBD | O:Pelling NNP dobj bought | . . punct bought"


def patterns(*notations: str, predicate: str = "acquired") -> Patterns:
    return Patterns(tuple(pattern(notation, f"p{number}", predicate) for number, notation in enumerate(notations, 1)))


def pattern(notation: str, id_: str, predicate: str, confidence: float = 0.8) -> Pattern:
    return parse_pattern({"id": id_, "predicate": predicate, "pattern": notation, "confidence": confidence})


def match(found_by: Patterns, table: str) -> list[RelationMention]:
    return found_by(*plant(table))


def pairs(found_by: Patterns, table: str) -> list[tuple[str, str]]:
    return [(relation.subject.text, relation.object.text) for relation in match(found_by, table)]


def test_a_relation_says_where_and_by_what_it_was_found() -> None:
    doc, mentions = plant(BOUGHT + "\nShe/she PRP nsubj left | left/leave VBD | . . punct left")
    [relation] = patterns(BUY)(doc, mentions)
    assert (relation.subject, relation.predicate, relation.object) == (mentions[0], "acquired", mentions[1])
    assert doc.text[relation.start : relation.end] == "Norvane bought Pelling."
    assert doc.text[slice(*relation.trigger)] == "bought"
    assert (relation.extractor, relation.confidence) == ("pattern:p1", 0.8)


def test_every_pair_of_joined_names() -> None:
    table = """
        O:Norvane NNP nsubj bought | and CC cc Norvane | O:Acme NNP conj Norvane | bought/buy VBD
        O:Pelling NNP dobj bought | and CC cc Pelling | O:Lumo NNP conj Pelling
    """
    assert pairs(patterns(BUY), table) == [
        *[("Norvane", "Pelling"), ("Norvane", "Lumo"), ("Acme", "Pelling"), ("Acme", "Lumo")]
    ]


def test_nothing_is_related_to_itself() -> None:
    table = "O:Norvane NNP nsubj bought | bought/buy VBD | P:Bo NNP dobj bought | and CC cc Bo | O:Acme NNP conj Bo"
    assert pairs(patterns("subj:A < buy/VERB > subj|obj:A"), table) == []


def test_confidence_falls_with_indirectness() -> None:
    table = "L:Danish JJ amod troops | troops/troop NNS nsubj bought | bought/buy VBD | O:Pelling NNP dobj bought"
    [relation] = match(patterns(BUY), table)
    assert relation.confidence == pytest.approx(0.8 * 0.9)


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_patterns_for_one_fact_the_surer_is_named(order: int) -> None:
    both = (pattern(BUY, "weak", "acquired", 0.5), pattern(BUY, "strong", "acquired", 0.9))
    assert [relation.extractor for relation in match(Patterns(both[::order]), BOUGHT)] == ["pattern:strong"]


def test_the_order_is_that_of_the_text() -> None:
    table = "O:Acme NNP nsubj sold | sold/sell VBD | O:Lumo NNP dobj sold | . . punct sold\n" + BOUGHT
    both = patterns(BUY, "subj:A < sell/VERB > obj:A")
    assert pairs(both, table) == [("Acme", "Lumo"), ("Norvane", "Pelling")]


# The trigger.


def test_the_part_of_speech_counts() -> None:
    assert pairs(patterns("subj:A < buy/NOUN > obj:A"), BOUGHT) == []


PREMIER = "L:Danish JJ amod minister | {} | minister NN compound Ana | P:Ana NNP"


@pytest.mark.parametrize(
    "word", ["prime JJ amod minister", "prime JJ amod minister | - HYPH punct minister", "Prime JJ amod minister"]
)
def test_the_longest_phrase_shadows_the_shorter(word: str) -> None:
    premier = pattern("holder:P < prime minister/NOUN > mod:L", "premier", "headOfGovernment")
    minister = pattern("holder:P < minister/NOUN > mod:L", "minister", "ministerOf")
    assert [r.predicate for r in match(Patterns((minister, premier)), PREMIER.format(word))] == ["headOfGovernment"]
    assert [r.predicate for r in match(Patterns((minister, premier)), PREMIER.format("new JJ amod minister"))] == [
        "ministerOf"
    ]


def test_a_phrase_shadows_also_where_its_roles_are_empty() -> None:
    table = "L:Danish JJ amod president | vice NN compound president | president NN compound Ana | P:Ana NNP"
    president = pattern("holder:P < president/NOUN > mod:L", "president", "headOfState")
    vice = pattern("holder:O < vice president/NOUN > of:O", "vice", "worksFor")
    assert match(Patterns((president,)), table)
    assert not match(Patterns((president, vice)), table)


def test_the_head_of_a_phrase_may_be_its_first_word() -> None:
    table = """
        P:Ana NNP | , , punct Ana | chief NN appos Ana | of IN prep chief | staff NN pobj of | at IN prep chief
        O:Norvane NNP pobj at
    """
    assert pairs(patterns("holder:P < chief of staff/NOUN > at:O", predicate="worksFor"), table) == [("Ana", "Norvane")]


def test_any_lemma() -> None:
    table = "P:Bo NNP | , , punct Bo | a DT det novelist | L:Danish JJ amod novelist | novelist NN appos Bo"
    assert pairs(patterns("holder:P < */NOUN > mod:L", predicate="nationality"), table) == [("Bo", "Danish")]


def test_a_word_of_a_longer_name_is_no_trigger() -> None:
    table = "O:Buy VB | O:+Pelling NNP dobj Buy | P:Ana NNP nsubj Buy"
    assert pairs(patterns("subj:A < buy/VERB > obj:A"), table) == []


def test_a_proper_noun_is_no_trigger_where_it_is_a_name() -> None:
    assert (
        pairs(patterns("holder:P < premier/NOUN > mod:L"), "L:Danish JJ amod Premier | P:Premier NNP | P:Ana NNP") == []
    )


def test_a_phrase_does_not_begin_in_a_name() -> None:
    table = "L:Danish JJ amod minister | O:Prime NNP amod minister | minister NN compound Ana | P:Ana NNP"
    assert pairs(patterns("holder:P < prime minister/NOUN > mod:L"), table) == []


# What must, and what must not, hang below it.

TOOK = "P:Ana NNP nsubj took | took/take VBD | {} NN dobj took | of IN prep {} | O:Norvane NNP pobj of"


def test_a_dependent_is_asked_for() -> None:
    control = patterns("subj:P < take/VERB + control|charge > of:O", predicate="leads")
    assert pairs(control, TOOK.format("control", "control")) == [("Ana", "Norvane")]
    assert pairs(control, TOOK.format("leave", "leave")) == []


def test_a_dependent_one_preposition_further() -> None:
    table = """
        P:Ana NNP nsubj came | came/come VBD | to IN prep came | power NN pobj to
        in IN prep came | L:Chile NNP pobj in
    """
    assert pairs(patterns("subj:P < come/VERB + power > in:L", predicate="leads"), table) == [("Ana", "Chile")]


def test_a_dependent_that_a_passive_has_for_subject() -> None:
    table = """
        control NN nsubjpass taken | of IN prep control | O:Norvane NNP pobj of | was/be VBD auxpass taken
        taken/take VBN | by IN agent taken | P:Ana NNP pobj by
    """
    assert pairs(patterns("subj:P < take/VERB + control > of:O", predicate="leads"), table) == [("Ana", "Norvane")]


MOVED = "P:Ana NNP nsubj moved | moved/move VBD | {}to IN prep moved | L:Lyon NNP pobj to"


def test_what_must_not_hang_below() -> None:
    moved = patterns("subj:P < move/VERB - dobj|barely > to:L", predicate="residence")
    assert pairs(moved, MOVED.format("")) == [("Ana", "Lyon")]
    assert pairs(moved, MOVED.format("offices NNS dobj moved | ")) == []
    assert pairs(moved, MOVED.format("barely RB advmod moved | ")) == []
    assert pairs(moved, MOVED.format("recently RB advmod moved | ")) == [("Ana", "Lyon")]


# Two neighbouring names.


def flat(words: str) -> str:
    """A table of one sentence, whose words without a head hang on its full stop."""
    return " | ".join([cell if len(cell.split()) > 2 else f"{cell} dep ." for cell in words.split(" | ")] + [". ."])


def run(notation: str, words: str) -> list[tuple[str, str]]:
    return pairs(patterns(notation, predicate="containedInPlace"), flat(words))


def test_exactly_the_words_between() -> None:
    assert run("[Town] , [Land]", "L:Porto NNP | , , | L:Chile NNP") == [("Porto", "Chile")]
    assert run("[Town] , [Land]", "L:Porto NNP | L:Chile NNP") == []
    assert run("[Town] , [Land]", "L:Porto NNP | , , | in IN | L:Chile NNP") == []
    assert run("[Town] , in|of [Land]", "L:Porto NNP | , , | in IN | L:Chile NNP") == [("Porto", "Chile")]
    assert run("[Town] , [Land]", "L:Porto NNP | , , | O:Norvane NNP") == []


def test_no_word_between() -> None:
    assert run("[L] [P] reversed", "L:Danish JJ | P:Bo NNP") == [("Bo", "Danish")]
    assert run("[L] [P] reversed", "L:Danish JJ | , , | P:Bo NNP") == []


@pytest.mark.parametrize(
    ("between", "matches"),
    [
        ("premier NN dep Bo", True),
        ("former JJ amod Bo | state NN dep Bo | premier NN dep Bo", True),
        ("ruling VBG amod Bo | party NN dep Bo", True),
        ("vice NN dep Bo | - HYPH dep Bo | premier NN dep Bo", True),
        ("very JJ dep Bo | old JJ dep Bo | wise JJ dep Bo | grey JJ dep Bo | premier NN dep Bo", False),
        ("- HYPH dep Bo | born JJ dep Bo", False),
        ("met VBD dep Bo", False),
        ("and CC dep Bo | premier NN dep Bo", False),
    ],
)
def test_any_nouns_between(between: str, matches: bool) -> None:
    assert run("[L] ~ [P] reversed", f"L:Danish JJ dep Bo | {between} | P:Bo NNP") == (
        [("Bo", "Danish")] if matches else []
    )


def test_any_nouns_and_words_between() -> None:
    table = "L:Denmark NNP poss Bo | 's POS dep Bo | foreign JJ dep Bo | minister NN dep Bo | , , dep Bo | P:Bo NNP"
    assert run("[L] 's|’s ~ , [P] reversed", table) == [("Bo", "Denmark")]
    assert run("[L] 's|’s ~ [P] reversed", table) == []
    assert run("[L] ~ , [P] reversed", table) == []


@pytest.mark.parametrize(
    ("behind", "whole"),
    [("plan NN dep .", False), ("region NN dep .", True), ("fell VBD dep .", True), ("O:Norvane NNP dep .", True)],
)
def test_a_name_that_qualifies_a_noun_can_be_left_out(behind: str, whole: bool) -> None:
    words = f"L:Porto NNP | in IN | L:Donetsk NNP compound {behind.split()[0].removeprefix('O:')} | {behind}"
    assert run("[L] in [L]", words) == [("Porto", "Donetsk")]
    assert run("[L] in [L]!", words) == ([("Porto", "Donetsk")] if whole else [])


def test_only_names_are_neighbours() -> None:
    doc, [porto, chile] = plant(flat("L:Porto NNP | , , | L:Chile NNP"))
    places = patterns("[L] , [L]", predicate="containedInPlace")
    assert len(places(doc, [porto, chile])) == 1
    assert places(doc, [replace(porto, kind="nominal"), chile]) == []


def test_a_name_between_parts_two_names() -> None:
    assert run("[P] , [L]", "P:Ana NNP | , , | P:Bo NNP | , , | L:Chile NNP") == [("Bo", "Chile")]


@pytest.mark.parametrize(
    ("before", "found"),
    [("L:Danish JJ", True), ("L:Denmark NNP | 's POS", True), ("P:Bo NNP", False), ("L:Denmark NNP | and CC", False)],
)
def test_a_place_before_a_name_belongs_to_it(before: str, found: bool) -> None:
    words = f"P:Ana NNP | of IN | the DT | {before} | O:Greens NNP"
    assert run("[P] of the [O]", words) == ([("Ana", "Greens")] if found else [])


# One sentence.


def test_names_in_two_sentences_are_not_neighbours() -> None:
    first, second = "P:Ana NNP | left VBD | L:Porto NNP", "L:Chile NNP | won VBD"
    assert run("[L] [L]", f"{first} | {second}") == [("Porto", "Chile")]
    without_stop = (
        flat(first).removesuffix(" | . .").replace("dep .", "dep left").replace("left VBD dep left", "left VBD")
    )
    assert pairs(patterns("[L] [L]", predicate="containedInPlace"), f"{without_stop} | {flat(second)}") == []


@pytest.mark.parametrize("notation", ["holder:P < head/NOUN > mod:L", "mod:L < head/NOUN > holder:P"])
def test_a_name_that_begins_the_next_sentence_is_not_described(notation: str) -> None:
    met = "they PRP nsubj met | met/meet VBD | L:Chile NNP poss head | 's POS case Chile | head NN dobj met"
    left = "P:Ana NNP nsubj left | left/leave VBD"
    assert pairs(patterns(notation, predicate="leads"), f"{met} | {left}") == []
    assert len(pairs(patterns(notation, predicate="leads"), f"{met} | {left} ccomp met")) == 1


# One pair.


def test_the_wider_of_two_predicates_is_left_out() -> None:
    table = "L:Danish JJ amod queen | queen NN compound Ana | P:Ana NNP"
    notation = "holder:P < queen/NOUN > mod:L"
    both = Patterns((pattern(notation, "wide", "leads"), pattern(notation, "narrow", "headOfState")))
    assert [relation.predicate for relation in match(both, table)] == ["headOfState"]


def test_two_predicates_of_which_none_is_wider_are_both_kept() -> None:
    both = Patterns((pattern(BUY, "p", "acquired"), pattern(BUY, "q", "attacked")))
    assert [relation.predicate for relation in match(both, BOUGHT)] == ["acquired", "attacked"]


def test_the_wider_predicate_of_another_pair_is_kept() -> None:
    table = """
        L:Danish JJ amod queen | queen NN compound Ana | P:Ana NNP nsubj leads
        leads/lead VBZ | O:Norvane NNP dobj leads
    """
    both = Patterns(
        (
            pattern("holder:P < queen/NOUN > mod:L", "narrow", "headOfState"),
            pattern("subj:P < lead/VERB > obj:O", "wide", "leads"),
        )
    )
    assert [relation.predicate for relation in match(both, table)] == ["headOfState", "leads"]


# Files of patterns.

LINE = {"id": "buy", "predicate": "acquired", "pattern": BUY}


def write(folder: Path, *lines: str) -> Path:
    path = folder / "mine.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def test_a_file_of_patterns(tmp_path: Path) -> None:
    path = write(tmp_path, json.dumps(LINE), "", json.dumps(LINE | {"id": "sell", "confidence": 0.5}))
    read = read_patterns(path)
    assert [(each.id, each.confidence) for each in read.patterns] == [("buy", 0.85), ("sell", 0.5)]
    assert pairs(read, BOUGHT) == [("Norvane", "Pelling")]


def test_an_empty_file_finds_nothing(tmp_path: Path) -> None:
    assert match(read_patterns(str(write(tmp_path))), BOUGHT) == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "Expecting property name"),
        ('["buy"]', r"'\[\"buy\"\]' is not a JSON object"),
        ('{"id": "a", "pattern": "[P] [O]"}', "'predicate' is missing"),
        (json.dumps(LINE | {"id": "a", "pattern": "nothing"}), "'nothing' is not 'role:types"),
        (json.dumps(LINE | {"id": "a", "predicate": "bought"}), "predicate 'bought' is not in the ontology"),
        (json.dumps(LINE | {"id": "a", "confidence": "high"}), "'high'"),
        (json.dumps(LINE), "the id 'buy' stands twice"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = write(tmp_path, json.dumps(LINE), line)
    with pytest.raises(DataError, match=message) as caught:
        read_patterns(path)
    assert str(caught.value).startswith(f"{path}:2: ")


def test_the_shipped_patterns_are_read_once() -> None:
    assert default_patterns() is default_patterns()
