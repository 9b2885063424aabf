"""Where names begin and end: the pipeline's entities, trimmed, and parted where it joined two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.gazetteer import is_country, is_demonym, place_kind, place_of
from kg.mentions.lexicon import lexicon
from kg.mentions.tokens import Tokens

__all__ = [
    "DASHES",
    "Candidate",
    "characters",
    "covered_by",
    "entities",
    "extended_person",
    "is_namelike",
    "is_spaced",
    "key_of",
    "trim",
    "without",
]

_ENTITY_LABELS = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "PRODUCT", "EVENT", "WORK_OF_ART", "LAW"})
_MAY_BEGIN_WITH_TITLE = frozenset({"PERSON", "NORP", "PRODUCT", "WORK_OF_ART", "GPE", ""})
_POSSESSIVE = frozenset({"'s", "’s", "'", "’"})
_JOINING = frozenset({"and", "&", ",", "/", "or", ";"})
DASHES = frozenset({"-", "–", "—", "--"})
_STUCK = re.compile(r"""(?<=\w)[("“](?=\w*$)""")
"""A bracket or quotation mark without a space before it, and what it opens."""
_SYLLABLE = 5
"""Letters of a syllable in a name that is written with a hyphen: "Kwang" of "Lee Kwang-soo"."""
_SCORE = re.compile(r"\d+[-–:]\d+$|\d+['’]?$")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Tokens that may be a name; ``label`` is the pipeline's, or empty where it found none."""

    start: int
    end: int
    label: str


def characters(tokens: Tokens, start: int, end: int) -> tuple[int, int]:
    """The characters of a name without what sticks to its end: "Quist" of "Quist(born", "U.S." of "U.S.-led"."""
    first, last = tokens.span(start, end)
    word = tokens.words[end - 1]
    stuck = _STUCK.search(word)
    if stuck is not None:
        return first, last - len(word) + stuck.start()
    name, hyphen, rest = word.rpartition("-")
    return first, last - len(rest) - 1 if hyphen and name and rest in lexicon().adjoined else last


def key_of(tokens: Tokens, start: int, end: int) -> str:
    """What occurrences of one name have in common: its words folded, without article and brackets."""
    first, last = characters(tokens, start, end)
    name = tokens.text[first:last].lower().replace("[", "").replace("]", "").replace("’", "'")
    return " ".join(name.split()).removeprefix("the ")


def without(candidates: Iterable[Candidate], others: Iterable[Candidate]) -> list[Candidate]:
    """The candidates that are not covered throughout by the others."""
    inside = covered_by(others)
    return [item for item in candidates if not all(index in inside for index in range(item.start, item.end))]


def covered_by(candidates: Iterable[Candidate]) -> set[int]:
    """The tokens of the candidates."""
    return {index for item in candidates for index in range(item.start, item.end)}


def entities(doc: Doc, tokens: Tokens) -> list[Candidate]:
    """The pipeline's entities that may be names: each on one line, trimmed, and parted where it joined two."""
    seen = {ent.text.lower() for ent in doc.ents}
    found: list[Candidate] = []
    for ent in doc.ents:
        if ent.label_ not in _ENTITY_LABELS:
            continue
        for first, last in _lines(tokens, ent.start, ent.end):
            for start, end, label in _parted(tokens, first, last, ent.label_, seen):
                label = "ORG" if _is_service(tokens, start, end) else label
                start, end = trim(tokens, start, end, label)
                if is_namelike(tokens, start, end):
                    found.append(Candidate(start, end, label))
    return found


def _is_service(tokens: Tokens, start: int, end: int) -> bool:
    """True for "Navy Capt", a service and a rank in it without the officer."""
    known = lexicon()
    return end - start > 1 and tokens.lowers[end - 1] in known.ranks and tokens.lowers[end - 2] in known.service_ends


def trim(tokens: Tokens, start: int, end: int, label: str) -> tuple[int, int]:
    """Without articles, titles, quotes and possessives around a name; with the bracket of "[Ann] Lee"."""
    start = _trimmed_left(tokens, start, end, label)
    # "the pro-*Beijing* New Party": whom it is for or against is none of its name.
    if end - start > 1 and tokens.lower(start - 1) == "-" and tokens.lower(start - 2) in ("pro", "anti"):
        start += 1
    while end > start and (_is_outer(tokens, end - 1) or _is_trailing(tokens, start, end, label)):
        end -= 1
    if end - start > 1 and _leads_to_title(tokens, start, end):
        end = start + 1
    while end - start > 1 and _is_known_but_first(tokens, start, end):
        start += 1
    words = tokens.words[start:end]
    if "]" in words and "[" not in words and start > 0 and tokens.words[start - 1] == "[":
        start -= 1
    for opening, closing in (("(", ")"), ("[", "]")):
        if opening in tokens.words[start:end] and closing not in tokens.words[start:end]:
            end = tokens.words.index(opening, start)
    while end > start and tokens.words[end - 1] == "]" and "[" not in tokens.words[start:end]:
        end -= 1
    return start, end


def is_namelike(tokens: Tokens, start: int, end: int) -> bool:
    """True if there is a capital or digit, and something beside titles."""
    known = lexicon()
    words = tokens.words[start:end]
    if not any(word[:1].isupper() or word[:1].isdigit() for word in words):
        return False
    return tokens.slice(start, end) in known.organizations or any(word.lower() not in known.titles for word in words)


def _trimmed_left(tokens: Tokens, start: int, end: int, label: str) -> int:
    known = lexicon()
    while end - start > 2 and tokens.lowers[start] in known.affixes and tokens.words[start + 1] == "-":
        start += 2
    while start < end and (_is_outer(tokens, start) or _is_lower(tokens, start)):
        start += 1
    if end - start > 1 and tokens.lowers[start] in known.openers:
        return _trimmed_left(tokens, start + 1, end, label)
    if label in _MAY_BEGIN_WITH_TITLE:
        while end - start > 1 and _is_title(tokens, start, label) and _may_begin(tokens, start + 1):
            if end - start == 2 and tokens.lowers[start + 1] in known.organization_heads:  # "Justice Department"
                break
            start += 1
    if label == "PERSON" and end - start > 2 and _is_before_person(tokens, start):
        start += 1
    return start


def _is_before_person(tokens: Tokens, start: int) -> bool:
    """True for a verb at the head of a sentence and for a people's name: "Imagine Ann Lee", "Kentuckian Ann Lee"."""
    word = tokens.lowers[start]
    if word in lexicon().given_names:
        return False
    following = tokens.lowers[start + 1] in lexicon().given_names
    return following and (word in lexicon().heading_verbs or is_demonym(tokens.words[start]))


def _may_begin(tokens: Tokens, index: int) -> bool:
    return not _is_outer(tokens, index) and not _is_lower(tokens, index)


def _is_outer(tokens: Tokens, index: int) -> bool:
    """True for an article, a possessive, and a mark other than a square bracket."""
    word = tokens.words[index]
    if word in _POSSESSIVE or tokens.lowers[index] in lexicon().articles or word.isspace():
        return True
    return not any(letter.isalnum() for letter in word) and word not in ("[", "]")


def _is_lower(tokens: Tokens, index: int) -> bool:
    return tokens.words[index][:1].islower() and tokens.lowers[index] not in lexicon().particles


def _is_title(tokens: Tokens, index: int, label: str) -> bool:
    known = lexicon()
    word = tokens.lowers[index]
    return word in known.titles or (label == "PERSON" and (word in known.roles or word in known.affixes))


def _is_trailing(tokens: Tokens, start: int, end: int, label: str) -> bool:
    """True for a last word that belongs to no name: a score, a minute, a common noun."""
    word = tokens.words[end - 1]
    if end - start > 1 and _SCORE.match(word):
        return label in ("PERSON", "PRODUCT") or "-" in word or "–" in word
    known = lexicon()
    if end - start > 1 and tokens.lowers[end - 1] in known.labels and tokens.lower(end) == ":":
        return True
    if end - start > 1 and label != "EVENT" and tokens.lowers[end - 1] in known.weekdays:
        return True
    if word in known.closers or (label != "PERSON" and end - start > 1 and tokens.lowers[end - 1] in known.abbreviated):
        return True
    return word[:1].islower() and (label == "PERSON" or word in known.place_nouns or word in known.kinds)


def _leads_to_title(tokens: Tokens, start: int, end: int) -> bool:
    """True for "UN Refugee" before "Commissioner": the second word belongs to the office."""
    first = tokens.words[start]
    office = end < len(tokens) and tokens.words[end][:1].isupper() and tokens.lowers[end] in lexicon().titles
    return office and (first in lexicon().organizations or is_country(first) or place_kind(first) == "region")


def _is_known_but_first(tokens: Tokens, start: int, end: int) -> bool:
    """True for "New World Bank": what follows the first word is a known name, the whole is not."""
    known = lexicon().organizations
    return tokens.slice(start + 1, end) in known and tokens.slice(start, end) not in known


def _lines(tokens: Tokens, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for index in range(start, end):
        if "\n" in tokens.words[index]:
            if first < index:
                yield first, index
            first = index + 1
    if first < end:
        yield first, end


def _parted(tokens: Tokens, start: int, end: int, label: str, seen: set[str]) -> Iterator[tuple[int, int, str]]:
    """Part "Blair and Chirac", "France's Chirac", "Bern, Switzerland"; not "Marks and Spencer"."""
    if label != "PERSON" and place_of(tokens.slice(start, end)) is not None:  # "Washington, D.C."
        yield start, end, label
        return
    for index in range(start + 1, end - 1):
        word = tokens.words[index]
        left, right = (start, index), (index + 1, end)
        if _is_land_before_person(tokens, start, index, end):
            yield start, index, "GPE"
            yield index, end, "PERSON"
            return
        if _is_title_within(tokens, start, index, label):
            yield (*left, "" if label == "PERSON" else label)
        elif word in DASHES and is_spaced(tokens, index):
            yield (*left, "" if tokens.is_break(start - 1) else label)
            label = "PERSON" if tokens.lowers[index + 1] in lexicon().given_names else label
        elif (word in ("'s", "’s") and _stands_alone(tokens, *left, seen)) or (
            word in _JOINING and _are_two(tokens, left, right, label, seen)
        ):
            yield (*left, label)
        else:
            continue
        yield from _parted(tokens, *right, label, seen)
        return
    yield start, end, label


def _is_land_before_person(tokens: Tokens, start: int, index: int, end: int) -> bool:
    """True for "Middle East" in "Minister for the Middle East Ada Quist": what an office is for, and who holds it."""
    first = start + (tokens.lowers[start] == "the")
    before = tokens.lower(first - 1 - (tokens.lower(first - 1) == "the"))
    if before not in ("for", "of", "to", "in") or first >= index or tokens.lowers[index] not in lexicon().given_names:
        return False
    return end - index > 1 and place_kind(tokens.slice(first, index)) in ("country", "region")


def is_spaced(tokens: Tokens, index: int) -> bool:
    """True for a dash with space on both sides: "Lima - Ana Rey" is two names, "Marks-Rey" is one."""
    before, after = tokens.span(index - 1, index)[1], tokens.starts[index + 1]
    return before < tokens.starts[index] and tokens.span(index, index + 1)[1] < after


def _is_title_within(tokens: Tokens, start: int, index: int, label: str) -> bool:
    """True for "President" in "Norwegian President Ann Lee"; not for "King" in "Ann King Jr."."""
    if tokens.lowers[index] not in lexicon().titles or label == "WORK_OF_ART":
        return False
    following = tokens.words[index + 1]
    return following[:1].isupper() and tokens.lowers[start] not in lexicon().given_names


def _are_two(tokens: Tokens, left: tuple[int, int], right: tuple[int, int], label: str, seen: set[str]) -> bool:
    if tokens.lowers[right[0]] in lexicon().organization_suffixes:
        return False
    if label in ("PERSON", "GPE"):
        return tokens.words[right[0]][:1].isupper()
    return _stands_alone(tokens, *left, seen) and (_stands_alone(tokens, *right, seen) or right[1] - right[0] > 1)


def _stands_alone(tokens: Tokens, start: int, end: int, seen: set[str]) -> bool:
    name = tokens.slice(start, end)
    return name.lower() in seen or place_of(name) is not None


def extended_person(tokens: Tokens, candidate: Candidate) -> Candidate:
    """A person with the given name, particles and proper nouns that the parser hangs on the name."""
    start, end = candidate.start, candidate.end
    while start > 0 and _is_leading_particle(tokens, start - 1, start, end):
        start -= 1
    if start > 0 and tokens.is_proper(start - 1) and tokens.lowers[start - 1] in lexicon().given_names:
        start -= 1
    while end < len(tokens) and tokens.is_proper(end) and _is_last_part(tokens, end, start):
        end += 1
    if _is_second_syllable(tokens, start, end):
        end += 2
    return Candidate(start, end, candidate.label)


def _is_second_syllable(tokens: Tokens, start: int, end: int) -> bool:
    """True where a hyphen and the rest of a given name follow: "Kim Il" of "Kim Il-sung"; not in "Ann Lee-led"."""
    if end - start < 2 or tokens.lower(end) != "-" or end + 1 >= len(tokens) or is_spaced(tokens, end):
        return False
    rest = tokens.words[end + 1]
    if not rest.islower() or not rest.isalpha():
        return False
    if tokens.poses[end + 1] == "PROPN":
        return True
    known = lexicon()
    short = max(len(tokens.words[end - 1]), len(rest)) <= _SYLLABLE and tokens.lowers[start] not in known.given_names
    return short and rest not in known.adjoined | known.heading_words


def _is_leading_particle(tokens: Tokens, index: int, start: int, end: int) -> bool:
    known = lexicon()
    word = tokens.words[index]
    return word in known.leading_particles or (word in known.particles and start <= tokens.heads[index] < end)


def _is_last_part(tokens: Tokens, index: int, start: int) -> bool:
    """True if the parser makes a word from ``start`` on a part of the compound that ends at ``index``."""
    parts = (child for child in tokens.children[index] if start <= child < index)
    is_office = _is_title(tokens, index, "") and index + 1 < len(tokens) and tokens.is_proper(index + 1)
    return not is_office and any(tokens.deps[child] == "compound" for child in parts)
