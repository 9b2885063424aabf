"""The encoder: a text to vectors of the pieces of its words, in a pass that mentions and relations share."""

from kg.encoder.reading import TAGS, Encoder, Page, load

__all__ = ["TAGS", "Encoder", "Page", "load"]
