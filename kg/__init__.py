"""Read English text, get a knowledge graph of people, organisations and places in which every edge shows its words.

>>> import kg
>>> graph = kg.build(["Ana Rey, the mayor of Lisbon, visited Chile."])
>>> [str(reason) for statement in graph.statements(predicate="mayorOf") for reason in graph.explain(statement)]
['[Ana Rey], the mayor of [Lisbon], visited Chile.']

The names here are imported when they are first used, so that `import kg` is quick.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.extract import extract
    from kg.graph import KnowledgeGraph
    from kg.graph.build import build
    from kg.model import Document, Entity, Evidence, Extraction, Mention, Statement
    from kg.read import read
    from kg.verify import verify

__all__ = [
    "Document",
    "Entity",
    "Evidence",
    "Extraction",
    "KgError",
    "KnowledgeGraph",
    "Mention",
    "Statement",
    "build",
    "extract",
    "read",
    "verify",
]

_HOMES = {
    "Document": "kg.model",
    "Entity": "kg.model",
    "Evidence": "kg.model",
    "Extraction": "kg.model",
    "KgError": "kg.errors",
    "KnowledgeGraph": "kg.graph",
    "Mention": "kg.model",
    "Statement": "kg.model",
    "build": "kg.graph",
    "extract": "kg.extract",
    "read": "kg.read",
    "verify": "kg.verify",
}


class _Package(ModuleType):
    """Python makes every module an attribute of its package, which would hide the function of the same name."""

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name in _HOMES and isinstance(value, ModuleType)):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
