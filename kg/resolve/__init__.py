"""Which entities of many documents are the same: `resolve`, by the table of rules in `kg.names` and a person's
decisions.
"""

from kg.resolve.decisions import Decision, Reference, Warned, read_decisions
from kg.resolve.doubts import Doubt, doubts, write_doubts
from kg.resolve.resolution import Join, Resolution, resolve

__all__ = [
    "Decision",
    "Doubt",
    "Join",
    "Reference",
    "Resolution",
    "Warned",
    "doubts",
    "read_decisions",
    "resolve",
    "write_doubts",
]
