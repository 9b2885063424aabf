"""Bytes -> text: encodings, and what is no text."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import documents
from kg.documents.text import decode
from kg.errors import DocumentError

SENTENCE = "Señora Núñez, the mayor of Velden, said on Monday that the town’s café – “La Pérouse” – would reopen."


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_utf8_comes_back_to_the_byte(content: str) -> None:
    data = content.encode()
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"%PDF-", b"PK\x03\x04", b"GIF8")):
        assert decode(data, "a.txt", None).encode() == data


@pytest.mark.parametrize(
    "content", ["  One.\r\n\r\nTwo.\r\n \n", "One.\rTwo.\t", "\n\nOne\x0cTwo\x1b[0m\x85", "😀 \u202eabc\u202c שלום"]
)
def test_a_text_file_is_kept_to_the_last_byte(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(content.encode())
    [document] = documents.read([path])
    assert document.text == content


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-32"])
def test_encodings_are_detected(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding), "a.txt", None) == SENTENCE


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16", "utf-16-le", "cp037"])
def test_encodings_can_be_stated(encoding: str) -> None:
    assert decode(SENTENCE.encode(encoding, "replace"), "a.txt", encoding).startswith("Señora Núñez")


def test_other_alphabets_are_detected() -> None:
    content = "Мэр Вельдена сказала в понедельник, что город снова откроет старое кафе на набережной. " * 3
    assert decode(content.encode("cp1251"), "a.txt", None) == content


def test_a_utf8_mark_stays_as_a_character_unless_the_stated_encoding_takes_it() -> None:
    data = b"\xef\xbb\xbfVelden"
    assert decode(data, "a.txt", None) == "\ufeffVelden"
    assert decode(data, "a.txt", "utf-8-sig") == "Velden"


@pytest.mark.parametrize(
    ("data", "encoding", "reason"),
    [
        (b"", None, "is empty"),
        (b"", "utf-8", "is empty"),
        (b"%PDF-1.7 ...", None, r"binary \(a PDF"),
        (gzip.compress(b"Velden"), None, r"binary \(gzip"),
        (b"Velden\0is a port", None, "NUL"),
        (bytes(range(1, 256)) * 8, None, "binary|not UTF-8"),
        ("Zürich".encode("cp1252"), "utf-8", "is not utf-8, as stated: byte 0xfc at 1"),
        (b"\xff\xfeV\x00e", "ascii", "is not ascii"),
        (b"\xff\xfeV\x00e", None, "is not utf-16, as its byte order mark says"),
    ],
)
def test_what_is_no_text_says_why(data: bytes, encoding: str | None, reason: str) -> None:
    with pytest.raises(DocumentError, match=rf"^a\.txt: .*({reason})"):
        decode(data, "a.txt", encoding)
