"""A user's knowledge base as files: what is read, and what is reported."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import KnowledgeBaseError
from kg.link.sources import Record, records
from kg.link.sources.tabular import _cells
from kg.link.sources.tabular import read as read_table


def read(folder: Path, name: str, text: str | bytes) -> tuple[list[Record], list[str]]:
    """The records of a file, and what was reported."""
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    errors: list[str] = []
    found = list(records(path, lambda error: errors.append(str(error).replace(f"{folder}/", ""))))
    return found, errors


def test_csv(tmp_path: Path) -> None:
    text = (
        "\ufeffID,Label,type,aliases,context,sitelinks,note\r\n"
        'https://example.org/1,"Lind, Rosa",person,R. Lind | Rosa,glass maker,12,x\r\n'
        "Q64,Berlin,city,,,,\r\n"
        '\r\nurn:x:3,"Two\nLines ""Inc""",,,,,\r\n'
    )
    found, errors = read(tmp_path, "mine.csv", text)
    assert errors == []
    assert found == [
        Record("https://example.org/1", ("Lind, Rosa", "R. Lind", "Rosa"), "Person", "glass maker", 12.0),
        Record("http://www.wikidata.org/entity/Q64", ("Berlin",), "Place"),
        Record("urn:x:3", ('Two Lines "Inc"',)),
    ]


def test_broken_rows_are_named_and_the_rest_loads(tmp_path: Path) -> None:
    text = (
        "id;name;type\nurn:x:1;One;person\nurn:x:2;Two\nno iri;Three;person\nurn:x:4;;person\n"
        'urn:x:5;Five;spaceship\nurn:x:6;"Six;person\nurn:x:7;Seven;person\n'
    )
    found, errors = read(tmp_path, "mine.csv", text)
    assert [record.names for record in found] == [("One",), ("Seven",)]
    assert errors == [
        "mine.csv:3: 2 cells, but the first row names 3 columns",
        "mine.csv:4: identifier 'no iri' is neither an IRI, such as https://example.org/id/7, nor one of Wikidata",
        "mine.csv:5: has no name",
        "mine.csv:6: type 'spaceship' is not Person, Organization or Place",
        "mine.csv:7: unexpected end of data",
    ]


def test_jsonl(tmp_path: Path) -> None:
    text = (
        '{"id": "urn:x:1", "name": "Rosa Lind", "aliases": ["Lind"], "type": "Person", "popularity": 3}\n\n'
        '{"id": "urn:x:2", "label": "Acme"}\n'
    )
    found, errors = read(tmp_path, "mine.jsonl", text)
    assert errors == []
    assert found == [
        Record("urn:x:1", ("Rosa Lind", "Lind"), "Person", popularity=3.0),
        Record("urn:x:2", ("Acme",)),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "not JSON at character 2: Expecting property name enclosed in double quotes"),
        ("[]", "a JSON object was expected, not list"),
        ('{"id": "urn:x:1"}', "has no name"),
        ('{"name": "Acme"}', "has no identifier"),
        ('{"id": "urn:x:1", "name": 7}', "name must be a string, or a list of strings, not 7"),
        ('{"id": "urn:x:1", "name": "A", "popularity": "high"}', "popularity 'high' is not a number from 0"),
        ('{"id": "urn:x:1", "name": "A", "popularity": -1}', "popularity -1 is not a number from 0"),
        ('{"id": "urn:x:1", "name": "A", "popularity": [1]}', "popularity [1] is not a number from 0"),
    ],
)
def test_broken_lines_of_json(tmp_path: Path, line: str, message: str) -> None:
    found, errors = read(tmp_path, "mine.jsonl", f'{line}\n{{"id": "urn:x:2", "name": "B"}}\n')
    assert errors == [f"mine.jsonl:1: {message}"]
    assert [record.names for record in found] == [("B",)]


def test_followthemoney(tmp_path: Path) -> None:
    text = (
        '{"id": "a1", "schema": "Person", "caption": "Rosa Lind", "properties": {"name": ["Rosa Lind"],'
        ' "alias": ["R. Lind"], "position": ["glass maker"], "wikidataId": ["Q77"]}}\n'
        '{"id": "a2", "schema": "Company", "properties": {"name": ["Acme Ltd"]}}\n'
        '{"id": "a3", "schema": "Ownership", "properties": {"owner": ["a1"], "asset": ["a2"]}}\n'
    )
    assert read(tmp_path, "mine.ftm.json", text) == (
        [
            Record("http://www.wikidata.org/entity/Q77", ("Rosa Lind", "R. Lind"), "Person", "glass maker"),
            Record("urn:followthemoney:a2", ("Acme Ltd",), "Organization"),
        ],
        [],
    )


TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix s: <https://schema.org/> .
@prefix e: <https://example.org/> .
e:1 a s:Person ; s:name "Rosa Lind" ; s:alternateName "Lind" ; s:description "glass maker"@en ; s:sameAs e:one .
e:2 a s:Corporation ; skos:prefLabel "Acme"@en-GB, "Gipfel"@de ; skos:altLabel "Acme Works" .
e:3 s:memberOf e:2 .
"""


def test_schema_org_and_skos(tmp_path: Path) -> None:
    found, errors = read(tmp_path, "mine.ttl", TURTLE)
    assert errors == []
    assert [record for record in found if record.names] == [
        Record(
            "https://example.org/1", ("Rosa Lind", "Lind"), "Person", "glass maker", links=("https://example.org/one",)
        ),
        Record("https://example.org/2", ("Acme", "Acme Works"), "Organization"),
    ]


def test_wikidata_with_a_broken_line(tmp_path: Path) -> None:
    entity, label = "<http://www.wikidata.org/entity/Q64>", "<http://www.w3.org/2000/01/rdf-schema#label>"
    lines = [
        f'{entity} {label} "Berlin"@en .',
        f'{entity} {label} "Berlin"@de .',
        f'{entity} {label} "Berlin"@en',
        f"{entity} <http://www.wikidata.org/prop/direct/P31> <http://www.wikidata.org/entity/Q515> .",
        f'{entity} <http://wikiba.se/ontology#sitelinks> "300"^^<http://www.w3.org/2001/XMLSchema#integer> .',
    ]
    found, [error] = read(tmp_path, "mine.nt.gz", gzip.compress("\n".join(lines).encode()))
    assert found == [Record("http://www.wikidata.org/entity/Q64", ("Berlin",), "Place", popularity=300.0)]
    assert error.startswith("mine.nt.gz:3: ")


def test_broken_turtle_ends_its_file(tmp_path: Path) -> None:
    found, [error] = read(tmp_path, "mine.ttl", TURTLE + "\ne:4 a .\ne:5 s:name 'Five' .\n")
    assert "Rosa Lind" in found[0].names
    assert error.startswith("mine.ttl:8: ")
    assert error.endswith("the rest of the file is not read")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("mine.csv", b"id,type\n", "the first row must name the columns, id and name among them, not id, type"),
        ("mine.csv", b"", "the first row must name the columns"),
        ("mine.pdf", b"", "its format is not known"),
        ("mine.csv.gz", b"id,name", "can't be read"),
    ],
)
def test_files_that_are_no_knowledge_base(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(KnowledgeBaseError, match=message):
        list(records(tmp_path / name, print))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match=r"gone\.csv: can't be read: No such file"):
        list(records(tmp_path / "gone.csv", print))


@given(st.text(alphabet='a,"\n\r;|é', max_size=60))
def test_any_table_is_read_or_reported(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    from io import StringIO

    last = "urn:x:last,Last\n"
    errors: list[KnowledgeBaseError] = []
    found = list(read_table(StringIO(f"id,name\n{text}\n" + last * 25), "t", errors.append))
    # However the rows before are broken, those that come well after are read.
    assert found[-1].names == ("Last",)


@given(st.text(alphabet="ab,;\t '\\é\x00\x85\u2028", max_size=12), st.sampled_from(",;\t"))
def test_cells_without_quotes_are_what_the_parser_of_csv_makes_of_them(line: str, delimiter: str) -> None:
    for end in ("", "\n", "\r\n", "\r"):
        assert _cells([line + end], delimiter) == next(csv.reader([line + end], delimiter=delimiter, strict=True), [])
