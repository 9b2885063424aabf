"""Which mentions of one document are the same entity: `chains`."""

from kg.coreference.discourse import chains
from kg.coreference.loose import loose

__all__ = ["chains", "loose"]
