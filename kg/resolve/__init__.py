"""Which entities of many documents are the same: `resolve`, by the table of rules in `kg.names` and a person's
decisions.
"""

from kg.resolve.decisions import Decision, Reference, Warned, read_decisions
from kg.resolve.resolution import Join, Resolution, resolve

__all__ = ["Decision", "Join", "Reference", "Resolution", "Warned", "read_decisions", "resolve"]
