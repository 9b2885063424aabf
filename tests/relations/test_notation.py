"""The notation of patterns: each form, and what is said of each mistake."""

from __future__ import annotations

from contextlib import suppress
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Mention
from kg.relations.kinds import KINDS
from kg.relations.notation import Pattern, Role, Trigger, parse_pattern

VERB, NOUN = frozenset({"VERB", "AUX"}), frozenset({"NOUN", "PROPN"})


def parse(notation: str, **more: object) -> Pattern:
    return parse_pattern({"id": "p", "predicate": "acquired", "pattern": notation, **more})


def trigger(notation: str) -> Trigger:
    found = parse(f"subj:O < {notation} > obj:O").trigger
    assert found is not None
    return found


def test_a_trigger_with_two_roles() -> None:
    pattern = parse("subj:O < acquire|buy/VERB > obj:O|P")
    assert (pattern.id, pattern.predicate, pattern.notation) == ("p", "acquired", "subj:O < acquire|buy/VERB > obj:O|P")
    assert pattern.subject == Role(("subj",), ("O",))
    assert pattern.object == Role(("obj",), ("O", "P"))
    assert pattern.trigger == Trigger((("acquire",), ("buy",)), VERB)
    assert pattern.between is None
    assert not pattern.flipped


@pytest.mark.parametrize(
    ("notation", "wanted"),
    [
        ("prime minister|pm/NOUN", Trigger((("prime", "minister"), ("pm",)), NOUN)),
        ("close/ADJ", Trigger((("close",),), frozenset({"ADJ", "VERB", "NOUN"}))),
        ("*/NOUN", Trigger((("*",),), NOUN)),
        ("take/VERB + control|hold", Trigger((("take",),), VERB, (frozenset({"control", "hold"}),))),
        ("take/VERB + part + talk", Trigger((("take",),), VERB, (frozenset({"part"}), frozenset({"talk"})))),
        ("move/VERB - dobj|little", Trigger((("move",),), VERB, without=frozenset({"dobj", "little"}))),
        ("hold/VERB + talk - with", Trigger((("hold",),), VERB, (frozenset({"talk"}),), frozenset({"with"}))),
    ],
)
def test_triggers(notation: str, wanted: Trigger) -> None:
    assert trigger(notation) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("obj|with:A", Role(("obj", "with"), ("A",))),
        ("mod!|of!:Country", Role(("mod!", "of!"), ("Country",))),
        ("in+into:L", Role(("in+into",), ("L",))),
        ("in+into!:L", Role(("in+into!",), ("L",))),
        ("holder:P", Role(("holder",), ("P",))),
        ("in|date:Date", Role(("in", "date"), ("Date",))),
        ("iobj:Town|Body", Role(("iobj",), ("Town", "Body"))),
    ],
)
def test_roles(text: str, wanted: Role) -> None:
    assert parse(f"subj:O < buy/VERB > {text}").object == wanted


@pytest.mark.parametrize(
    ("notation", "between"),
    [
        ("[Town] , [Land]", (",",)),
        ("[Town] [Land]", ()),
        ("[Town] 's|’s ~ , [Land]", ("'s|’s", "~", ",")),
    ],
)
def test_two_names(notation: str, between: tuple[str, ...]) -> None:
    pattern = parse(notation)
    assert (pattern.subject, pattern.object) == (Role((), ("Town",)), Role((), ("Land",)))
    assert (pattern.trigger, pattern.between, pattern.flipped) == (None, between, False)


def test_two_names_reversed() -> None:
    pattern = parse("[Demonym] ~ [P|O] reversed")
    assert (pattern.subject, pattern.object) == (Role((), ("P", "O")), Role((), ("Demonym",)))
    assert (pattern.between, pattern.flipped) == (("~",), True)


@pytest.mark.parametrize(
    ("notation", "whole", "flipped"),
    [("[P] of [O]", False, False), ("[P] of [O]!", True, False), ("[P] of [O]! reversed", True, True)],
)
def test_two_names_the_second_whole(notation: str, whole: bool, flipped: bool) -> None:
    pattern = parse(notation)
    assert (pattern.whole, pattern.flipped, pattern.between) == (whole, flipped, ("of",))


def test_a_role_admits_any_of_its_kinds() -> None:
    role = Role(("subj",), ("P", "Country"))
    assert role.admits(Mention("m1", 0, 3, "Ana", "name", "Person"))
    assert role.admits(Mention("m1", 0, 5, "Chile", "name", "Place"))
    assert not role.admits(Mention("m1", 0, 5, "Porto", "name", "Place"))


def test_confidence_and_examples() -> None:
    pattern = parse("[P] [O]", confidence=0.5, examples=["a", "b"], counterexamples=["c"])
    assert (pattern.confidence, pattern.examples, pattern.counterexamples) == (0.5, ("a", "b"), ("c",))
    assert (parse("[P] [O]").confidence, parse("[P] [O]").examples) == (0.85, ())


@pytest.mark.parametrize(
    ("notation", "message"),
    [
        ("subj:O buy/VERB obj:O", "'subj:O buy/VERB obj:O' is not 'role:types < trigger/POS > role:types'"),
        ("subj:O < buy/VERB >", "is not 'role:types < trigger/POS > role:types'"),
        ("", "'' is not 'role:types"),
        ("[P] of", r"'\[P\] of' is not '\[type\] words \[type\]'"),
        ("[P] of [O] backwards", r"backwards' is not '\[type\] words"),
        ("subj < buy/VERB > obj:O", "role 'subj' has no types: write subj:A for any"),
        ("Agent:P < buy/VERB > obj:O", "role 'Agent' is neither one of subj, obj, .*, date nor a preposition"),
        ("in+:P < buy/VERB > obj:O", r"role 'in\+' is neither"),
        ("subj|:P < buy/VERB > obj:O", "role '' is neither"),
        ("subj:X < buy/VERB > obj:O", "kind 'X' is not one of P, O, L, A, Country, "),
        ("subj: < buy/VERB > obj:O", "kind '' is not one of"),
        ("[Village] , [Land]", "kind 'Village' is not one of"),
        ("subj:O < buy > obj:O", "trigger 'buy' does not end in one of /VERB, /NOUN, /ADJ"),
        ("subj:O < buy/ADV > obj:O", "trigger 'buy/ADV' does not end in one of"),
        ("subj:O < /VERB > obj:O", r"trigger '/VERB' has an empty phrase: write \* for any lemma"),
        ("subj:O < buy|/VERB > obj:O", r"trigger 'buy\|/VERB' has an empty phrase"),
        ("subj:O < buy + up/VERB > obj:O", "trigger 'buy' does not end in one of"),
    ],
)
def test_a_message_names_what_is_wrong(notation: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse(notation)


@pytest.mark.parametrize("key", ["examples", "counterexamples"])
@pytest.mark.parametrize("value", ["one sentence", 3, None, {"a": 1}])
def test_examples_are_a_list(key: str, value: object) -> None:
    with pytest.raises(ValueError, match=f"{key} is not a list of sentences"):
        parse("[P] [O]", **{key: value})


@pytest.mark.parametrize("key", ["id", "predicate", "pattern"])
def test_a_missing_key_is_named(key: str) -> None:
    entry = {"id": "p", "predicate": "acquired", "pattern": "[P] [O]"}
    del entry[key]
    with pytest.raises(KeyError, match=key):
        parse_pattern(entry)


class Made(NamedTuple):
    """Something written, and what it is to be read as."""

    text: str
    meaning: object


WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6)
WAYS = st.sampled_from(["subj", "obj", "inner", "iobj", "holder", "mod", "date", "mod!", "of!", "in+into", "at"])


@st.composite
def roles(draw: st.DrawFn) -> Made:
    ways = draw(st.lists(WAYS, min_size=1, max_size=3))
    kinds = draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3))
    return Made(f"{'|'.join(ways)}:{'|'.join(kinds)}", Role(tuple(ways), tuple(kinds)))


@st.composite
def triggers(draw: st.DrawFn) -> Made:
    phrases = draw(st.lists(st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=3))
    dependents = draw(st.lists(st.lists(WORDS, min_size=1, max_size=3), max_size=2))
    without = draw(st.lists(WORDS, max_size=2))
    text = "|".join(" ".join(phrase) for phrase in phrases) + "/NOUN"
    text += "".join(f" + {'|'.join(words)}" for words in dependents) + (f" - {'|'.join(without)}" if without else "")
    chain = tuple(frozenset(words) for words in dependents)
    return Made(text, Trigger(tuple(tuple(phrase) for phrase in phrases), NOUN, chain, frozenset(without)))


@settings(deadline=None)
@given(roles(), triggers(), roles())
def test_what_is_written_is_read(subject: Made, wanted: Made, object_: Made) -> None:
    pattern = parse(f"{subject.text} < {wanted.text} > {object_.text}")
    assert (pattern.subject, pattern.trigger, pattern.object) == (subject.meaning, wanted.meaning, object_.meaning)


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(notation: str) -> None:
    with suppress(ValueError):
        pattern = parse(notation)
        assert (pattern.trigger is None) != (pattern.between is None)
