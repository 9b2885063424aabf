"""Contradictions, and what only looks like one, on texts."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.documents import from_text
from kg.graph import KnowledgeGraph, build

pytestmark = pytest.mark.model

CONTRADICTIONS = """
denied | 2024-01-01 Anna Reyl met Peter Haik in Oslo. | 2024-01-02 Anna Reyl did not meet Peter Haik.
denied | 2024-01-01 Anna Reyl met Peter Haik, Rosa Tello said. | 2024-01-02 Anna Reyl never met Peter Haik.
rivals | 2024-01-01 Istanbul is the capital of Turkey. | 2024-01-02 Ankara is the capital of Turkey.
rivals | 2024-01-01 Siemens was founded in 1847. | 2024-01-02 Siemens was founded in 1850.
rivals | 2024-01-01 Anna Reyl was born in 1971. | 2024-01-02 Anna Reyl was born on 3 May 1972.
rivals | 2024-01-01 Anna Reyl, the mayor of Lima, spoke. | 2024-01-01 Peter Haik, the mayor of Lima, spoke.
rivals | - Anna Reyl, the mayor of Lima, spoke. | - Peter Haik, the mayor of Lima, spoke.
denied | 2024-01-05 Anna Reyl leads Siemens. | 2024-01-02 Anna Reyl no longer leads Siemens.
"""

NONE = """
2024-01-01 Anna Reyl met Peter Haik in Oslo. | 2024-01-02 Anna Reyl may meet Peter Haik.
2024-01-01 Anna Reyl was born in Oslo. | 2024-01-02 Anna Reyl was born in Norway.
2024-01-01 Anna Reyl was born in 1971. | 2024-01-02 Anna Reyl was born on 3 May 1971.
2018-01-01 Anna Reyl, the mayor of Lima, spoke. | 2024-01-01 Peter Haik, the mayor of Lima, spoke.
2024-01-01 Anna Reyl, the former mayor of Lima, spoke. | 2024-01-01 Peter Haik, the mayor of Lima, spoke.
2024-01-01 Anna Reyl was mayor of Lima from 2008 to 2012. | 2024-01-01 Peter Haik was mayor of Lima from 2012 to 2016.
2024-01-01 Anna Reyl leads Siemens. | 2024-01-02 Anna Reyl no longer leads Siemens.
2019-01-01 Anna Reyl met Peter Haik in 2017. | 2024-01-02 Anna Reyl did not meet Peter Haik in 2023.
"""


def graph_of(nlp: Language, texts: list[str]) -> KnowledgeGraph:
    parts = [text.split(" ", 1) for text in texts]
    documents = [
        from_text(text, id=f"d{number}", published=None if day == "-" else day)
        for number, (day, text) in enumerate(parts)
    ]
    return build(documents, nlp=nlp)


@pytest.mark.parametrize("row", CONTRADICTIONS.strip().splitlines())
def test_contradictions(nlp: Language, row: str) -> None:
    kind, *texts = row.split(" | ")
    [found] = graph_of(nlp, texts).conflicts()
    assert found.kind == kind
    assert sorted(side.says.text for side in found.sides) == sorted(text.split(" ", 1)[1] for text in texts)


@pytest.mark.parametrize("row", NONE.strip().splitlines())
def test_no_contradictions(nlp: Language, row: str) -> None:
    graph = graph_of(nlp, row.split(" | "))
    assert graph.statements(status=None)
    assert graph.conflicts() == []
