"""The graph: entities, statements and their evidence, from all documents.

`build` makes one from documents, `KnowledgeGraph.from_extractions` from what was extracted before.
"""

from kg.graph.build import build
from kg.graph.conflicts import Conflict
from kg.graph.explanation import Explanation
from kg.graph.identity import EntityExplanation
from kg.graph.inference import Derived
from kg.graph.knowledge_graph import KnowledgeGraph
from kg.graph.sayings import Saying

__all__ = ["Conflict", "Derived", "EntityExplanation", "Explanation", "KnowledgeGraph", "Saying", "build"]
