"""Which mentions of one document are the same entity: `chains`; and who is "I" in what they say: `quoted`."""

from kg.coreference.discourse import chains
from kg.coreference.loose import loose
from kg.coreference.quoted import quoted
from kg.coreference.relatives import relatives

__all__ = ["chains", "loose", "quoted", "relatives"]
