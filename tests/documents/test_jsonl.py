"""JSONL: fields, and lines that fail alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg import documents
from kg.errors import DocumentError, DocumentLineError
from kg.model import Document


def read(path: Path, **options: str) -> tuple[list[Document], list[DocumentError]]:
    errors: list[DocumentError] = []
    return list(documents.read([path], on_error=errors.append, **options)), errors


def test_all_fields_are_taken_and_others_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    record = {
        "text": "Velden is a port.\r\n",
        "id": "v1",
        "title": "Velden",
        "published": "2023-05",
        "source": "https://harbour.example/1",
        "author": "Ana Lima",
        "tags": ["port"],
    }
    path.write_text(json.dumps(record))
    [document], errors = read(path)
    assert document == Document(
        "v1", "Velden is a port.\r\n", "Velden", "2023-05", "https://harbour.example/1", "Ana Lima"
    )
    assert not errors


def test_missing_and_empty_fields_are_made_or_left_out(tmp_path: Path) -> None:
    path = tmp_path / "Port News.jsonl"
    path.write_text('{"text": "One.", "title": null, "source": ""}\n\n{"text": "Two.", "id": 12}\n')
    [one, two], _ = read(path)
    assert one.id.startswith("port-news-")
    assert (one.title, one.source) == (None, path.as_posix())
    assert two.id == "12"


def test_every_bad_line_is_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    lines = [
        b'{"text": "good 1"}',
        b'{"text": "torn',
        b'["text"]',
        b'{"title": "no text"}',
        b'{"text": 5}',
        b'{"text": "  "}',
        b'{"text": "a", "published": "yesterday"}',
        b'{"text": "a", "source": ["x"]}',
        b'{"text": "a", "id": true}',
        b'{"text": "caf\xe9"}',
        b"[" * 200_000,
        b'{"text": ' + b"9" * 5000 + b"}",
        '{"text": "good 2 \u2028 here"}'.encode(),
    ]
    path.write_bytes(b"\n".join(lines))
    found, errors = read(path)
    assert [document.text for document in found] == ["good 1", "good 2 \u2028 here"]
    assert all(isinstance(error, DocumentLineError) for error in errors)
    assert [error.source for error in errors] == [f"{path.as_posix()}:{number}" for number in range(2, 13)]
    wanted = [
        "not JSON",
        "list",
        "'title'",
        "int",
        "white space",
        "yesterday",
        "'source'",
        "'id'",
        "0xe9",
        "JSON",
        "JSON",
    ]
    assert all(word in error.reason for word, error in zip(wanted, errors, strict=True))


def test_the_first_bad_line_is_raised_where_nobody_takes_errors(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "good"}\n{\n')
    found = documents.read([path])
    assert next(found).text == "good"
    with pytest.raises(DocumentLineError, match=r"a\.jsonl:2: is not JSON: .* at column"):
        next(found)


def test_lone_surrogates_stay(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Velden \\ud800 port \\u0000"}')
    [document], _ = read(path)
    assert document.text == "Velden \ud800 port \0"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks_are_understood(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Zürich"}\n{"text": "Łódź"}\n', encoding=encoding)
    found, errors = read(path)
    assert [document.text for document in found] == ["Zürich", "Łódź"]
    assert not errors


def test_an_encoding_can_be_stated(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "Zürich"}\n', encoding="cp1252")
    assert [document.text for document in read(path, encoding="cp1252")[0]] == ["Zürich"]


def test_utf16_that_breaks_off_is_an_error_after_what_could_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text": "a"}\n{"te'.encode("utf-16") + b"x")
    _, errors = read(path)
    assert "is not utf-16" in errors[-1].reason


@pytest.mark.parametrize("content", ["", "\n \n"])
def test_a_file_without_lines_is_an_error(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(content)
    _, [error] = read(path)
    assert "one JSON object a line" in error.reason


def test_lines_are_read_one_at_a_time(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "first"}\n' + "not read\n" * 100_000)
    assert next(documents.read([path])).text == "first"
