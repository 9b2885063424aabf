"""Which mentions of one document are the same entity: `chains`."""

from kg.coreference.chaining import chains

__all__ = ["chains"]
