from __future__ import annotations

from collections.abc import Sequence

import pytest
from spacy.tokens import Doc

from kg.coreference.chaining import name_chains
from kg.coreference.discourse import chains, world
from kg.coreference.features import FEATURES
from kg.coreference.pronouns import Case, cases
from kg.coreference.ranker import Judge
from kg.coreference.scene import Columns, columns
from kg.model import Mention
from tests.relations.trees import plant

MET = """
P:Rosa NNP compound Lind | P:+Lind NNP nsubj met | met/meet VBD | P:Karl NNP compound Berg
P:+Berg NNP dobj met | . . punct met
She PRP nsubj left | left/leave VBD | . . punct left
"""
PRAISED = "P:Quill NNP nsubj praised | praised/praise VBD | him PRP dobj praised | . . punct praised"
WIFE = """
P:Karl NNP nsubj praised | praised/praise VBD | his PRP$ poss wife | wife NN dobj praised | P:Ann NNP appos wife
. . punct praised
She PRP nsubj left | left/leave VBD | . . punct left
"""
TWICE = """
P:Quill NNP nsubj left | left VBD | . . punct left
He PRP nsubj sang | sang VBD | . . punct sang
She PRP nsubj ran | ran VBD | . . punct ran
"""
AFTER = """
P:Berg NNP nsubj left | left/leave VBD | . . punct left
After IN prep sang | her PRP$ poss exit | exit NN pobj After | , , punct sang | P:Lind NNP nsubj sang
sang/sing VBD | . . punct sang
"""


class Fixed(Judge):
    """Says of each case in turn how likely its candidates are."""

    def __init__(self, *answers: Sequence[float]) -> None:
        object.__setattr__(self, "_answers", iter(answers))

    __slots__ = ("_answers",)

    def likelihoods(self, c: Columns, case: Case) -> list[float]:
        answer: list[float] = list(next(self._answers))  # type: ignore[attr-defined]
        assert len(answer) == len(case.candidates) + 1
        return answer


def cases_of(
    doc: Doc, mentions: Sequence[Mention], choice: int | None = 0
) -> list[tuple[list[str], list[dict[str, float]]]]:
    """For each pronoun the names of its candidates, and the features that are not 0 of each."""
    named, entities, _ = name_chains(doc.text, mentions)
    found = []
    for case in cases(columns(doc), named, entities, frozenset(), lambda case: choice):
        names = [entities[candidate.figure.number].name for candidate in case.candidates]
        rows = [{name: value for name, value in zip(FEATURES, row, strict=True) if value} for row in case.rows]
        found.append((names, rows))
    return found


def test_a_forename_of_the_other_gender_is_no_candidate() -> None:
    [(names, [row, none])] = cases_of(*plant(MET))
    assert names == ["Rosa Lind"]
    assert {"distance 1", "subject in sentence before", "both subjects", "forename surely agrees", "full name"} <= set(
        row
    )
    assert {"none", "kind she", "none, first pronoun"} <= set(none)
    assert "role object" not in row


def test_the_subject_of_a_verb_is_not_its_object() -> None:
    assert cases_of(*plant(PRAISED)) == []


def test_a_noun_beside_a_name_says_man_or_woman() -> None:
    (his, [owner, *_]), (she, [wife, *_]) = cases_of(*plant(WIFE), choice=0)
    assert "owner as own subject" in owner
    assert (his[0], she[0]) == ("Karl", "Ann")
    assert "title agrees" in wife


def test_what_a_pronoun_meant_counts_for_the_next() -> None:
    doc, mentions = plant(TWICE)
    assert [names for names, _ in cases_of(doc, mentions, choice=0)] == [["Quill"]]
    assert [names for names, _ in cases_of(doc, mentions, choice=None)] == [["Quill"], ["Quill"]]


def test_a_mistaken_pronoun_does_not_bar_a_name_that_agrees() -> None:
    doc, mentions = plant(TWICE.replace("Quill", "Abby"))
    assert [names for names, _ in cases_of(doc, mentions, choice=0)] == [["Abby"], ["Abby"]]


def test_a_man_s_forename_alone_may_be_a_surname() -> None:
    doc, mentions = plant(
        "P:Allen NNP nsubj left | left VBD | . . punct left\nShe PRP nsubj ran | ran VBD | . . punct ran"
    )
    assert [names for names, _ in cases_of(doc, mentions)] == [["Allen"]]


def test_a_word_alone_says_less_of_man_or_woman() -> None:
    table = "P:{} NNP nsubj left | left VBD | . . punct left\nShe PRP nsubj ran | ran VBD | . . punct ran"
    [(_, [lewis, _])] = cases_of(*plant(table.format("Lewis")))
    [(_, [ruth, _])] = cases_of(*plant(table.format("Ruth")))
    assert "gender disagrees" not in lewis
    assert "gender agrees" in ruth
    [(names, _)] = cases_of(*plant(table.format("Lewis NNP compound Lind | P:+Lind") + " | P:Ruth NNP dobj ran"))
    assert names == ["Ruth"]


def test_how_pronoun_and_candidate_hang_together() -> None:
    [(names, [berg, lind, _])] = cases_of(*plant(AFTER))
    assert names == ["Berg", "Lind"]
    assert {"last subject", "last subject of a root"} <= set(berg)
    # "After her exit, Lind sang": "After" hangs on the verb that Lind is the subject of.
    assert lind["pronoun's branch prep"] == lind["candidate's branch nsubj"] == 1
    assert (lind["steps to common head, pronoun"], lind["steps to common head, candidate"]) == (1 / 3, 1 / 2)
    after = {"subject after, of own verb", "subject after, of a verb above", "subject after, pronoun early"}
    assert after | {"common head is verb", "subject of root here"} <= set(lind)
    assert not after & set(berg)
    assert not any("branch" in name for name in berg)


def test_what_was_not_seen_as_a_name_must_be_near() -> None:
    sentences = ["Quillo NNP nsubj left | left VBD | . . punct left"]
    sentences += ["rain NN nsubj fell | fell VBD | . . punct fell"] * 3
    for back, expected in ((3, [["Quillo"]]), (4, [])):
        doc, _ = plant("\n".join([*sentences[:back], "She PRP nsubj ran | ran VBD | . . punct ran"]))
        scene = world(columns(doc), [])
        found = [
            [scene.entities[candidate.figure.number].name for candidate in case.candidates]
            for case in cases(columns(doc), scene.named, scene.entities, scene.guessed, lambda case: None)
        ]
        assert found == expected


@pytest.mark.parametrize(
    ("likely", "expected"), [(0.9, ["Rosa Lind", "Karl Berg", "She"]), (0.3, ["Rosa Lind", "Karl Berg"])]
)
def test_only_a_sure_pronoun_is_a_mention(likely: float, expected: list[str]) -> None:
    mentions, entities = chains(*plant(MET), judge=Fixed([likely, 1 - likely]))
    assert [mention.text for mention in mentions] == expected
    assert [mention.id for mention in mentions] == [f"m{number}" for number in range(1, len(expected) + 1)]
    if likely > 0.5:
        assert mentions[2].entity == entities[0].id
        assert mentions[2].kind == "pronoun"


def test_a_pronoun_makes_a_person_of_a_name_with_another_type() -> None:
    doc, _ = plant(
        "O:Quillo NNP nsubj left | left VBD | . . punct left\nShe PRP nsubj sang | sang VBD | . . punct sang"
    )
    organization = [Mention("", 0, 6, "Quillo", "name", "Organization")]
    for likely, type_ in ((0.95, "Person"), (0.42, "Organization")):
        mentions, entities = chains(doc, organization, judge=Fixed([likely, 1 - likely]))
        assert [entity.type for entity in entities] == [type_]
        assert [mention.type for mention in mentions] == [type_] * len(mentions)


def test_a_name_that_was_not_seen_counts_where_a_pronoun_means_it() -> None:
    doc, _ = plant("Quillo NNP nsubj left | left VBD | . . punct left\nShe PRP nsubj sang | sang VBD | . . punct sang")
    mentions, entities = chains(doc, [], judge=Fixed([0.95, 0.05]))
    assert [(mention.text, mention.kind) for mention in mentions] == [("Quillo", "name"), ("She", "pronoun")]
    assert [entity.name for entity in entities] == ["Quillo"]
    assert chains(doc, [], judge=Fixed([0.42, 0.58])) == ([], [])
