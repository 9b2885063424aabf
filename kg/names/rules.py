"""When two names are one entity.

The table of rules
------------------

The first row that fits two names decides. Rows keep their numbers when others come between them. *Scope* says where a
row holds: "document" (both names in one document), "corpus" (in two documents), or "both". In the examples P is a
person, O an organisation, L a place.

| no | verdict | scope    | what fits                                           | example |
|----|---------|----------|-----------------------------------------------------|--------------------------------------|
| 1  | apart   | both     | the types differ                                    | P: Washington / L: Washington |
| 2  | apart   | both     | titles say man and woman                            | P: Mr Weber / Mrs Weber |
| 3  | apart   | both     | generations differ                                  | P: Carl Lind Sr / Carl Lind Jr |
| 4  | joins   | both     | equal normal forms                                  | O: the Daily Echo’s / DAILY ECHO |
| 5  | joins   | both     | one person, with and without title                  | P: President Mary Moss / Mary Moss |
| 6  | joins   | both     | one country or region, by alias or demonym          | L: U.S. / American |
| 7  | joins   | both     | one organisation of the table of names              | O: Nato / North Atlantic Alliance |
| 8  | joins   | both     | the same but for legal or club form, or spelling    | O: Lindner AG / Lindner |
| 9  | joins   | both     | the same but for "State of", "Republic of" …        | L: State of Ohio / Ohio |
| 26 | joins   | both     | one name in two spellings                           | P: Yulia Markova / Julia Markova |
| 10 | apart   | both     | one surname, forenames or their initials differ     | P: Bill Lind / Hilda Lind |
| 11 | joins   | both     | the same but for middle names that may be equal     | P: Rosa K. Lind / Rosa Lind |
| 27 | joins   | both     | a short form of the forename                        | P: Bill Lind / William Lind |
| 12 | joins   | document | one surname, an initial for the forename            | P: R. Lind / Rosa Lind |
| 28 | joins   | both     | one of two surnames                                 | P: Ida Lind-Kern / Ida Lind |
| 13 | joins   | both     | the surname alone                                   | P: Rosa Lind / Lind |
| 14 | joins   | document | one of the forenames alone                          | P: Rosa Lind / Rosa |
| 15 | joins   | both     | an acronym and the words it is made of              | O: Union of Fruit Growers / UFG |
| 16 | joins   | document | one organisation, by a name that others have too    | O: Free Democrats / FDP |
| 17 | joins   | document | the name without its generic word                   | O: Meadow Party / Meadow |
| 18 | joins   | document | the first or last words of a longer name            | O: Union Havelberg / Havelberg |
| 19 | joins   | document | a place without the word for its kind               | L: Ardal region / Ardal |
| 20 | joins   | document | an acronym in brackets behind a name, or reverse    | O: Fruit Friends (FRIF) |
| 21 | joins   | corpus   | a short name that documents give to just one        | O: Havelberg |
| 22 | apart   | corpus   | two entities that one document tells apart          | P: Carl Lind |
| 23 | joins   | both     | a person's decision                                 | P: Rosa Lind |
| 24 | apart   | both     | a person's decision                                 | P: Carl Lind |
| 25 | apart   | corpus   | what documents say of them differs                  | P: Carl Lind |
| 29 | joins   | corpus   | as 12 or 13, by what documents share                | P: Carl Lind |
| 30 | joins   | corpus   | a name at birth                                     | P: Ida Lind, née Kern |
| 31 | joins   | corpus   | one identity link                                   | L: Kursk region |
| 32 | apart   | corpus   | different identity links of one authority           | L: Paris |

Where a name fits several others that are not one entity, it joins none of them, with one exception: in a document, a
surname alone (13) goes to the last full name before it, else to the first after it. Row 18 does not hold where the
longer name goes on to name a part or another body ("Oslo University" is not "Oslo"). Row 21 does not hold for a mere
kind of body ("Council"). The examples of 20 to 32 need more than two names to decide: brackets, other documents,
links, a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from kg.names.forms import Name, is_acronym, letters_of
from kg.names.spelling import forename_forms, spelled_as_arabic
from kg.names.tables import tables

__all__ = ["RULES", "Rule", "Scope", "decide", "same_entity"]

Scope = Literal["document", "corpus"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table of rules: its number there, its verdict, and why in few words."""

    number: int
    joins: bool
    reason: str
    scope: Literal["document", "corpus", "both"] = "both"


RULES: dict[int, Rule] = {
    rule.number: rule
    for rule in (
        Rule(1, False, "types differ"),
        Rule(2, False, "titles of a man and a woman"),
        Rule(3, False, "generations differ"),
        Rule(4, True, "equal normal forms"),
        Rule(5, True, "with and without title"),
        Rule(6, True, "one country or region"),
        Rule(7, True, "one organisation of the table"),
        Rule(8, True, "same but for legal form or spelling"),
        Rule(9, True, "same but for its kind of state"),
        Rule(10, False, "forenames differ"),
        Rule(11, True, "compatible middle names"),
        Rule(12, True, "initial for the forename", "document"),
        Rule(13, True, "surname alone"),
        Rule(14, True, "forename alone", "document"),
        Rule(15, True, "acronym of its words"),
        Rule(16, True, "one organisation of the table, in this document", "document"),
        Rule(17, True, "without its generic word", "document"),
        Rule(18, True, "first or last words of the name", "document"),
        Rule(19, True, "without the word for its kind", "document"),
        Rule(20, True, "in brackets behind the name", "document"),
        Rule(21, True, "short name of just one", "corpus"),
        Rule(22, False, "told apart by a document", "corpus"),
        Rule(23, True, "decided by a person"),
        Rule(24, False, "decided by a person"),
        Rule(25, False, "documents say different things", "corpus"),
        Rule(26, True, "one name in two spellings"),
        Rule(27, True, "short form of the forename"),
        Rule(28, True, "one of two surnames"),
        Rule(29, True, "documents share what they say or name", "corpus"),
        Rule(30, True, "name at birth", "corpus"),
        Rule(31, True, "one identity link", "corpus"),
        Rule(32, False, "different identity links", "corpus"),
    )
}


def same_entity(a: Name, b: Name, *, scope: Scope = "document") -> Rule | None:
    """The rule that joins two names, or ``None``.

    >>> from kg.names import parse
    >>> same_entity(parse("Rosa Lind", "Person"), parse("Lind", "Person")).reason
    'surname alone'
    """
    rule = decide(a, b, scope=scope)
    return rule if rule is not None and rule.joins else None


def decide(a: Name, b: Name, *, scope: Scope = "document") -> Rule | None:
    """The first row of the table of rules that fits two names, joining or not; ``None`` if none fits.

    >>> from kg.names import parse
    >>> decide(parse("Bill Lind", "Person"), parse("Hilda Lind", "Person")).number
    10
    """
    if a.type != b.type:
        return RULES[1]
    if not (a.words and b.words):  # nothing but signs
        return RULES[4] if a.normal == b.normal else None
    number = _DECIDE[a.type](a, b)
    if number is None:
        return None
    rule = RULES[number]
    return rule if rule.scope in ("both", scope) else None


def _decide_person(a: Name, b: Name) -> int | None:
    if a.titled and b.titled and a.gender != b.gender:
        return 2
    if a.generation and b.generation and a.generation != b.generation:
        return 3
    if a.normal == b.normal:
        return 4
    if a.words == b.words:
        return 5
    if a.is_full and b.is_full and a.family == b.family:
        return _decide_forenames(a, b)
    # Of two names with as many words the one with fewer forenames is the shorter: "al Carl" of "Rosa Carl".
    short, long = sorted((a, b), key=lambda name: (len(name.words), name.surname, name.normal))
    if _is_one_of_two(short, long):
        return 28
    if _is_surname_of(short, long):
        return 13
    if len(short.words) == 1 and not short.titled and short.words[0] in long.words[: long.surname]:
        return 14
    return None


def _decide_forenames(a: Name, b: Name) -> int:
    """Two full names with one surname."""
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    if a.spelled[: a.surname] == b.spelled[: b.surname]:
        return 26
    if short.is_full and long.words[-len(short.words) :] == short.words and len(short.words[0]) > 1:
        return 13
    one, other = a.words[: a.surname], b.words[: b.surname]
    if not _compatible(one, other):
        return 10
    if one[0] == other[0]:
        return 11 if a.words[a.surname :] == b.words[b.surname :] else 26
    if len(one[0]) == 1 or len(other[0]) == 1:
        return 12
    return 26 if a.spelled[0] == b.spelled[0] else 27


def _is_one_of_two(short: Name, long: Name) -> bool:
    """A forename with the first of two surnames: "Ida Lind" of "Ida Lind-Kern"; "Mary Beth" is not one of "Mary Beth
    Kern".
    """
    size = len(short.words)
    if not (short.is_full and 1 < size < len(long.words) and long.words[:size] == short.words):
        return False
    between = short.words[-1]
    return long.is_double or (len(between) > 2 and between not in tables().given and len(long.words) == size + 1)


def _is_surname_of(short: Name, long: Name) -> bool:
    """The last words of a longer name, be they a surname of two words that looks like a full name ("Funke Kupper")."""
    size = len(short.words)
    if not short.is_full and long.is_full and long.family in (short.family, spelled_as_arabic(short.words)):
        return long.words[long.surname - 1] != "of"
    if size >= len(long.words) or long.words[-size:] != short.words or long.words[-size - 1] == "of":
        return False
    return not short.is_full or (len(long.words) > size and len(short.words[0]) > 1)


def _compatible(a: Sequence[str], b: Sequence[str]) -> bool:
    """Forenames that may be one person's: the first agree, and the fewer occur in order among the more.

    "George H. W." is not "George W.": who writes one initial of several writes all.
    """
    few, many = (a, b) if len(a) <= len(b) else (b, a)
    if not _agree(few[0], many[0]):
        return False
    if 1 < len(few) < len(many) and all(len(name) == 1 for name in (*few[1:], *many[1:])):
        return False
    rest = iter(many[1:])
    return all(any(_agree(name, other) for other in rest) for name in few[1:])


def _agree(a: str, b: str) -> bool:
    """Equal, one the initial of the other, or one in another spelling or shortened."""
    if a == b:
        return True
    if len(a) == 1 or len(b) == 1:
        return a[0] == b[0]
    return not forename_forms(a).isdisjoint(forename_forms(b))


def _decide_organization(a: Name, b: Name) -> int | None:
    if a.normal == b.normal:
        return 4
    if a.key == b.key:
        return 8 if a.words == b.words else 7
    if a.spelled == b.spelled:
        return 26
    if _is_acronym_of(a, b) or _is_acronym_of(b, a):
        return 15
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    if a.local == b.local:
        return 16
    if _without_generic(a.words) == _without_generic(b.words):
        return 17
    return 18 if _is_part_of(short.words, long.words) else None


def _decide_place(a: Name, b: Name) -> int | None:
    if a.normal == b.normal:
        return 4
    if a.key == b.key:
        return 9 if a.words == b.words else 6
    if _is_acronym_of(a, b) or _is_acronym_of(b, a):
        return 15
    short, long = (a, b) if len(a.words) <= len(b.words) else (b, a)
    after = tables().after
    return 19 if len(long.words) > 1 and long.words[-1] in after and long.words[:-1] == short.words else None


_DECIDE = {"Person": _decide_person, "Organization": _decide_organization, "Place": _decide_place}


def _is_acronym_of(short: Name, long: Name) -> bool:
    return is_acronym(short.text) and short.normal != long.words[0] and short.normal in letters_of(long)


def _without_generic(words: tuple[str, ...]) -> tuple[str, ...]:
    generic = tables().generic
    end = len(words)
    while end > 1 and words[end - 1] in generic:
        end -= 1
    return (*words[: end - 1], _stem(words[end - 1]))


def _stem(word: str) -> str:
    """Cut the endings that part "Greens" from "Green", and "Democrats" from "Democratic"."""
    for ending in ("ss", "s", "ic"):
        if word.endswith(ending) and len(word) > len(ending) + 3:
            return word if ending == "ss" else word.removesuffix(ending)
    return word


def _is_part_of(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    size = len(short)
    if size >= len(long) or len(short[-1]) < 3:
        return False
    bodies = tables().bodies
    if long[:size] == short:
        rest = long[size:]
        if rest[0] in tables().unvoiced:
            return size == 1
        return not any(word in bodies for word in rest)
    return long[-size:] == short and long[-size - 1] not in tables().unvoiced
