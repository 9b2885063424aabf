"""One construction at a time: how a text puts what stands in it, by the rules alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from spacy.language import Language

from kg.train.marked import Row
from tests.claims.marked import described, judged

pytestmark = pytest.mark.model


def status(nlp: Language, predicate: str, marked: str) -> str:
    _, claim = judged(nlp, Row("", "", predicate, marked), read=False)
    return described(claim)[0]


def check(nlp: Language, wanted: str, predicate: str, sentences: Sequence[str]) -> None:
    found = {sentence: status(nlp, predicate, sentence) for sentence in sentences}
    assert found == dict.fromkeys(sentences, wanted)


def test_phrases_for_what_was_not_done(nlp: Language) -> None:
    sentences = [
        "[s:Norway] thought better of {attacking} [o:Latvia].",
        "In the end [s:Norway] backed out of {attacking} [o:Latvia].",
        "[s:Norway] shrank from {attacking} [o:Latvia].",
        "[s:Norway] knew better than to {attack} [o:Latvia].",
        "[s:Norway] was talked out of {attacking} [o:Latvia].",
        "[s:Norway] has not threatened, let alone {attacked}, [o:Latvia].",
    ]
    check(nlp, "denied", "attacked", sentences)


def test_phrases_whose_negation_denies_nothing(nlp: Language) -> None:
    sentences = [
        "[s:Ferrum Steel] lost no time in {suing} [o:Lark Labs].",
        "[s:Ferrum Steel] had no qualms about {suing} [o:Lark Labs].",
        "[s:Ferrum Steel] had no choice but to {sue} [o:Lark Labs].",
        "[s:Ferrum Steel] was not slow to {sue} [o:Lark Labs].",
        "[s:Ferrum Steel] makes no apology for {suing} [o:Lark Labs].",
    ]
    check(nlp, "asserted", "sued", sentences)
    sentences = [
        "[s:Ferrum Steel] has no choice but to {sue} [o:Lark Labs].",
        "[s:Ferrum Steel] would have no qualms about {suing} [o:Lark Labs].",
    ]
    check(nlp, "uncertain", "sued", sentences)
    check(nlp, "denied", "sued", ["[s:Ferrum Steel] had no part in {suing} [o:Lark Labs]."])


def test_what_took_time_was_done(nlp: Language) -> None:
    sentences = [
        "It took [s:Norway] two days to {attack} [o:Latvia].",
        "It did not take [s:Norway] long to {attack} [o:Latvia].",
        "It took a broken treaty to get [s:Norway] to {attack} [o:Latvia].",
    ]
    check(nlp, "asserted", "attacked", sentences)
    check(nlp, "uncertain", "attacked", ["It would take a broken treaty to get [s:Norway] to {attack} [o:Latvia]."])


def test_hedges_on_what_is_said_beside_the_statement(nlp: Language) -> None:
    sentences = [
        "Perhaps the oldest bishop in Europe, [s:Ole Brandt] {visited} [o:Vilnius] on Tuesday.",
        "Apparently unaware of the cameras, [s:Ole Brandt] {visited} [o:Vilnius] on Tuesday.",
        "Probably best known for his hats, [s:Ole Brandt] {visited} [o:Vilnius] on Tuesday.",
        "However dull it may look on paper, [s:Ole Brandt] {visited} [o:Vilnius] on Tuesday.",
        "No matter how dull it might seem, [s:Ole Brandt] {visited} [o:Vilnius] on Tuesday.",
        "The town [s:Ole Brandt] {visited}, [o:Vilnius], is reportedly preparing a feast.",
    ]
    check(nlp, "asserted", "visited", sentences)
    sentences = [
        "Probably, [s:Ole Brandt] {visited} [o:Vilnius] on Tuesday.",
        "Possibly on Tuesday, [s:Ole Brandt] {visited} [o:Vilnius].",
        "On paper, [s:Ole Brandt] {visited} [o:Vilnius] on Tuesday.",
    ]
    check(nlp, "uncertain", "visited", sentences)


def test_what_was_foreseen_came_about(nlp: Language) -> None:
    sentences = [
        "As many had predicted, [s:Norway] {attacked} [o:Latvia] in the night.",
        "As analysts feared, [s:Norway] {attacked} [o:Latvia] in the night.",
        "As it had promised, [s:Norway] {attacked} [o:Latvia] in the night.",
    ]
    check(nlp, "asserted", "attacked", sentences)
    sentences = [
        "As the minister told the chamber, [s:Norway] {attacked} [o:Latvia] in the night.",
        "As the minister says, [s:Norway] {attacked} [o:Latvia] in the night.",
    ]
    check(nlp, "reported", "attacked", sentences)


def test_what_is_forgotten_unnoticed_or_not_mentioned_is_so(nlp: Language) -> None:
    sentences = [
        "[s:Ole Brandt] had forgotten {meeting} [o:Tove Lind] at the fair.",
        "If [s:Ole Brandt] regretted having {met} [o:Tove Lind], he did not show it.",
        "Nobody noticed that [s:Ole Brandt] had {met} [o:Tove Lind].",
        "[s:Ole Brandt] failed to mention that he had {met} [o:Tove Lind].",
    ]
    check(nlp, "asserted", "met", sentences)
    check(nlp, "denied", "met", ["[s:Ole Brandt] forgot to {meet} [o:Tove Lind] at the fair."])
    check(nlp, "uncertain", "met", ["[s:Ole Brandt] would regret {meeting} [o:Tove Lind] at the fair."])


def test_should_after_what_is_remarked(nlp: Language) -> None:
    sentences = [
        "It is odd that [s:Tove Lind] should {lead} [o:the Amber Movement] from a cell.",
        "It is a shame that [s:Tove Lind] should {lead} [o:the Amber Movement] from a cell.",
        "He was surprised that [s:Tove Lind] should {lead} [o:the Amber Movement].",
    ]
    check(nlp, "asserted", "leads", sentences)
    check(nlp, "uncertain", "leads", ["It is important that [s:Tove Lind] should {lead} [o:the Amber Movement]."])


def test_gerunds_as_subjects(nlp: Language) -> None:
    sentences = [
        "Being {mayor} of [o:Larvik] did not prevent [s:Ole Brandt] from driving a bus.",
        "Having been {mayor} of [o:Larvik] does not keep [s:Ole Brandt] from queuing.",
        "If [s:Ole Brandt] is proud to be the {mayor} of [o:Larvik], he hides it well.",
    ]
    check(nlp, "asserted", "mayorOf", sentences)
    check(nlp, "asserted", "acquired", ["{Buying} [o:Lark Labs] cost [s:Ferrum Steel] a fortune."])
    check(nlp, "uncertain", "acquired", ["{Buying} [o:Lark Labs] would cost [s:Ferrum Steel] a fortune."])


def test_a_fear_of_more_leaves_what_has_happened(nlp: Language) -> None:
    check(nlp, "asserted", "sued", ["[s:Ferrum Steel] {sued} [o:Lark Labs] and could appeal, lawyers believe."])
    check(nlp, "uncertain", "sued", ["[s:Ferrum Steel] {sued} [o:Lark Labs] and won, lawyers believe."])


def test_clauses_of_what_is_demanded(nlp: Language) -> None:
    sentences = [
        "The lawyers insist that [s:Norway] {detain} [o:Ole Brandt].",
        "The court has requested that [s:Norway] {detain} [o:Ole Brandt] before the trial.",
        "The minister asked on Friday that [s:Norway] {detain} [o:Ole Brandt].",
        "It is vital that [s:Norway] {detain} [o:Ole Brandt].",
    ]
    check(nlp, "uncertain", "detained", sentences)
    deal = "[Tove Lind] spoke, insisting that the {deal} between [s:Norway] and [o:Latvia] had been signed in haste."
    check(nlp, "reported", "signedAgreementWith", [deal])
    check(nlp, "reported", "detained", ["The lawyers insist that [s:Norway] {detained} [o:Ole Brandt]."])
    sentences = [
        "His neighbours pray that [s:Ole Brandt] becomes {mayor} of [o:Larvik].",
        "The party insists that [s:Ole Brandt] be made {mayor} of [o:Larvik].",
    ]
    check(nlp, "uncertain", "mayorOf", sentences)


def test_claims_that_are_refuted(nlp: Language) -> None:
    sentences = [
        "The palace shrugged off reports that [s:Ole Brandt] had {met} [o:Tove Lind].",
        "The palace brushed aside suggestions that [s:Ole Brandt] had {met} [o:Tove Lind].",
        "The palace poured cold water on rumours that [s:Ole Brandt] had {met} [o:Tove Lind].",
        "The palace laughed off the idea that [s:Ole Brandt] had {met} [o:Tove Lind].",
        "There is no truth to the story that [s:Ole Brandt] {met} [o:Tove Lind].",
    ]
    check(nlp, "denied", "met", sentences)
    sentences = [
        "The palace did not deny reports that [s:Ole Brandt] had {met} [o:Tove Lind].",
        "The palace commented on reports that [s:Ole Brandt] had {met} [o:Tove Lind].",
    ]
    check(nlp, "uncertain", "met", sentences)


def test_chances_that_are_not_taken(nlp: Language) -> None:
    sentences = [
        "[s:Ole Brandt] passed up the chance to {meet} [o:Tove Lind].",
        "[s:Ole Brandt] resisted the temptation to {meet} [o:Tove Lind].",
    ]
    check(nlp, "denied", "met", sentences)
    check(nlp, "uncertain", "met", ["[s:Ole Brandt] had the chance to {meet} [o:Tove Lind]."])


def test_what_is_told_by_the_way(nlp: Language) -> None:
    sentences = [
        "Any cab driver will tell you that [o:Ole Brandt] {founded} [s:Ferrum Steel].",
        "The paper can reveal that [o:Ole Brandt] {founded} [s:Ferrum Steel].",
        "[Tove Lind] noted in passing that [o:Ole Brandt] {founded} [s:Ferrum Steel].",
        "[Tove Lind] admitted to the court that [o:Ole Brandt] had {founded} [s:Ferrum Steel].",
        "[Lark Labs] replied on Friday. [It=Lark Labs] said [o:Ole Brandt] had {founded} [s:Ferrum Steel].",
    ]
    check(nlp, "reported", "founder", sentences)
    check(nlp, "uncertain", "founder", ["Her aides may say that [o:Ole Brandt] {founded} [s:Ferrum Steel]."])


def test_clauses_that_set_somebody_apart(nlp: Language) -> None:
    sentences = [
        "Is it [s:Ole Brandt] or his wife that {leads} [o:Ferrum Steel]?",
        "Nobody knows whether it is [s:Ole Brandt] who {leads} [o:Ferrum Steel].",
    ]
    check(nlp, "uncertain", "leads", sentences)
    check(nlp, "denied", "leads", ["It is not [s:Ole Brandt] who {leads} [o:Ferrum Steel]."])
    check(nlp, "asserted", "leads", ["It is [s:Ole Brandt] who {leads} [o:Ferrum Steel]."])


def test_negations_that_affirm(nlp: Language) -> None:
    sentences = [
        "[s:Ole Brandt] did not {visit} [o:Vilnius] until May.",
        "It was not until May that [s:Ole Brandt] {visited} [o:Vilnius].",
        "No one doubts that [s:Ole Brandt] {visited} [o:Vilnius].",
        "There is no denying that [s:Ole Brandt] {visited} [o:Vilnius].",
        "If anything, [s:Ole Brandt] {visited} [o:Vilnius] too late.",
    ]
    check(nlp, "asserted", "visited", sentences)
    check(nlp, "denied", "visited", ["[s:Ole Brandt] has not {visited} [o:Vilnius] since May."])


def test_what_is_only_talked_or_thought_of(nlp: Language) -> None:
    sentences = [
        "The accord provides for the {deployment} of troops by [s:Norway] to [o:Latvia].",
        "The vote paves the way for the {deployment} of troops by [s:Norway] to [o:Latvia].",
        "A video appears to show troops {deployed} by [s:Norway] to [o:Latvia].",
    ]
    check(nlp, "uncertain", "deployedTo", sentences)
    sentences = [
        "The weeklies thrive on gossip of a {marriage} between [s:Ole Brandt] and [o:Tove Lind].",
        "There were whispers of a {marriage} between [s:Ole Brandt] and [o:Tove Lind].",
    ]
    check(nlp, "uncertain", "spouse", sentences)
    sentences = [
        "Rumour has it that [s:Tove Lind] now {leads} [o:the Amber Movement].",
        "Without the miners, [s:Tove Lind] would not {lead} [o:the Amber Movement].",
    ]
    check(nlp, "uncertain", "leads", sentences)
    sentences = [
        "Whoever told you that [s:Tove Lind] {leads} [o:the Amber Movement] was lying.",
        "Anyone who says that [s:Tove Lind] {leads} [o:the Amber Movement] is mistaken.",
    ]
    check(nlp, "denied", "leads", sentences)


def test_phrases_that_hold_either_way(nlp: Language) -> None:
    sentences = [
        "[s:Ole Brandt] brought himself to {meet} [o:Tove Lind].",
        "[s:Ole Brandt] got round to {meeting} [o:Tove Lind].",
        "[s:Ole Brandt] found time to {meet} [o:Tove Lind].",
        "[s:Ole Brandt] could not help but {meet} [o:Tove Lind].",
        "[s:Ole Brandt] was among those to have {met} [o:Tove Lind].",
        "It is not the first time that [s:Ole Brandt] has {met} [o:Tove Lind].",
    ]
    check(nlp, "asserted", "met", sentences)
    sentences = [
        "[s:Ole Brandt] could not bring himself to {meet} [o:Tove Lind].",
        "[s:Ole Brandt] never got round to {meeting} [o:Tove Lind].",
        "[s:Ole Brandt] could not be bothered to {meet} [o:Tove Lind].",
        "[s:Ole Brandt] took care not to {meet} [o:Tove Lind].",
    ]
    check(nlp, "denied", "met", sentences)
    check(nlp, "uncertain", "met", ["[s:Ole Brandt] may find time to {meet} [o:Tove Lind]."])


def test_words_that_the_parser_misreads(nlp: Language) -> None:
    check(nlp, "uncertain", "spouse", ["[s:Jon Vos] will {wed} [o:Ida Haik] in May."])
    check(nlp, "uncertain", "attacked", ["Why would [s:Norway] {attack} [o:Latvia], and with what?"])


def test_what_questions_take_for_granted(nlp: Language) -> None:
    check(nlp, "asserted", "acquired", ["Why did [s:Ferrum Steel] {buy} [o:Lark Labs] at that price?"])
    check(nlp, "uncertain", "acquired", ["When did [s:Ferrum Steel] {buy} [o:Lark Labs]?"])


def test_what_is_still_to_be(nlp: Language) -> None:
    check(nlp, "uncertain", "spouse", ["[s:Jon Vos] and his {wife}-to-be, [o:Ida Haik], chose a boat."])
    check(nlp, "uncertain", "acquired", ["[s:Ferrum Steel] is looking at {buying} [o:Lark Labs]."])


def test_one_who_is_set_right(nlp: Language) -> None:
    check(nlp, "denied", "killed", ["It was a fever, not [s:Jon Vos], that {killed} [o:Ida Haik]."])


def test_whoever_accuses_says_so(nlp: Language) -> None:
    sentences = [
        "[Ida Haik] accused [s:Norway] of {arming} [o:the Harra Movement].",
        "[s:Norway] was accused of {arming} [o:the Harra Movement].",
        "[Ida Haik]'s claim that [s:Norway] {armed} [o:the Harra Movement] was read out.",
    ]
    check(nlp, "reported", "aids", sentences)
    check(nlp, "uncertain", "aids", ["[s:Norway] is alleged to have {armed} [o:the Harra Movement]."])


def test_what_lies_behind_a_feeling_or_a_possessive(nlp: Language) -> None:
    check(nlp, "asserted", "met", ["[Ida Haik] has never forgiven [s:Jon Vos] for {meeting} [o:Eva Sorel]."])
    check(nlp, "asserted", "spouse", ["[s:Ida Haik], whose {husband} [o:Jon Vos] is suspected of arson, was silent."])
    check(nlp, "asserted", "detained", ["[s:Norway] was able to {arrest} [o:Jon Vos] at the border."])


def test_a_speaker_may_be_named_behind_a_noun(nlp: Language) -> None:
    row = Row("", "", "met", '"[s:Jon Vos] {met} [o:Eva Sorel] twice," said the ambassador, [Ida Haik].')
    _, claim = judged(nlp, row, read=False)
    assert described(claim)[:2] == ("reported", "Ida Haik")


def test_negations_that_leave_the_verb_alone(nlp: Language) -> None:
    sentences = [
        "[s:Jon Vos] {met} [o:Ida Haik] not out of duty but for the lunch.",
        "[s:Jon Vos] did not hesitate to {meet} [o:Ida Haik].",
        "[s:Jon Vos] had the nerve to {criticise} [o:Ida Haik] on her birthday.",
        "As {head} of [o:the Harra Movement], [s:Jon Vos] has no time for chess.",
        "[s:Norway] {arrested} [o:Jon Vos] on Monday over a bribe he denies taking.",
    ]
    check(nlp, "asserted", "met", sentences)


def test_negations_of_doubt_leave_it_open(nlp: Language) -> None:
    sentences = [
        "Investigators cannot rule out that [s:Jon Vos] has {met} [o:Ida Haik].",
        "It is not yet clear whether [s:Jon Vos] will {meet} [o:Ida Haik].",
        "An {alliance} between [s:the Harra Movement] and [o:the Urban Left] is a possibility.",
    ]
    check(nlp, "uncertain", "met", sentences)
    check(nlp, "denied", "met", ["At no point between 2010 and 2020 was [s:Jon Vos] {met} by [o:Ida Haik]."])
    check(nlp, "denied", "owns", ["There is no truth in the rumour that [s:Jon Vos] {owns} [o:Ferrum Steel]."])
    check(nlp, "denied", "spouse", ["[s:Jon Vos] and [o:Ida Haik], who have three children, are not {married}."])


def test_whom_a_measure_or_a_description_names(nlp: Language) -> None:
    sentences = [
        "Rates will climb, according to [s:Ferrum Research], a consultancy {based} in [o:Ghent].",
        "Everything went according to plan when [s:Ferrum Steel] {moved} to [o:Ghent].",
    ]
    check(nlp, "asserted", "basedIn", sentences)
    check(nlp, "reported", "attacked", ["As [Ida Haik] described it on the stand, [s:Norway] {attacked} [o:Latvia]."])
    check(nlp, "asserted", "threatened", ["[s:Norway] has {threatened} [o:Latvia] with war if it does not pay."])
