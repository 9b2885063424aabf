"""A user's own knowledge base: the index, and which of its entries an entity is."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.errors import KnowledgeBaseError, OutputError
from kg.link import KnowledgeBase, link, link_entries, opened
from kg.model import Document, Entity, EntityType, Extraction

ROWS = """id,name,type,aliases,context,popularity
urn:x:lind,Rosa Lind,person,Rosa Maria Lind,glass maker from Brunn,3
urn:x:acme,Acme Holdings Ltd,company,AHL,rockets and anvils,10
urn:x:ford-car,Ford,company,Ford Motors,cars engines factory,1000
urn:x:ford-film,Ford,company,,films studio director,1000
urn:x:hill-1,Anna Hill,person,,painter watercolours museum,1
urn:x:hill-2,Anna Hill,person,,chemist laboratory polymers,1
urn:x:cook-known,James Cook,person,,captain,1000
urn:x:cook,James Cook,person,,,0
urn:x:thing,Deep Thought,,,computer,1
urn:x:lind,Lind of Brunn,person,,,
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("kb")
    (folder / "mine.csv").write_text(ROWS, encoding="utf-8")
    with KnowledgeBase.build([folder / "mine.csv"], folder / "mine.kb") as found:
        yield found


def iris(base: KnowledgeBase, text: str, *named: tuple[EntityType, str]) -> dict[str, str]:
    """The entries that entities of a text are linked to, by name."""
    entities = tuple(Entity(f"e{number}", type_, name) for number, (type_, name) in enumerate(named))
    found = link_entries(Extraction(Document("d1", text), entities=entities), base)
    return {entity.name: found[entity.id].entry.iri for entity in entities if entity.id in found}


@pytest.mark.parametrize(
    ("type_", "name", "text", "iri"),
    [
        ("Person", "Rosa Lind", "", "urn:x:lind"),
        ("Person", "Dr. ROSA LIND", "", "urn:x:lind"),
        ("Person", "Rosa Maria Lind", "", "urn:x:lind"),
        ("Organization", "Acme Holdings", "", "urn:x:acme"),
        ("Organization", "Ford", "The factory built engines.", "urn:x:ford-car"),
        ("Organization", "Ford", "The director left the studio.", "urn:x:ford-film"),
        ("Organization", "Ford Motors", "", "urn:x:ford-car"),
        ("Person", "Anna Hill", "A museum bought the painter's works.", "urn:x:hill-1"),
        ("Person", "James Cook", "", "urn:x:cook-known"),
        ("Organization", "Deep Thought", "A computer.", "urn:x:thing"),
    ],
)
def test_an_entity_is_linked(base: KnowledgeBase, type_: EntityType, name: str, text: str, iri: str) -> None:
    assert iris(base, f"{name}. {text}", (type_, name)) == {name: iri}


@pytest.mark.parametrize(
    ("type_", "name", "text"),
    [
        ("Person", "Anna Hill", ""),  # either
        ("Person", "Anna Hill", "The chemist from the laboratory met the painter in the museum."),
        ("Organization", "Ford", ""),
        ("Organization", "Rosa Lind", ""),  # a person
        ("Person", "Lind", ""),  # too little of a name
        ("Person", "Nobody Known", ""),
        ("Person", "x" * 500, ""),
        ("Person", "'; DROP TABLE names; --", ""),
        ("Person", "\ud800", ""),
    ],
)
def test_an_entity_that_is_not_clear_is_not_linked(
    base: KnowledgeBase, type_: EntityType, name: str, text: str
) -> None:
    assert iris(base, text, (type_, name)) == {}


def test_two_people_of_one_name_are_not_one_entry(base: KnowledgeBase) -> None:
    assert iris(base, "", ("Person", "Rosa Lind"), ("Person", "Rosa Maria Lind")) == {}


def test_rows_of_one_identifier_are_joined(base: KnowledgeBase) -> None:
    assert len(base) == 9
    [entry] = base.candidates("Lind of Brunn", "Person")
    assert (entry.name, entry.iri) == ("Rosa Lind", "urn:x:lind")


def test_links_are_added_to_entities(base: KnowledgeBase) -> None:
    before = Extraction(Document("d1", ""), entities=(Entity("e1", "Person", "Rosa Lind", links=("urn:y:1",)),))
    assert link(before, knowledge_base=base).entities[0].links == ("urn:x:lind", "urn:y:1")


def test_reason_and_confidence(base: KnowledgeBase) -> None:
    entity = Entity("e1", "Person", "Anna Hill")
    found = link_entries(Extraction(Document("d1", "A painter in a museum"), entities=(entity,)), base)["e1"]
    assert found.reason == "2 words of its context are in the text"
    assert 0.5 < found.confidence < 1


def test_an_index_goes_to_another_process(base: KnowledgeBase) -> None:
    with pickle.loads(pickle.dumps(base)) as copy:
        assert copy.candidates("Rosa Lind", "Person") == base.candidates("Rosa Lind", "Person")


def test_opened_takes_an_index_or_its_source(base: KnowledgeBase, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(ROWS, encoding="utf-8")
    for source in (base.path, tmp_path / "mine.csv"):
        with opened(source) as found:
            assert len(found) == 9


def test_without_on_error_the_first_broken_row_is_raised(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("id,name\nurn:x:1\n", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match=r"mine\.csv:2: 1 cells"):
        KnowledgeBase.build([tmp_path / "mine.csv"], tmp_path / "mine.kb")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_an_index_is_not_overwritten(base: KnowledgeBase) -> None:
    with pytest.raises(OutputError, match="exists already"):
        KnowledgeBase.build([], base.path)


@pytest.mark.parametrize("content", [b"", b"no index at all, but text", b"SQLite format 3\0 cut off"])
def test_files_that_are_no_index(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "mine.kb").write_bytes(content)
    with pytest.raises(KnowledgeBaseError, match=r"mine\.kb: "):
        KnowledgeBase.open(tmp_path / "mine.kb")


def test_an_index_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="can't be opened"):
        KnowledgeBase.open(tmp_path / "gone.kb")


def test_the_order_of_rows_does_not_matter(base: KnowledgeBase, tmp_path: Path) -> None:
    header, *rows = ROWS.splitlines()
    (tmp_path / "turned.csv").write_text("\n".join([header, *rows[-2::-1], rows[-1]]), encoding="utf-8")
    with opened(tmp_path / "turned.csv") as turned:
        assert turned.candidates("Ford", "Organization") == base.candidates("Ford", "Organization")
