"""Inputs of all kinds: order, folders, standard input, errors, and what `published` does."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from kg import documents
from kg.errors import DocumentError
from kg.model import Document


def write(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")


def names(found: list[Document], folder: Path) -> list[str]:
    return [Path(document.source or "").relative_to(folder).as_posix() for document in found]


def test_a_folder_is_read_to_the_bottom_in_the_order_of_its_paths(tmp_path: Path) -> None:
    taken = ["B.TXT", "a-b/x.md", "a.text", "a/x.txt", "a/z/y.txt", "é.txt"]
    write(tmp_path, dict.fromkeys([*taken, ".hidden.txt", ".git/x.txt", "a/.h/x.txt", "c.csv", "noext"], "Velden."))
    assert names(list(documents.read([tmp_path])), tmp_path) == taken


def test_inputs_keep_their_order_and_any_suffix_is_read_when_named(tmp_path: Path) -> None:
    write(tmp_path, {"b.log": "B.", "f/x.txt": "X.", "a": "A."})
    found = documents.read([tmp_path / "b.log", tmp_path / "f", str(tmp_path / "a")])
    assert [document.text for document in found] == ["B.", "X.", "A."]


def test_one_path_alone_will_do(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "A."})
    assert len(list(documents.read(str(tmp_path / "a.txt")))) == 1


def test_bad_files_fail_alone(tmp_path: Path) -> None:
    write(tmp_path, {f"{number:03}.txt": f"Velden has {number} boats." for number in range(100)})
    (tmp_path / "013.txt").write_bytes(b"")
    (tmp_path / "042.txt").write_bytes(b"\0\1\2")
    (tmp_path / "077.txt").unlink()
    (tmp_path / "077.txt").symlink_to(tmp_path / "gone.txt")
    errors: list[DocumentError] = []
    assert len(list(documents.read([tmp_path], on_error=errors.append))) == 97
    assert [Path(error.source).name for error in errors] == ["013.txt", "042.txt", "077.txt"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable for root")
def test_what_may_not_be_read_fails_alone(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "A.", "b.txt": "B.", "locked/c.txt": "C."})
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "locked").chmod(0)
    errors: list[DocumentError] = []
    assert [document.text for document in documents.read([tmp_path], on_error=errors.append)] == ["B."]
    (tmp_path / "locked").chmod(0o700)
    assert {Path(error.source).name for error in errors} == {"a.txt", "locked"}


def test_the_system_s_reason_is_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    write(tmp_path, {"a.txt": "A."})
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(DocumentError, match=r"a\.txt: can't be read: Permission denied$"):
        list(documents.read([tmp_path / "a.txt"]))


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "A."})
    os.mkfifo(tmp_path / "b.txt")
    assert len(list(documents.read([tmp_path]))) == 1


def test_a_folder_that_links_to_itself_ends(tmp_path: Path) -> None:
    write(tmp_path, {"a.txt": "A."})
    (tmp_path / "again").symlink_to(tmp_path)
    assert len(list(documents.read([tmp_path]))) == 1


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("missing.txt", "no such file or folder"),
        ("missing.jsonl", "no such file or folder"),
        ("empty", r"holds no documents; taken are \.txt"),
        ("a\0b.txt", "can't be read"),
        ("x" * 5000, "can't be read"),
        ("https://harbour.example/ferry", "is an address; nothing is fetched"),
    ],
)
def test_inputs_that_give_nothing_say_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"empty/a.csv": "1,2"})
    with pytest.raises(DocumentError, match=reason) as caught:
        list(documents.read([given]))
    assert caught.value.source == given


def stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_is_one_document(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"Velden is a port.\r\n")
    [document] = documents.read(["-"])
    assert (document.text, document.source) == ("Velden is a port.\r\n", None)
    assert document.id.startswith("stdin-")


def test_empty_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin(monkeypatch, b"")
    with pytest.raises(DocumentError, match=r"^standard input: is empty"):
        list(documents.read(["-"]))


def test_published_is_for_documents_without_a_date(tmp_path: Path) -> None:
    write(tmp_path, {"a.jsonl": '{"text": "A.", "published": "2020"}\n{"text": "B."}', "b.txt": "C."})
    found = documents.read([tmp_path], published="2024-11-18")
    assert [document.published for document in found] == ["2020", "2024-11-18", "2024-11-18"]


@pytest.mark.parametrize("published", ["2024-02-30", "18.11.2024", "2024-13", "24", "", "2024-11-18\n", "２０２４"])
def test_a_wrong_date_is_refused_before_anything_is_read(published: str) -> None:
    with pytest.raises(DocumentError, match=r"^published: publication date"):
        documents.read(["missing.txt"], published=published)


@pytest.mark.parametrize(
    ("published", "kept"),
    [
        ("2024-02-29", "2024-02-29"),
        ("2024-11", "2024-11"),
        ("0999", "0999"),
        ("2024-11-18T09:30:00Z", "2024-11-18"),
        ("2024-11-18 09:30:00+02:00", "2024-11-18"),
    ],
)
def test_dates_are_kept_and_times_dropped(published: str, kept: str) -> None:
    assert documents.from_text("A.", published=published).published == kept


def test_an_unknown_encoding_is_refused_before_anything_is_read() -> None:
    with pytest.raises(DocumentError, match=r"encoding 'utf-9' is not known|'utf-9'.*not known"):
        documents.read(["missing.txt"], encoding="utf-9")


def test_identifiers_are_made_from_name_and_text() -> None:
    def made(text: str, source: str | None) -> str:
        return documents.from_text(text, source=source).id

    assert made("A.", "x/Port  News!.txt") == made("A.", "y/port-news.md")
    assert made("A.", "a.txt") != made("B.", "a.txt")
    assert made("A.", None).startswith("text-")
    assert made("A.", "новости.txt").startswith("document-")
    assert made("\ud800", "Ångström\udcff.txt").startswith("angstrom-")
    assert len(made("A.", "x" * 255 + ".txt")) <= 73


@pytest.mark.parametrize("text", ["", " \r\n\u2003"])
def test_a_text_without_words_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        documents.from_text(text)
