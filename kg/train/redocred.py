"""Re-DocRED (Tan et al. 2022): introductions of Wikipedia articles with Wikidata's properties between entities."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from kg.gazetteer import is_country
from kg.model import Mention, Span
from kg.ontology import default_ontology
from kg.train.annotated import Annotated, Fact, with_wider

__all__ = ["read"]

_TYPES = {"PER": "Person", "ORG": "Organization", "LOC": "Place", "TIME": "Date"}

# property, types of head and tail (P, O, L, D; * any), the predicate ("~": its subject is the tail; "-": none), and
# predicates that the property leaves open.
_READINGS = """
P108  P O worksFor     memberOf leads ceoOf
P241  P O worksFor     memberOf
P463  * O memberOf
P102  P O memberOfParty worksFor leads
P361  O O parentOrganization memberOf ~owns bodyOf
P361  L O memberOf
P361  L L containedInPlace
P527  O O ~parentOrganization ~memberOf owns
P527  O L ~memberOf
P527  L L ~containedInPlace
P488  O P ~leads        ~worksFor ~ceoOf
P169  O P ~ceoOf        ~worksFor
P35   L P ~headOfState
P6    L P ~headOfGovernment
P1001 P L officialOf    leads headOfState headOfGovernment ministerOf
P1001 O L bodyOf        basedIn
P194  L O ~bodyOf
P54   P O playsFor      worksFor memberOf
P27   P L nationality
P551  P L residence
P19   P L birthPlace    residence
P20   P L deathPlace    residence
P937  P L -             residence
P569  P D birthDate
P570  P D deathDate
P26   P P spouse
P22   P P parent
P25   P P parent
P40   P P ~parent
P3373 P P sibling
P69   P O alumniOf
P112  O P founder       ~leads ~ceoOf ~worksFor ~owns
P571  O D foundingDate
P159  O L basedIn
P740  O L -             basedIn
P495  O L -             basedIn
P276  O L basedIn
P131  O L basedIn
P17   O L basedIn       bodyOf
P131  L L containedInPlace
P17   L L containedInPlace
P150  L L ~containedInPlace
P30   L L containedInPlace
P706  L L containedInPlace
P1376 L L capitalOf
P36   L L ~capitalOf
P749  O O parentOrganization ~owns
P355  O O ~parentOrganization owns
P127  O O ~owns         parentOrganization
P127  O P ~owns         founder
P1365 P P succeeded
P1366 P P ~succeeded
P155  P P -             succeeded ~succeeded
P156  P P -             succeeded ~succeeded
P118  O O -             memberOf
P118  P O -             memberOf playsFor
P172  P L -             nationality
P137  O O -             owns ~owns parentOrganization ~parentOrganization
"""

_COVERED = frozenset(
    {
        "memberOf",
        "memberOfParty",
        "leads",
        "ceoOf",
        "headOfState",
        "headOfGovernment",
        "mayorOf",
        "officialOf",
        "playsFor",
        "nationality",
        "residence",
        "birthPlace",
        "deathPlace",
        "birthDate",
        "deathDate",
        "spouse",
        "parent",
        "sibling",
        "alumniOf",
        "founder",
        "foundingDate",
        "basedIn",
        "bodyOf",
        "parentOrganization",
        "owns",
        "containedInPlace",
        "capitalOf",
        "worksFor",
        "coaches",
        "ministerOf",
        "acquired",
    }
)

_NO_SPACE_BEFORE = re.compile(r"[,.;:!?%)\]}…”’]+$|['’](?:s|re|ve|ll|d|m|t)$|n['’]t$")
_NO_SPACE_AFTER = re.compile(r"[(\[{$£€#“‘]+$")


def read(path: str | Path) -> Iterator[Annotated]:
    """The texts of a file of Re-DocRED, those with its entities of people, organisations, places and times."""
    for number, record in enumerate(json.loads(Path(path).read_text(encoding="utf-8"))):
        yield _annotated(f"redocred-{number:04}", record)


@cache
def _readings() -> dict[str, list[tuple[str, str, str | None, tuple[str, ...]]]]:
    found = defaultdict(list)
    for line in _READINGS.strip().splitlines():
        property_, head, tail, predicate, *open_ = line.split()
        found[property_].append((head, tail, predicate if predicate != "-" else None, tuple(open_)))
    return dict(found)


def _annotated(id_: str, record: dict[str, Any]) -> Annotated:
    text, sentences, words = _text(record["sents"])
    mentions, types = [], []
    for entity, vertex in enumerate(record["vertexSet"]):
        types.append(_TYPES.get(vertex[0]["type"], ""))
        for place in vertex:
            spans = words[place["sent_id"]][place["pos"][0] : place["pos"][1]]
            start, end = spans[0][0], spans[-1][1]
            mentions.append((start, end, entity))
    return Annotated(
        id=id_,
        text=text,
        sentences=tuple(sentences),
        mentions=_mentions(text, mentions, types),
        facts=tuple(_facts(record, types, known=True)),
        unknown=tuple(_facts(record, types, known=False)),
        covered=(_COVERED,) * len(sentences),
        whole=_COVERED,
        is_typed=True,
    )


def _text(sentences: Sequence[Sequence[str]]) -> tuple[str, list[Span], list[list[Span]]]:
    """The text that tokens stand for, with the spans of sentences and of words."""
    text, bounds, words = "", [], []
    glue = True
    for sentence in sentences:
        spans = []
        for word in sentence:
            if text and not glue and not _NO_SPACE_BEFORE.match(word):
                text += " "
            spans.append((len(text), len(text) + len(word)))
            text += word
            glue = bool(_NO_SPACE_AFTER.match(word))
        words.append(spans)
        bounds.append((spans[0][0], spans[-1][1]))
    return text, bounds, words


def _mentions(text: str, found: list[tuple[int, int, int]], types: Sequence[str]) -> tuple[Mention, ...]:
    """The mentions in text order; those of other kinds of names have no type here, and are left out."""
    mentions: list[Mention] = []
    last = 0
    for number, (start, end, entity) in enumerate(sorted(found)):
        if types[entity] and start >= last:
            is_date = types[entity] == "Date"
            mentions.append(
                Mention(
                    f"e{entity}" if is_date else f"m{number}",
                    start,
                    end,
                    text[start:end],
                    "name",
                    types[entity],  # type: ignore[arg-type]
                    None if is_date else f"e{entity}",
                )
            )
            last = end
    return tuple(mentions)


def _facts(record: dict[str, Any], types: Sequence[str], *, known: bool) -> Iterator[Fact]:
    for label in record["labels"]:
        head, tail = label["h"], label["t"]
        for head_type, tail_type, predicate, open_ in _readings().get(label["r"], ()):
            if not (_is_of(types[head], head_type) and _is_of(types[tail], tail_type)):
                continue
            evidence = frozenset(label["evidence"])
            if not known:
                yield from (_fact(head, name, tail, evidence) for name in open_)
            elif predicate is not None:
                if predicate == "~headOfGovernment" and not is_country(record["vertexSet"][head][0]["name"]):
                    predicate = "~leads"  # a mayor, or the head of a region
                stated = predicate.removeprefix("~")
                mark = "~" if predicate.startswith("~") else ""
                for name in sorted(with_wider([stated], default_ontology())):
                    yield _fact(head, mark + name, tail, evidence)
            break


def _is_of(type_: str, letter: str) -> bool:
    return bool(type_) and (
        letter == "*" or {"P": "Person", "O": "Organization", "L": "Place", "D": "Date"}[letter] == type_
    )


def _fact(head: int, predicate: str, tail: int, evidence: frozenset[int]) -> Fact:
    subject, object_ = f"e{head}", f"e{tail}"
    if predicate.startswith("~"):
        subject, predicate, object_ = object_, predicate[1:], subject
    return Fact(subject, predicate, object_, evidence, status="asserted")
