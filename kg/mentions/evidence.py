"""What a name and the words around it tell about its type: points for Person, Organization, Place, and none of them.

A point is about what one entity label of the pipeline is worth; the numbers were set by hand on news articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.gazetteer import place_kind, place_of
from kg.mentions.datelines import before_state
from kg.mentions.lexicon import lexicon
from kg.mentions.spans import Candidate, characters
from kg.mentions.tokens import Tokens

__all__ = ["ORGANIZATION", "OTHER", "PERSON", "PLACE", "Points", "of_context", "of_label", "of_name"]

Points = dict[str, float]

PERSON, ORGANIZATION, PLACE, OTHER = "Person", "Organization", "Place", "Other"

_OF_LABEL = {
    "PERSON": (PERSON, 1.0),
    "ORG": (ORGANIZATION, 0.8),
    "GPE": (PLACE, 1.0),
    "LOC": (PLACE, 1.0),
    "FAC": (PLACE, 0.8),
    "NORP": (OTHER, 0.6),
    "PRODUCT": (OTHER, 0.4),
    "EVENT": (OTHER, 1.0),
    "WORK_OF_ART": (OTHER, 0.8),
    "LAW": (OTHER, 0.8),
}
_AFFILIATION = re.compile(r"[RDI] ?[-–] ?[A-Z]")
"""A politician's party and state: "R-Tenn."."""
_KNOWN_PLACE = 2.5
_OF_KIND = {"country": 2.5, "region": 2.0, "state": 2.0, "city": 0.8}
_LARGE = 400_000
_AFTER_HEAD = frozenset({"of", "for", "on", "against"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def of_name(tokens: Tokens, start: int, end: int) -> Points:
    """What the name itself tells, wherever it stands."""
    points: Points = {}
    for type_, value in _name_evidence(tokens, start, end):
        points[type_] = points.get(type_, 0.0) + value
    return points


def of_label(candidate: Candidate) -> Points:
    """What the pipeline's label tells; nothing where it found no name."""
    if not candidate.label:
        return {}
    type_, value = _OF_LABEL[candidate.label]
    return {type_: value}


def of_context(tokens: Tokens, candidate: Candidate) -> Points:
    """What the words around an occurrence tell."""
    points: Points = {}
    for evidence in (_before_evidence, _after_evidence, _around_evidence, _syntax_evidence):
        for type_, value in evidence(tokens, candidate.start, candidate.end):
            points[type_] = points.get(type_, 0.0) + value
    return points


def _name_evidence(tokens: Tokens, start: int, end: int) -> Iterator[tuple[str, float]]:
    known = lexicon()
    first_at, last_at = characters(tokens, start, end)
    name = tokens.text[first_at:last_at]
    plain = name.removeprefix("The ").removeprefix("the ")
    lowers = tokens.lowers[start:end]
    first, last = lowers[0], lowers[-1]
    if plain in known.organizations or (len(plain) > 4 and plain.isupper() and plain.title() in known.organizations):
        yield ORGANIZATION, 3.0
    if plain in known.not_names or (len(lowers) == 1 and last in known.other_words | known.other_heads):
        yield OTHER, 6.0
    kind = place_kind(plain)
    if kind is not None:
        yield PLACE, _KNOWN_PLACE if place_of(plain) is not None else _OF_KIND[kind]
        if kind == "city" and place_kind(plain, population=_LARGE) is not None:
            yield PLACE, 0.8
    if len(lowers) > 1:
        headed = list(_headed_evidence(lowers))
        yield from headed
        if not headed and (first.strip(".") in known.given_names or (len(first) == 2 and first[1] == ".")):
            yield PERSON, 1.5
    elif last in known.services:
        yield ORGANIZATION, 2.5
    elif name.isupper() and 2 <= len(name) <= 5 and name.isalpha():
        yield ORGANIZATION, 0.5
    elif last in known.given_names:
        yield PERSON, 0.5


def _headed_evidence(lowers: list[str]) -> Iterator[tuple[str, float]]:
    """What the head of a name tells: "Institute" of "Institute for Animal Studies", "Lake" of "Blue Lake"."""
    known = lexicon()
    at = next((index for index, word in enumerate(lowers) if _is_after_head(lowers, index)), len(lowers))
    head = lowers[at - 1] if at else lowers[-1]
    if lowers[-1] in known.organization_suffixes:
        yield ORGANIZATION, 3.0
    if head in known.other_heads or lowers[0] in known.ships:
        yield OTHER, 3.0
    elif head in known.organization_heads or (at < len(lowers) and head in known.organization_heads_of):
        yield ORGANIZATION, 2.0
    elif head in known.place_heads:
        yield PLACE, 0.8 if len(lowers) == 2 and _may_be_person(lowers) else 2.0
    elif lowers[0] in known.organization_firsts:
        yield ORGANIZATION, 1.5


def _is_after_head(lowers: list[str], index: int) -> bool:
    return lowers[index] in _AFTER_HEAD or lowers[max(0, index - 2) : index] == ["task", "force"]


def _may_be_person(lowers: list[str]) -> bool:
    """True for "Ann Hall", not for "City Hall"."""
    known = lexicon()
    return lowers[1] in known.place_surnames and lowers[0] in known.given_names


def _before_evidence(tokens: Tokens, start: int, end: int) -> Iterator[tuple[str, float]]:
    """What the words before a name tell: "the carmaker X", "the town of X", "director of X", "travelled to X"."""
    known = lexicon()
    before, second = tokens.lower(start - 1), tokens.lower(start - 2)
    if before in known.titles or before in known.roles:
        yield PERSON, 1.5
    if before in known.organization_nouns:
        yield ORGANIZATION, 2.0
    if before in known.place_nouns:
        yield PLACE, 1.0
    if before == "of" and second in known.place_nouns:
        yield PLACE, 1.2
    elif before == "of" and second in known.place_belongings:
        yield PLACE, 0.8
    officer = tokens.lower(start - 3) if before == "the" and second == "of" else second if before == "of" else ""
    if officer in known.organization_officers:
        yield ORGANIZATION, 1.2
    if before == "to" and tokens.lemma(start - 2) in known.motions:
        yield PLACE, 0.8
    if before in known.place_prepositions and tokens.poses[start - 1] == "ADP":
        yield PLACE, 0.8


def _after_evidence(tokens: Tokens, start: int, end: int) -> Iterator[tuple[str, float]]:
    """What the words after a name tell: "X shares", "the X region", "X's wife", "X, 56,", "X-based"."""
    known = lexicon()
    after, second, third = (tokens.lower(index) for index in range(end, end + 3))
    if after in known.ministers and end - start > 1 and tokens.lowers[end - 1] in known.other_words:
        yield OTHER, 2.0  # "Shadow Home" of "Shadow Home Secretary"
    if after in known.place_nouns:
        yield PLACE, 1.2
    if after in known.organization_nouns:
        yield ORGANIZATION, 0.8
    if after in ("'s", "’s") and second in known.place_belongings:
        yield PLACE, 0.8
    if after in ("'s", "’s") and second in known.person_belongings:
        yield PERSON, 0.8
    if after == "," and second[:1].isalpha() and before_state(tokens, end):
        person = end - start > 1 and tokens.lowers[start] in known.given_names
        yield PLACE, 0.0 if person or tokens.lower(start - 1) in known.titles else 2.0
    if after == "," and second.isdigit() and third == ",":
        yield PERSON, 2.0
    if after == "-" and second in ("based", "born"):
        yield PLACE, 2.0
    if after == ":" and tokens.is_break(start - 1) and end - start > 1:
        yield PERSON, 0.8


def _around_evidence(tokens: Tokens, start: int, end: int) -> Iterator[tuple[str, float]]:
    """What stands on either side tells: quotation marks, brackets, "the film X"."""
    known = lexicon()
    before, after = tokens.lower(start - 1), tokens.lower(end)
    if after in known.other_nouns or (before in known.other_nouns and before != "play"):
        yield OTHER, 1.2
    if _is_quoted(tokens, start, end):
        yield OTHER, 1.2
    if _AFFILIATION.match(tokens.slice(start, end)):
        yield OTHER, 6.0
    if tokens.words[start] == "Mass." and before != ",":  # "went to Mass."
        yield OTHER, 6.0
    if before == "(" and after == ")" and tokens.words[start].isupper() and end - start == 1:
        yield ORGANIZATION, 1.0


def _is_quoted(tokens: Tokens, start: int, end: int) -> bool:
    """True for a name that quotation marks surround, with or without a title or stop: "Doctor Faustus"."""
    opens = tokens.lower(start - 1) in ('"', "“") or (
        tokens.lower(start - 2) in ('"', "“")
        and not tokens.is_break(start - 1)
        and tokens.lowers[start - 1] in lexicon().titles
    )
    return opens and (
        tokens.lower(end) in ('"', "”") or (tokens.lower(end) in (",", ".") and tokens.lower(end + 1) in ('"', "”"))
    )


def _syntax_evidence(tokens: Tokens, start: int, end: int) -> Iterator[tuple[str, float]]:
    known = lexicon()
    root = _root(tokens, start, end)
    if root is None:
        return
    head = tokens.heads[root]
    dep = tokens.deps[root]
    if dep in _SUBJECTS and tokens.lemmas[head] in known.says:
        yield PERSON, 0.7
    if dep in ("nsubjpass", "dobj") and tokens.lemmas[head] in known.suffers:
        yield PERSON, 0.7
    if dep == "dobj" and tokens.lemmas[head] in known.visits:
        yield PLACE, 0.6
    if dep == "nsubj" and tokens.lemmas[head] == "be":
        yield from (
            kind for child in tokens.children[head] if tokens.deps[child] == "attr" for kind in _of_noun(tokens, child)
        )
    if dep == "appos" and tokens.lower(start - 1) == ",":
        yield from _of_noun(tokens, head)
    if end - start == 1 and tokens.lower(start - 1) == "the" and start - 1 in tokens.children[root]:
        yield PERSON, -1.0
    for child in tokens.children[root]:
        if child < end:
            continue
        if tokens.deps[child] == "relcl" and any(
            tokens.lowers[word] in ("who", "whose", "whom") for word in range(end, child)
        ):
            yield PERSON, 1.0
        if tokens.deps[child] == "appos":
            yield from _of_noun(tokens, child)


def _of_noun(tokens: Tokens, index: int) -> Iterator[tuple[str, float]]:
    """What a noun in apposition, or said to be the same, tells."""
    known = lexicon()
    lemma = tokens.lemmas[index]
    if lemma in known.roles:
        yield PERSON, 1.2
    elif lemma in known.organization_nouns or (
        lemma == "house" and tokens.lower(index - 1) in known.organization_houses
    ):
        yield ORGANIZATION, 1.2
    elif lemma in known.place_nouns:
        yield PLACE, 1.0


def _root(tokens: Tokens, start: int, end: int) -> int | None:
    """The token of a name whose head lies outside it."""
    for index in range(end - 1, start - 1, -1):
        if not start <= tokens.heads[index] < end or tokens.heads[index] == index:
            return index
    return None
