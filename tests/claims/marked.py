"""Sentences with their parts marked, judged: fed with these spans, `kg.claims.judge` alone is measured."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from kg.claims import Claim, attributions, judge
from kg.extract import dated
from kg.model import Evidence, Mention, RelationMention, Span
from kg.ontology import default_ontology
from kg.relations.choice import default_classifier
from kg.train import marked
from kg.train.marked import Mark, Row, plain

__all__ = ["PUBLISHED", "Row", "described", "judged", "read_rows"]

PUBLISHED = "2024-11-18"
HERE = Path(__file__).parent

_ORGANIZATION = re.compile(
    r"(?i)\b(interpol|europol|amnesty|motors|brigade"
    r"|solvik|vantor|norsk tind|halden steel|party|paper|labs|bank|foods|mining|steel|glass"
    r"|cement|airlines|holding|fc|united|shipping|movement|front|gang|union)\b"
)
_PRONOUN = re.compile(r"(?i)(i|we|he|she|it|him|her|they|its)")


def read_rows(name: str) -> Iterator[Row]:
    """The rows of a file of this folder."""
    return marked.read_rows(HERE / name)


def judged(nlp: Language, row: Row, *, ancestor: bool = False, read: bool = True) -> tuple[Doc, Claim]:
    """The claim that the library makes of a row's statement.

    With ``ancestor`` the trigger is not the marked word but the lowest common ancestor of the two mentions in the
    parse, as where no pattern but a classifier found the relation. Without ``read`` the rules alone judge.
    """
    text, spans = plain(row.marked)
    doc = nlp(text)
    found = dated(
        doc, sorted(_mentions(text, spans, row.predicate), key=lambda mention: mention.start), published=PUBLISHED
    )
    by_id = {mention.id: mention for mention in found}
    trigger = next(span for role, span, _ in spans if role == "t")
    extractor = "pattern:x"
    if ancestor:
        trigger, extractor = _ancestor(doc, by_id["s"], by_id["o"]) or trigger, "classifier:x"
    sentence = doc.char_span(*trigger, alignment_mode="expand").sent
    ends = by_id["s"], by_id["o"]
    relation = RelationMention(
        ends[0], row.predicate, ends[1], sentence.start_char, sentence.end_char, trigger, extractor, 1.0
    )
    standing = default_classifier().standing
    if read and standing is not None:
        [relation] = standing(doc, [relation])
    return doc, judge(doc, relation, found, attributions(doc, found), published=PUBLISHED)


def described(claim: Claim) -> tuple[str, str | None, str | None]:
    """Status, speaker and time of a claim."""
    evidence = Evidence("d", 0, 1, None, None, claim.polarity, claim.modality, claim.speaker)
    return evidence.status, claim.speaker, claim.time.value if claim.time else None


def _ancestor(doc: Doc, one: Mention, other: Mention) -> Span | None:
    first, second = (doc.char_span(*end.span, alignment_mode="expand").root for end in (one, other))
    above = {first.i, *(token.i for token in first.ancestors)}
    common = next((token for token in (second, *second.ancestors) if token.i in above), None)
    return None if common is None else (common.idx, common.idx + len(common))


def _mentions(text: str, spans: list[Mark], predicate: str) -> Iterator[Mention]:
    known = default_ontology().predicates[predicate]
    for number, (role, span, name) in enumerate(spans):
        words = text[slice(*span)]
        if role == "d":
            words = re.sub(r"^(on|in|since|until|from) ", "", words, flags=re.I)
            yield Mention(f"d{number}", span[1] - len(words), span[1], words, "name", "Date")
        elif role != "t":
            wanted = {"s": known.domain, "o": known.range}.get(role, ("Person", "Organization"))
            first = "Organization" if "Organization" in wanted and _ORGANIZATION.search(name) else wanted[0]
            kind = "pronoun" if _PRONOUN.fullmatch(words) else "name"
            yield Mention(role or f"m{number}", *span, words, kind, first, entity=name)  # type: ignore[arg-type]
