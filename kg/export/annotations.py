"""Mentions as Web Annotations (W3C 2017), and attributions: the words behind the graph, with their places."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox

from kg.export.iris import Names
from kg.export.provenance import span_facts, speaker_term
from kg.export.vocabulary import describe, edtf, integer, term, text, type_iri
from kg.model import Attribution, Document, Mention

__all__ = ["CONTEXT", "attribution_triples", "mention_triples"]

CONTEXT = 32
"""Characters of text that a quote selector keeps before and after a mention."""


def mention_triples(names: Names, document: Document, mention: Mention) -> Iterator[ox.Triple]:
    """A mention: an annotation of the span by the entity, found again by its place or by its words."""
    node = names.mention(document.id, mention.id)
    target, position, quote = (names.mention(document.id, mention.id, part) for part in ("target", "position", "quote"))
    yield from describe(
        node,
        ("rdf:type", term("oa:Annotation")),
        ("oa:motivatedBy", term("oa:identifying")),
        ("oa:hasBody", None if mention.entity is None else names.entity(mention.entity)),
        ("oa:hasTarget", target),
        ("kg:kind", term(f"kg:{mention.kind.title()}Kind")),
        ("kg:mentionType", type_iri(mention.type)),
        ("kg:time", None if mention.value is None else edtf(mention.value)),
    )
    yield from describe(
        target,
        ("rdf:type", term("oa:SpecificResource")),
        ("oa:hasSource", names.document(document.id)),
        ("oa:hasSelector", position),
        ("oa:hasSelector", quote),
    )
    yield from describe(
        position,
        ("rdf:type", term("oa:TextPositionSelector")),
        ("oa:start", integer(mention.start)),
        ("oa:end", integer(mention.end)),
    )
    yield from describe(
        quote,
        ("rdf:type", term("oa:TextQuoteSelector")),
        ("oa:exact", text(mention.text)),
        ("oa:prefix", text(document.text[max(0, mention.start - CONTEXT) : mention.start])),
        ("oa:suffix", text(document.text[mention.end : mention.end + CONTEXT])),
    )


def attribution_triples(names: Names, document: Document, index: int, attribution: Attribution) -> Iterator[ox.Triple]:
    """Who said what: the spans of source, cue and content, and the entity that the source names."""
    yield from describe(
        names.attribution(document.id, index),
        ("rdf:type", term("kg:Attribution")),
        ("prov:wasDerivedFrom", names.document(document.id)),
        ("prov:wasAttributedTo", speaker_term(names, attribution.entity)),
        *span_facts("source", attribution.source),
        *span_facts("cue", attribution.cue),
        *span_facts("content", attribution.content),
    )
