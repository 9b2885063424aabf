"""Who in the world an entity is: identity links, and what is known of linked places.

`link` takes the extraction of a document and gives it back with links; an entity of which it is not sure gets none.
"""

from kg.link.entries import EntryLink, link_entries
from kg.link.knowledge_base import Entry, KnowledgeBase, opened
from kg.link.known import without_known
from kg.link.linking import Linker, link
from kg.link.places import PlaceLink, link_places

__all__ = [
    "Entry",
    "EntryLink",
    "KnowledgeBase",
    "Linker",
    "PlaceLink",
    "link",
    "link_entries",
    "link_places",
    "opened",
    "without_known",
]
