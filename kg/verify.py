"""Check every span against its document: what `kg` claims a text says must stand at the place that it names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from kg.errors import ExtractionError
from kg.graph import KnowledgeGraph
from kg.model import Document, Evidence, Extraction, Mention, Span, Statement

__all__ = ["SpanError", "verify"]

_LONGEST_QUOTE = 60

# They stand for a mention beside them ("Rosa Lind, who said"), and are none themselves.
_RELATIVES = frozenset({"that", "which", "who", "whom", "whose"})


@dataclass(frozen=True, slots=True)
class SpanError:
    """A span that is not what it should be.

    ``document`` is the document's identifier, ``what`` the record and its field (``statement s7, evidence 1,
    subject``), ``span`` the characters (half-open), ``expected`` and ``found`` what should stand there and what does.
    """

    document: str
    what: str
    span: Span
    expected: str
    found: str

    def __str__(self) -> str:
        start, end = self.span
        return f"{self.document}: {self.what} [{start}, {end}): expected {self.expected}, found {self.found}"


def verify(
    subject: Extraction | KnowledgeGraph | Iterable[Extraction], *, documents: Iterable[Document] | None = None
) -> list[SpanError]:
    """All wrong spans of an extraction, of several, or of a graph, in the order of its documents; none is good news.

    ``documents`` are the originals to check against, found by identifier and, failing that, by source; without them
    each span is checked against the text that came with it.

    A mention must stand in its text as written. Evidence must lie in its document, hold both of its ends, and each end
    must be a mention of the statement's subject or object (for a value: of a date). An attribution's spans must lie in
    the document, and its source must hold a mention of the entity that it names, or be a relative pronoun.

    Evidence from a knowledge base has no spans and is passed over. A graph that was read from RDF without its mentions
    has none to compare: there, an end must lie in its sentence.

    Raises:
        ExtractionError: the text is missing (RDF has it only with provenance ``mention``) and so are ``documents``.

    >>> from kg.model import Document, Extraction, Mention
    >>> mention = Mention("m1", 0, 4, "Riga", "name", "Place", "e1")
    >>> verify(Extraction(Document("d1", "Riga, Latvia"), (mention,)))
    []
    >>> print(*verify(Extraction(Document("d1", "In Riga"), (mention,))))
    d1: mention m1 [0, 4): expected 'Riga', found 'In R'
    """
    if isinstance(subject, Extraction):
        found: Iterable[Extraction] = (subject,)
    else:
        found = subject.extractions() if isinstance(subject, KnowledgeGraph) else subject
    if documents is None:
        return [error for extraction in found for error in _check(_with_text(extraction))]
    originals = _by_name(documents)
    return [error for extraction in found for error in _check_against(extraction, originals)]


def _with_text(extraction: Extraction) -> Extraction:
    if not extraction.document.text and extraction.statements:
        raise ExtractionError(
            f"{extraction.document.id}: its text is not there to check against; write RDF with provenance mention, or "
            "give the documents"
        )
    return extraction


def _by_name(documents: Iterable[Document]) -> dict[str, Document]:
    """Documents by identifier and by source; an identifier goes before a source of the same spelling."""
    by_source, by_id = {}, {}
    for document in documents:
        by_id[document.id] = document
        if document.source is not None:
            by_source[document.source] = document
    return by_source | by_id


def _check_against(extraction: Extraction, originals: Mapping[str, Document]) -> Iterator[SpanError]:
    ours = extraction.document
    original = originals.get(ours.id) or originals.get(ours.source or "")
    if original is None:
        yield SpanError(ours.id, "document", (0, len(ours.text)), "a document of this identifier or source", "none")
        return
    if ours.text and ours.text != original.text:
        at = next((i for i, pair in enumerate(zip(ours.text, original.text, strict=False)) if pair[0] != pair[1]), None)
        start = min(len(ours.text), len(original.text)) if at is None else at
        span = (start, len(ours.text))
        yield SpanError(ours.id, "text", span, _quote(original.text[start:]), _quote(ours.text[start:]))
    yield from _check(replace(extraction, document=replace(ours, text=original.text)))


def _check(extraction: Extraction) -> Iterator[SpanError]:
    at: dict[Span, list[Mention]] = {}
    for mention in extraction.mentions:
        at.setdefault(mention.span, []).append(mention)
    yield from _mention_errors(extraction)
    for statement in extraction.statements:
        for number, evidence in enumerate(statement.evidence, start=1):
            if evidence.status != "known" and evidence.document == extraction.document.id:
                what = f"statement {statement.id}, evidence {number}"
                yield from _evidence_errors(extraction.document, statement, evidence, at, what)
    yield from _attribution_errors(extraction)


def _mention_errors(extraction: Extraction) -> Iterator[SpanError]:
    document = extraction.document
    for mention in extraction.mentions:
        found = document.text[mention.start : mention.end]
        if found != mention.text or not _inside(mention.span, (0, len(document.text))):
            yield SpanError(document.id, f"mention {mention.id}", mention.span, _quote(mention.text), _quote(found))


def _evidence_errors(
    document: Document, statement: Statement, evidence: Evidence, at: Mapping[Span, list[Mention]], what: str
) -> Iterator[SpanError]:
    sentence, whole = (evidence.start, evidence.end), (0, len(document.text))
    if not _inside(sentence, whole):
        yield SpanError(document.id, what, sentence, _bounds(whole), _quote(document.text[slice(*sentence)]))
    for end, span in (("subject", evidence.subject), ("object", evidence.object)):
        if span is None:
            yield SpanError(document.id, f"{what}, {end}", (0, 0), _bounds(sentence), "no span")
            continue
        if not _inside(span, sentence):
            yield SpanError(document.id, f"{what}, {end}", span, _bounds(sentence), _quote(document.text[slice(*span)]))
        if at and not any(_is_end(mention, statement, end) for mention in at.get(span, ())):
            wanted = f"a mention of {_end(statement, end)}"
            yield SpanError(document.id, f"{what}, {end}", span, wanted, _mentions_at(at, span, document.text))


def _attribution_errors(extraction: Extraction) -> Iterator[SpanError]:
    document, whole = extraction.document, (0, len(extraction.document.text))
    for number, attribution in enumerate(extraction.attributions, start=1):
        what = f"attribution {number}"
        parts = (("source", attribution.source), ("cue", attribution.cue), ("content", attribution.content))
        for part, span in parts:
            if span is not None and not _inside(span, whole):
                found = _quote(document.text[slice(*span)])
                yield SpanError(document.id, f"{what}, {part}", span, _bounds(whole), found)
        source, entity = attribution.source, attribution.entity
        if source is None or entity is None:
            continue
        words = document.text[slice(*source)]
        if words.casefold() in _RELATIVES:
            continue
        if not any(mention.entity == entity and _inside(mention.span, source) for mention in extraction.mentions):
            yield SpanError(document.id, f"{what}, source", source, f"a mention of {entity} inside", _quote(words))


def _is_end(mention: Mention, statement: Statement, end: str) -> bool:
    if end == "object" and statement.value is not None:
        return mention.type == "Date" and mention.value == statement.value.value
    return mention.entity == (statement.subject if end == "subject" else statement.object)


def _end(statement: Statement, end: str) -> str:
    if end == "object" and statement.value is not None:
        return f"the date {statement.value.value}"
    return str(statement.subject if end == "subject" else statement.object)


def _mentions_at(at: Mapping[Span, list[Mention]], span: Span, text: str) -> str:
    names = ", ".join(str(mention.entity or mention.value) for mention in at.get(span, ()))
    return f"{_quote(text[slice(*span)])} ({names or 'no mention'})"


def _inside(span: Span, whole: Span) -> bool:
    return whole[0] <= span[0] < span[1] <= whole[1]


def _bounds(span: Span) -> str:
    return f"a span inside [{span[0]}, {span[1]})"


def _quote(text: str) -> str:
    return repr(text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1] + "…")
