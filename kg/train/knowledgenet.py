"""KnowledgeNet (Mesquita et al. 2019): passages with every fact of some properties, as pairs of spans.

The mentions are those that `kg` itself finds, pronouns that it can't tell included, and those of the facts that it
misses; so what is learnt from them fits what is met later.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg import analysis, coreference, mentions, unnamed
from kg.documents import from_text
from kg.errors import DataError
from kg.model import Document, Mention, Span
from kg.ontology import default_ontology
from kg.train.annotated import Annotated, Fact, ends_of, with_wider

__all__ = ["PREDICATES", "read", "texts"]

# property: predicate ("~": its subject is the fact's object), and the predicates that it leaves open or covers with it.
_READINGS = {
    "SUBSIDIARY_OF": ("parentOrganization", "~owns ~acquired"),
    "FOUNDED_BY": ("founder", ""),
    "EMPLOYEE_OR_MEMBER_OF": ("worksFor", "memberOf playsFor coaches leads ministerOf spokespersonFor"),
    "CEO": ("~ceoOf", ""),
    "DATE_FOUNDED": ("foundingDate", ""),
    "HEADQUARTERS": ("basedIn", ""),
    "EDUCATED_AT": ("alumniOf", ""),
    "NATIONALITY": ("nationality", ""),
    "PLACE_OF_RESIDENCE": ("residence", ""),
    "PLACE_OF_BIRTH": ("birthPlace", ""),
    "DATE_OF_DEATH": ("deathDate", ""),
    "DATE_OF_BIRTH": ("birthDate", ""),
    "SPOUSE": ("spouse", ""),
    "CHILD_OF": ("parent", ""),
    "POLITICAL_AFFILIATION": ("memberOfParty", ""),
}

PREDICATES = frozenset(name.removeprefix("~") for name, _ in _READINGS.values())
"""The predicates whose facts are all annotated, passage by passage."""


def read(nlp: Language, path: str | Path, *, folds: Collection[int] = (1, 2, 3)) -> Iterator[Annotated]:
    """The documents of some folds of the published JSON lines, as the pipeline analyses them."""
    records = _records(path, folds)
    for record, (document, doc) in zip(records, analysis.analyse(nlp, map(_document, records)), strict=True):
        if not isinstance(doc, Doc):
            raise DataError(f"{document.id}: the analysis failed: {doc}")
        yield _annotated(record, document.id, doc)


def texts(path: str | Path, *, folds: Collection[int] = (1, 2, 3)) -> Iterator[Document]:
    """The texts of some folds."""
    return map(_document, _records(path, folds))


def _records(path: str | Path, folds: Collection[int]) -> list[dict[str, Any]]:
    with Path(path).open(encoding="utf-8", newline="\n") as lines:
        return [record for record in map(json.loads, lines) if record["fold"] in folds]


def _document(record: dict[str, Any]) -> Document:
    return from_text(record["documentText"], id=f"knowledgenet-{record['documentId']}")


def _annotated(record: dict[str, Any], id_: str, doc: Doc) -> Annotated:
    found, _ = unnamed.with_pronouns(doc, *coreference.chains(doc, mentions.find(doc)))
    found = sorted([*found, *_missed(record, found)], key=lambda mention: mention.span)
    found = [mention if mention.entity else replace(mention, id=f"x{n}") for n, mention in enumerate(found)]
    found = _typed(record, found)
    passages = [(passage["passageStart"], passage["passageEnd"]) for passage in record["passages"]]
    return Annotated(
        id=id_,
        text=record["documentText"],
        sentences=tuple(passages),
        mentions=tuple(found),
        facts=tuple(_facts(record, found)),
        covered=tuple(_covered(passage) for passage in record["passages"]),
    )


def _ends(record: dict[str, Any]) -> Iterator[tuple[str, Span, Span]]:
    for passage in record["passages"]:
        for fact in passage["facts"]:
            yield (
                _name(fact),
                (fact["subjectStart"], fact["subjectEnd"]),
                (fact["objectStart"], fact["objectEnd"]),
            )


def _name(fact: dict[str, Any]) -> str:
    return str(fact["humanReadable"].split("> <")[1])


def _types(property_: str) -> tuple[str, str]:
    """The types of a property's ends."""
    name, _ = _READINGS[property_]
    predicate = default_ontology().predicates[name.removeprefix("~")]
    ends = (predicate.domain[0], "Date" if predicate.takes_value else predicate.range[0])
    return (ends[1], ends[0]) if name.startswith("~") else ends


def _missed(record: dict[str, Any], found: Sequence[Mention]) -> list[Mention]:
    """The ends of facts on which no mention lies; a mention of another type there stays as it is."""
    missed: dict[Span, Mention] = {}
    for property_, *spans in _ends(record):
        for (start, end), type_ in zip(spans, _types(property_), strict=True):
            taken = (*found, *missed.values())
            if not any(mention.start < end and start < mention.end for mention in taken):
                text = record["documentText"][start:end]
                kind = "name" if text[:1].isupper() or type_ == "Date" else "nominal"
                missed[start, end] = Mention("", start, end, text, kind, type_)  # type: ignore[arg-type]
    return list(missed.values())


def _typed(record: dict[str, Any], found: Sequence[Mention]) -> list[Mention]:
    """The mentions, those that a fact needs to be of another type with that type."""
    types = {}
    for property_, *spans in _ends(record):
        for span, type_ in zip(spans, _types(property_), strict=True):
            types[_at(span, found).span] = type_
    return [replace(mention, type=types.get(mention.span, mention.type)) for mention in found]  # type: ignore[arg-type]


def _facts(record: dict[str, Any], found: Sequence[Mention]) -> Iterator[Fact]:
    for property_, *spans in _ends(record):
        name, _ = _READINGS[property_]
        ends = [_at(span, found) for span in spans]
        if name.startswith("~"):
            ends.reverse()
        subject, object_ = ends
        for predicate in sorted(with_wider([name.removeprefix("~")], default_ontology())):
            spans_of = subject.span, object_.span
            yield Fact(ends_of(subject), predicate, ends_of(object_), spans=spans_of, status="asserted")


def _at(span: Span, found: Sequence[Mention]) -> Mention:
    """The mention that has the most in common with a span."""
    start, end = span
    return max(found, key=lambda mention: min(end, mention.end) - max(start, mention.start))


def _covered(passage: dict[str, Any]) -> frozenset[str]:
    covered: set[str] = set()
    for property_ in passage["exhaustivelyAnnotatedProperties"]:
        name, others = _READINGS[property_["propertyName"]]
        covered |= {name.removeprefix("~"), *(other.removeprefix("~") for other in others.split())}
    return frozenset(covered)
