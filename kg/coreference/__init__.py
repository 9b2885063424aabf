"""Which mentions of one document are the same entity: `chains`."""

from kg.coreference.discourse import chains

__all__ = ["chains"]
