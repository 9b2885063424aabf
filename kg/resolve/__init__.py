"""Which entities of many documents are the same: `resolve`, by the table of rules in `kg.names`."""

from kg.resolve.resolution import Join, Resolution, resolve

__all__ = ["Join", "Resolution", "resolve"]
