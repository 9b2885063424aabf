"""Why a statement stands in the graph: the sentences that say it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import Document, Evidence, Span, Status

__all__ = ["Explanation", "explanation"]


@dataclass(frozen=True, slots=True)
class Explanation:
    """One sentence that says a statement.

    ``subject`` and ``object`` are spans of ``text``, not of the document; ``str()`` marks them. ``speaker`` is the
    name of who says it, ``unnamed``, or ``None`` for the author. Evidence from a knowledge base has no text and no
    spans. ``instead_of`` tells what else was read there and gave way.
    """

    document: str
    text: str
    subject: Span | None
    object: Span | None
    status: Status
    speaker: str | None = None
    extractor: str = ""
    instead_of: str = ""

    def __str__(self) -> str:
        if not self.text:
            return f"({self.extractor})"
        return " ".join("".join(self._marked()).split())

    def _marked(self) -> Iterator[str]:
        """The text with "[" and "]" around its spans, also where one is within the other."""
        spans = {span for span in (self.subject, self.object) if span is not None}
        opening = [start for start, _ in spans]
        closing = [end for _, end in spans]
        for place, letter in enumerate(self.text):
            yield "]" * closing.count(place) + "[" * opening.count(place) + letter
        yield "]" * closing.count(len(self.text))


def explanation(document: Document | None, evidence: Evidence, speaker: str | None) -> Explanation:
    """The sentence of a piece of evidence; ``speaker`` is the name of its speaker."""

    def within(span: Span | None) -> Span | None:
        return None if span is None else (span[0] - evidence.start, span[1] - evidence.start)

    return Explanation(
        document=evidence.document,
        text=document.text[evidence.start : evidence.end] if document else "",
        subject=within(evidence.subject),
        object=within(evidence.object),
        status=evidence.status,
        speaker=speaker,
        extractor=evidence.extractor,
        instead_of=evidence.instead_of,
    )
