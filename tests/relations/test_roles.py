"""Each shape of a clause that is undone, and each way from a word to the names that it stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from kg.relations.roles import denoted, holders, is_passive, modifiers, nouns, objects, prepositional, subjects
from kg.relations.tree import Tree, grow
from tests.relations.trees import at, plant, said, tree_of

# name: (tree, verb, its subjects, its objects)
CLAUSES = {
    "active": (
        "O:Norvane NNP nsubj bought | bought/buy VBD | O:Pelling NNP dobj bought",
        *("bought", "norvane", "pelling"),
    ),
    "passive": (
        "O:Pelling NNP nsubjpass bought | was/be VBD auxpass bought | bought/buy VBN | by IN agent bought"
        " | O:Norvane NNP pobj by",
        *("bought", "norvane", "pelling"),
    ),
    "passive without an agent": (
        "O:Pelling NNP nsubjpass bought | was/be VBD auxpass bought | bought/buy VBN",
        *("bought", "", "pelling"),
    ),
    "active perfect, whose participle is no passive": (
        "O:Norvane NNP nsubj bought | has/have VBZ aux bought | bought/buy VBN | O:Pelling NNP dobj bought",
        *("bought", "norvane", "pelling"),
    ),
    "relative clause, its pronoun the subject": (
        "O:Norvane NNP nsubj grew | which WDT nsubj bought | bought/buy VBD relcl Norvane"
        " | O:Pelling NNP dobj bought | grew/grow VBD",
        *("bought", "which", "pelling"),
    ),
    "passive relative clause": (
        "O:Pelling NNP nsubj grew | which WDT nsubjpass bought | was/be VBD auxpass bought"
        " | bought/buy VBN relcl Pelling | by IN agent bought | O:Norvane NNP pobj by | grew/grow VBD",
        *("bought", "norvane", "which"),
    ),
    "relative clause without a pronoun": (
        "the DT det firm | firm NN nsubj closed | P:Ana NNP nsubj founded | founded/found VBD relcl firm"
        " | closed/close VBD",
        *("founded", "ana", "firm"),
    ),
    "relative clause with 'where', whose noun is no object": (
        "L:Lima NNP | where WRB advmod met | P:Ana NNP nsubj met | met/meet VBD relcl Lima",
        *("met", "ana", ""),
    ),
    "past participle": (
        "O:Pelling NNP nsubj grew | bought/buy VBN acl Pelling | by IN agent bought | O:Norvane NNP pobj by"
        " | grew/grow VBD",
        *("bought", "norvane", "pelling"),
    ),
    "past participle, tagged as a past tense": (
        "O:Pelling NNP nsubj grew | bought/buy VBD acl Pelling | by IN agent bought | O:Norvane NNP pobj by"
        " | grew/grow VBD",
        *("bought", "norvane", "pelling"),
    ),
    "present participle behind a noun": (
        "rebels/rebel NNS nsubj fled | attacking/attack VBG acl rebels | L:Goma NNP dobj attacking | fled/flee VBD",
        *("attacking", "rebels", "goma"),
    ),
    "present participle beside a verb": (
        "O:Norvane NNP nsubj grew | grew/grow VBD | buying/buy VBG advcl grew | O:Pelling NNP dobj buying",
        *("buying", "norvane", "pelling"),
    ),
    "participle beside a passive": (
        "P:Bo NNP nsubjpass shot | was/be VBD auxpass shot | shot/shoot VBN | leaving/leave VBG advcl shot"
        " | L:Goma NNP dobj leaving",
        *("leaving", "bo", "goma"),
    ),
    "clause below an adjective": (
        "P:Ana NNP nsubj made | made/make VBD | it PRP nsubj clear | clear JJ ccomp made"
        " | visiting/visit VBG advcl clear | L:Lima NNP dobj visiting",
        *("visiting", "ana", "lima"),
    ),
    "joined verbs share the subject": (
        "O:Norvane NNP nsubj grew | grew/grow VBD | and CC cc grew | bought/buy VBD conj grew"
        " | O:Pelling NNP dobj bought",
        *("bought", "norvane", "pelling"),
    ),
    "joined verbs share the object": (
        "rebels/rebel NNS nsubj attacked | attacked/attack VBD | and CC cc attacked | burned/burn VBD conj attacked"
        " | L:Goma NNP dobj burned",
        *("attacked", "rebels", "goma"),
    ),
    "a passive's agent is not that of the one joined behind it": (
        "L:Goma NNP nsubjpass seized | was/be VBD auxpass seized | seized/seize VBN | by IN agent seized"
        " | rebels/rebel NNS pobj by | and CC cc seized | burned/burn VBN conj seized",
        *("burned", "", "goma"),
    ),
    "joined passives share the agent behind the last": (
        "L:Goma NNP nsubjpass seized | was/be VBD auxpass seized | seized/seize VBN | and CC cc seized"
        " | burned/burn VBN conj seized | by IN agent burned | rebels/rebel NNS pobj by",
        *("seized", "rebels", "goma"),
    ),
    "joined passives do not share it over a phrase of the first": (
        "L:Goma NNP nsubjpass seized | was/be VBD auxpass seized | seized/seize VBN | in IN prep seized"
        " | May NNP pobj in | and CC cc seized | burned/burn VBN conj seized | by IN agent burned"
        " | rebels/rebel NNS pobj by",
        *("seized", "", "goma"),
    ),
    "nor over an adverb of the second": (
        "L:Goma NNP nsubjpass seized | was/be VBD auxpass seized | seized/seize VBN | and CC cc seized"
        " | later RB advmod burned | burned/burn VBN conj seized | by IN agent burned | rebels/rebel NNS pobj by",
        *("seized", "", "goma"),
    ),
    "joined passives with an agent each": (
        "L:Goma NNP nsubjpass seized | was/be VBD auxpass seized | seized/seize VBN | by IN agent seized"
        " | rebels/rebel NNS pobj by | and CC cc seized | burned/burn VBN conj seized | by IN agent burned"
        " | troops/troop NNS pobj by",
        *("burned", "troops", "goma"),
    ),
    "active verb joined to a passive": (
        "P:Bo NNP nsubjpass arrested | was/be VBD auxpass arrested | arrested/arrest VBN | and CC cc arrested"
        " | accused/accuse VBD conj arrested | P:Ana NNP dobj accused",
        *("accused", "bo", "ana"),
    ),
    "passive joined to an active verb": (
        "P:Bo NNP nsubj fled | fled/flee VBD | and CC cc fled | was/be VBD auxpass caught"
        " | caught/catch VBN conj fled | by IN agent caught | police NNS pobj by",
        *("caught", "police", "bo"),
    ),
    "control by the subject": (
        "O:Norvane NNP nsubj agreed | agreed/agree VBD | to TO aux buy | buy VB xcomp agreed | O:Pelling NNP dobj buy",
        *("buy", "norvane", "pelling"),
    ),
    "control by the object": (
        "P:Ana NNP nsubj told | told/tell VBD | P:Bo NNP dobj told | to TO aux leave | leave VB xcomp told"
        " | L:Lima NNP dobj leave",
        *("leave", "bo", "lima"),
    ),
    "control by a passive's subject": (
        "P:Bo NNP nsubjpass asked | was/be VBD auxpass asked | asked/ask VBN | to TO aux leave"
        " | leave VB xcomp asked | L:Lima NNP dobj leave",
        *("leave", "bo", "lima"),
    ),
    "passive infinitive": (
        "O:Pelling NNP nsubj agreed | agreed/agree VBD | to TO aux bought | be VB auxpass bought"
        " | bought/buy VBN xcomp agreed | by IN agent bought | O:Norvane NNP pobj by",
        *("bought", "norvane", "pelling"),
    ),
    "gerund behind a preposition": (
        "after IN prep grew | buying/buy VBG pcomp after | O:Pelling NNP dobj buying | O:Norvane NNP nsubj grew"
        " | grew/grow VBD",
        *("buying", "norvane", "pelling"),
    ),
    "gerund behind 'of', of what the object does": (
        "police NNS nsubj accused | accused/accuse VBD | P:Bo NNP dobj accused | of IN prep accused"
        " | killing/kill VBG pcomp of | P:Ana NNP dobj killing",
        *("killing", "bo", "ana"),
    ),
    "gerund below a participle": (
        "O:Norvane NNP nsubj fell | accused/accuse VBN acl Norvane | of IN prep accused | robbing/rob VBG pcomp of"
        " | O:Pelling NNP dobj robbing | fell/fall VBD",
        *("robbing", "norvane", "pelling"),
    ),
    "'there is' has no subject, and takes none from above": (
        "P:Ana NNP nsubj said | said/say VBD | there EX expl are | are/be VBP ccomp said | rebels/rebel NNS attr are",
        *("are", "", ""),
    ),
    "a root without a subject": (
        "buy VB | O:Pelling NNP dobj buy",
        *("buy", "", "pelling"),
    ),
}


@pytest.mark.parametrize(("table", "verb", "doers", "done_to"), CLAUSES.values(), ids=CLAUSES)
def test_who_does_what(table: str, verb: str, doers: str, done_to: str) -> None:
    tree = tree_of(table)
    assert said(tree, subjects(tree, at(tree, verb))) == doers
    assert said(tree, objects(tree, at(tree, verb))) == done_to


def test_shapes_are_undone_only_so_deep() -> None:
    verbs = [f"v{number}/v VB xcomp v{number - 1}" for number in range(1, 9)]
    tree = tree_of(" | ".join(["P:Ana NNP nsubj v0", "v0/v VBD", *verbs]))
    assert said(tree, subjects(tree, at(tree, "v6"))) == "ana"
    assert said(tree, subjects(tree, at(tree, "v7"))) == ""


def test_is_passive() -> None:
    tree = tree_of(
        "troops NNS nsubj fled | sent/send VBN acl troops | giving/give VBG acl troops | fled/flee VBD"
        " | having/have VBG aux lost | lost/lose VBN advcl fled | seen/see VBN advcl fled"
    )
    assert [word for word in tree.words if is_passive(tree, at(tree, word))] == ["sent", "seen"]


@pytest.mark.parametrize(
    ("preposition", "found"), [("in", "chad mali"), ("by", "bo"), ("to", "peru"), ("up", ""), ("of", "")]
)
def test_prepositional(preposition: str, found: str) -> None:
    tree = tree_of(
        "sent/send VBN | up RP prt sent | in IN prep sent | L:Chad NNP pobj in | and CC cc in | in IN conj in"
        " | L:Mali NNP pobj in | by IN agent sent | P:Bo NNP pobj by | to IN dative sent | L:Peru NNP pobj to"
    )
    assert said(tree, prepositional(tree, at(tree, "sent"), frozenset({preposition}))) == found


def test_several_prepositions_at_once() -> None:
    tree = tree_of("sent/send VBN | to IN prep sent | L:Peru NNP pobj to | into IN prep sent | L:Lima NNP pobj into")
    assert said(tree, prepositional(tree, 0, frozenset({"into", "to"}))) == "peru lima"


# name: (tree, noun, the names before it)
MODIFIERS = {
    "adjective": ("L:Danish JJ amod premier | premier NN", "premier", "danish"),
    "possessive": ("L:Lisbon NNP poss mayor | 's POS case Lisbon | mayor NN", "mayor", "lisbon"),
    "hung on the name behind": (
        "L:Chilean JJ amod Ana | foreign JJ amod minister | minister NN compound Ana | P:Ana NNP",
        *("minister", "chilean"),
    ),
    "only the nearest": (
        "L:German JJ amod striker | O:Chelsea NNP compound striker | striker NN",
        *("striker", "chelsea"),
    ),
    "a date does not stand in the way": (
        "L:Danish JJ amod attack | D:2019 CD nummod attack | attack NN",
        *("attack", "2019 danish"),
    ),
    "behind a hyphen": ("L:US NNP npadvmod led | - HYPH punct led | led/lead VBN", "led", "us"),
    "before a participle": (
        "L:Chile NNP poss party | 's POS case Chile | ruling VBG amod party | party NN",
        "party",
        "chile",
    ),
    "a noun with 's is the owner": (
        "L:Danish JJ amod premier | premier NN poss wife | 's POS case premier | wife NN",
        *("wife", "premier"),
    ),
    "a verb ends the phrase": ("L:Chile NNP nsubj made | made/make VBD | party NN dobj made", "party", ""),
    "a comma ends the phrase": ("L:Chile NNP | , , punct Chile | party NN appos Chile", "party", ""),
    "a place behind a preposition of its own": (
        "In IN prep met | L:Chile NNP pobj In | minister NN compound Ana | P:Ana NNP nsubj met | met VBD",
        *("minister", ""),
    ),
    "a place behind a preposition that rules nothing": (
        "In IN prep met | the DT det Chile | L:Chile NNP compound Ana | minister NN compound Ana"
        " | P:Ana NNP nsubj met | met VBD",
        *("minister", ""),
    ),
    "a place behind a preposition that took the subject": (
        "In IN prep met | L:Chile NNP compound Ana | minister NN compound Ana | P:Ana NNP pobj In | met VBD",
        *("minister", ""),
    ),
    "a place behind a preposition, of a verb with a subject": (
        "In IN prep met | L:Chile NNP compound Ana | minister NN compound Ana | P:Ana NNP pobj In | P:Bo NNP nsubj met"
        " | met VBD",
        *("minister", "chile"),
    ),
    "a place behind a preposition that rules the person": (
        "met VBD | with IN prep met | L:Chile NNP compound Ana | minister NN compound Ana | P:Ana NNP pobj with",
        *("minister", "chile"),
    ),
    "a place behind a preposition that rules the noun": (
        "in IN prep seen | L:Chile NNP compound ports | ports/port NNS pobj in | seen VBN",
        *("ports", "chile"),
    ),
    "a demonym is no object of a preposition": (
        "In IN prep met | L:Chilean JJ amod Ana | minister NN compound Ana | P:Ana NNP nsubj met | met VBD",
        *("minister", "chilean"),
    ),
    "nor is a possessive": (
        "In IN prep met | L:Chile NNP poss minister | 's POS case Chile | minister NN compound Ana | P:Ana NNP pobj In"
        " | met VBD",
        *("minister", "chile"),
    ),
    "a possessive further left": (
        "P:Ana NNP poss chief | 's POS case Ana | now RB advmod former | and CC cc former | former JJ amod chief"
        " | chief NN",
        *("chief", "ana"),
    ),
}


@pytest.mark.parametrize(("table", "noun", "found"), MODIFIERS.values(), ids=MODIFIERS)
def test_modifiers(table: str, noun: str, found: str) -> None:
    tree = tree_of(table)
    assert said(tree, modifiers(tree, at(tree, noun))) == found


# name: (tree, noun, whom it describes)
HOLDERS = {
    "title before the name": ("head NN compound Ana | P:Ana NNP", "head", "ana"),
    "apposition behind the name": ("P:Ana NNP | , , punct Ana | head NN appos Ana", "head", "ana"),
    "apposition behind joined names, one of them described": (
        "P:Ana NNP nsubj met | and CC cc Ana | P:Bo NNP conj Ana | , , punct Ana | her PRP$ poss husband"
        " | husband NN appos Ana | , , punct Ana | met/meet VBD",
        *("husband", "bo"),
    ),
    "apposition behind joined names, all described": (
        "P:Ana NNP nsubj met | and CC cc Ana | P:Bo NNP conj Ana | , , punct Ana | ministers/minister NNS appos Ana"
        " | , , punct Ana | met/meet VBD",
        *("ministers", "ana"),
    ),
    "apposition before the name": ("the DT det head | head NN | , , punct head | P:Ana NNP appos head", "head", "ana"),
    "participle before the name": (
        "L:Lisbon NNP npadvmod based | - HYPH punct based | based/base VBN amod Norvane | O:Norvane NNP",
        *("based", "norvane norvane"),
    ),
    "copula": ("P:Ana NNP nsubj is | is/be VBZ | head NN attr is", "head", "ana"),
    "'became'": ("P:Ana NNP nsubj became | became/become VBD | head NN attr became", "head", "ana"),
    "'the head is Ana'": ("head NN nsubj is | is/be VBZ | P:Ana NNP attr is", "head", "ana"),
    "'was named head'": (
        "P:Bo NNP nsubjpass named | was/be VBD auxpass named | named/name VBN | head NN oprd named",
        *("head", "bo"),
    ),
    "'named Bo head'": (
        "O:Norvane NNP nsubj named | named/name VBD | P:Bo NNP dobj named | their PRP$ poss head | head NN oprd named",
        *("head", "bo"),
    ),
    "'serves as head'": (
        "P:Ana NNP nsubj serves | serves/serve VBZ | as IN prep serves | head NN pobj as",
        "head",
        "ana",
    ),
    "'was elected as head'": (
        "P:Ana NNP nsubjpass elected | was/be VBD auxpass elected | elected/elect VBN | as IN prep elected"
        " | head NN pobj as",
        *("head", "ana"),
    ),
    "'chose Bo as head'": (
        "O:Norvane NNP nsubj chose | chose/choose VBD | P:Bo NNP dobj chose | as IN prep chose | head NN pobj as",
        *("head", "bo"),
    ),
    "'chose her as head'": (
        "O:Norvane NNP nsubj chose | chose/choose VBD | her PRP dobj chose | as IN prep chose | head NN pobj as",
        *("head", "her"),
    ),
    "'came as head'": (
        "P:Ana NNP nsubj came | came/come VBD | as IN prep came | head NN pobj as",
        *("head", "ana"),
    ),
    "'replaced Bo as head'": (
        "P:Ana NNP nsubj replaced | replaced/replace VBD | P:Bo NNP dobj replaced | as IN prep replaced"
        " | head NN pobj as",
        *("head", "ana"),
    ),
    "'met the head' describes nobody": (
        "P:Ana NNP nsubj met | met/meet VBD | the DT det head | head NN dobj met",
        "head",
        "",
    ),
    "'wrote to the head' describes nobody": (
        "P:Ana NNP nsubj wrote | wrote/write VBD | to IN prep wrote | head NN pobj to",
        *("head", ""),
    ),
    "joined nouns": (
        "P:Ana NNP | , , punct Ana | founder NN appos Ana | and CC cc founder | head NN conj founder",
        *("head", "ana"),
    ),
    "joined nouns, the name behind the last": (
        "founder NN | and CC cc founder | head NN conj founder | P:Ana NNP appos head",
        *("founder", "ana ana"),
    ),
    "the name behind a comma, hung on the other name": (
        "the DT det head | head NN nsubj left | of IN prep head | O:Norvane NNP pobj of | , , punct Norvane"
        " | P:Ana NNP appos Norvane | , , punct head | left/leave VBD",
        *("head", "ana"),
    ),
    "names of one type behind a comma may be a list": (
        "the DT det mother | mother NN nsubj left | of IN prep mother | P:Lu NNP pobj of | , , punct Lu"
        " | P:Bo NNP appos Lu | , , punct mother | left/leave VBD",
        *("mother", ""),
    ),
    "a name behind a comma that begins the main clause": (
        "with IN prep left | the DT det head | head NN pobj with | of IN prep head | O:Norvane NNP pobj of"
        " | , , punct left | P:Ana NNP nsubj left | left/leave VBD",
        *("head", ""),
    ),
}


@pytest.mark.parametrize(("table", "noun", "found"), HOLDERS.values(), ids=HOLDERS)
def test_holders(table: str, noun: str, found: str) -> None:
    tree = tree_of(table)
    assert said(tree, holders(tree, at(tree, noun))) == found


def test_a_pronoun_behind_a_noun_is_not_described() -> None:
    doc, [her] = plant("head NN nsubj said | P:she PRP nsubj met | met/meet VBD ccomp said | said/say VBD")
    assert list(holders(grow(doc, [her]), 0)) == [1]
    assert list(holders(grow(doc, [replace(her, kind="pronoun")]), 0)) == []


# name: (tree, word, the names that it stands for, each with how directly)
DENOTED: dict[str, tuple[str, str, Mapping[str, float]]] = {
    "a name": ("P:Ana NNP compound Rey | P:+Rey NNP nsubj left | left/leave VBD", "rey", {"Ana Rey": 1}),
    "joined names": (
        "P:Ana NNP nsubj met | , , punct Ana | P:Bo NNP conj Ana | and CC cc Bo | P:Lu NNP conj Bo | met/meet VBD",
        *("ana", {"Ana": 1, "Bo": 1, "Lu": 1}),
    ),
    "joined names, hung wrongly": (
        "P:Emil NNP compound Roux | P:+Roux NNP nmod Bondar | and CC cc Roux | P:Taras NNP conj Roux"
        " | P:+Bondar NNP nsubj met | met/meet VBD",
        *("bondar", {"Taras Bondar": 1, "Emil Roux": 1}),
    ),
    "a name and a noun joined to it": (
        "P:Ana NNP nsubj met | and CC cc Ana | L:Danish JJ amod officials | officials/official NNS conj Ana"
        " | met/meet VBD",
        *("ana", {"Ana": 1, "Danish": 0.9}),
    ),
    "a noun and a name joined to it": (
        "officials/official NNS nsubj met | and CC cc officials | P:Bo NNP conj officials | met/meet VBD",
        *("officials", {"Bo": 1}),
    ),
    "a relative pronoun": (
        "P:Ana NNP nsubj fled | who WP nsubj shot | shot/shoot VBD relcl Ana | fled/flee VBD",
        *("who", {"Ana": 1}),
    ),
    "a relative pronoun, for both names before it": (
        "P:Ana NNP nsubj fled | and CC cc Ana | P:Bo NNP conj Ana | who WP nsubj shot | shot/shoot VBD relcl Ana"
        " | fled/flee VBD",
        *("who", {"Ana": 1, "Bo": 1}),
    ),
    "a relative pronoun, not for a name behind it": (
        "P:Ana NNP nsubj fled | who WP nsubj shot | shot/shoot VBD relcl Ana | and CC cc Ana | P:Jim NNP conj Ana"
        " | fled/flee VBD",
        *("who", {"Ana": 1}),
    ),
    "'who' is no organisation, but the person before it": (
        "P:Bo NNP nsubj fled | , , punct Bo | head NN appos Bo | of IN prep head | O:Norvane NNP pobj of"
        " | , , punct Norvane | who WP nsubj shot | shot/shoot VBD relcl Norvane | fled/flee VBD",
        *("who", {"Bo": 0.95}),
    ),
    "'who' is the name before it where that is a person": (
        "mother NN nsubj fled | , , punct mother | P:Ana NNP appos mother | who WP nsubj shot"
        " | shot/shoot VBD relcl Ana | fled/flee VBD",
        *("who", {"Ana": 1}),
    ),
    "'which' may be an organisation": (
        "P:Bo NNP nsubj fled | , , punct Bo | head NN appos Bo | of IN prep head | O:Norvane NNP pobj of"
        " | , , punct Norvane | which WDT nsubj fell | fell/fall VBD relcl Norvane | fled/flee VBD",
        *("which", {"Norvane": 1}),
    ),
    "a question's 'who'": ("who WP nsubj shot | shot/shoot VBD | P:Bo NNP dobj shot", "who", {}),
    "a noun with a name in apposition": (
        "the DT det maker | maker NN nsubj sued | , , punct maker | O:Norvane NNP appos maker | sued/sue VBD",
        *("maker", {"Norvane": 0.95}),
    ),
    "a noun in apposition": (
        "O:Norvane NNP nsubj sued | , , punct Norvane | maker NN appos Norvane | sued/sue VBD",
        *("maker", {"Norvane": 0.95}),
    ),
    "a noun with the name right behind it": (
        "software NN compound firm | firm NN nsubj sued | O:Norvane NNP dep firm | sued/sue VBD",
        *("firm", {"Norvane": 0.95}),
    ),
    "a title": ("chancellor NN compound Bo | P:Bo NNP nsubj left | left/leave VBD", "chancellor", {"Bo": 0.95}),
    "a name right behind, in another phrase": (
        "maker NN nsubj gave | P:Bo NNP dative gave | gave/give VBD",
        *("maker", {}),
    ),
    "the noun of a copula": ("P:Ana NNP nsubj is | is/be VBZ | maker NN attr is", "maker", {"Ana": 0.95}),
    "a part": ("outskirts/outskirt NNS | of IN prep outskirts | L:Goma NNP pobj of", "outskirts", {"Goma": 1}),
    "a part of a part": (
        "part NN | of IN prep part | the DT det region | L:Goma NNP compound region | region NN pobj of",
        *("part", {"Goma": 0.95}),
    ),
    "a shell of a place": ("L:Donetsk NNP compound region | region NN", "region", {"Donetsk": 0.95}),
    "a shell of an organisation": ("O:Labour NNP compound party | party NN", "party", {"Labour": 0.95}),
    "a possessive is no shell": ("L:Denmark NNP poss region | 's POS case Denmark | region NN", "region", {}),
    "a demonym is no shell": ("L:Danish JJ amod region | region NN", "region", {}),
    "a shell with 'of'": ("city NN | of IN prep city | L:Porto NNP pobj of", "city", {"Porto": 0.95}),
    "a shell with 'of' and no name": ("city NN | of IN prep city | light NN pobj of", "city", {}),
    "a shell with 'of' is for places": ("city NN | of IN prep city | O:Norvane NNP pobj of", "city", {}),
    "troops of a place": ("L:Danish JJ amod troops | troops/troop NNS", "troops", {"Danish": 0.9}),
    "officials from a place": (
        "officials/official NNS | from IN prep officials | L:Chile NNP pobj from",
        "officials",
        {"Chile": 0.9},
    ),
    "one of many does not act for an organisation": (
        "a DT det lawyer | O:Norvane NNP compound lawyer | lawyer NN",
        *("lawyer", {}),
    ),
    "the one does": ("the DT det lawyer | O:Norvane NNP compound lawyer | lawyer NN", "lawyer", {"Norvane": 0.9}),
    "gunmen do not act for a place": ("L:Danish JJ amod gunmen | gunmen/gunman NNS", "gunmen", {}),
    "gunmen of an organisation": ("O:Hamas NNP compound gunmen | gunmen/gunman NNS", "gunmen", {"Hamas": 0.9}),
    "a person's family is not the person": ("P:Merkel NNP compound family | family NN", "family", {}),
    "a person's government": ("P:Merkel NNP compound government | government NN", "government", {"Merkel": 0.9}),
    "a person's lawyer": ("P:Merkel NNP poss lawyer | 's POS case Merkel | lawyer NN", "lawyer", {}),
    "troops of two places": (
        "troops/troop NNS | from IN prep troops | L:Chad NNP pobj from | and CC cc Chad | L:Mali NNP conj Chad",
        *("troops", {"Chad": 0.9, "Mali": 0.9}),
    ),
    "a date is nobody's troops": ("D:1999 CD nummod troops | troops/troop NNS", "troops", {}),
    "nor are troops from a date": ("troops/troop NNS | from IN prep troops | D:1999 CD pobj from", "troops", {}),
    "any other noun": ("L:Danish JJ amod novel | novel NN", "novel", {}),
}


def _denoted(tree: Tree, word: str, *, proxies: bool = True, joined: bool = True) -> dict[str, float]:
    found = denoted(tree, at(tree, word), proxies=proxies, joined=joined)
    return {mention.text: directness for mention, directness in found}


@pytest.mark.parametrize(("table", "word", "found"), DENOTED.values(), ids=DENOTED)
def test_denoted(table: str, word: str, found: Mapping[str, float]) -> None:
    assert _denoted(tree_of(table), word) == found


def test_proxies_can_be_left_out() -> None:
    tree = tree_of("L:Danish JJ amod troops | troops/troop NNS | L:Donetsk NNP compound region | region NN dep troops")
    assert _denoted(tree, "troops", proxies=False) == {}
    assert _denoted(tree, "region", proxies=False) == {"Donetsk": 0.95}


def test_joined_names_can_be_left_out() -> None:
    tree = tree_of("P:Ana NNP | and CC cc Ana | P:Bo NNP conj Ana")
    assert _denoted(tree, "ana", joined=False) == {"Ana": 1}


def test_lists_of_nouns() -> None:
    assert {"troop", "official"} <= nouns("proxy_of_place") & nouns("proxy_of_organization")
    assert "troops" in nouns("proxy_of_person")
    with pytest.raises(KeyError):
        nouns("nothing")
