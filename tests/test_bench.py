"""The benchmark measures what it says, on a small scale."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench import knowledge_base, memory, speed


def test_made_up_texts_are_always_the_same_and_never_alike() -> None:
    some = list(memory.texts(50))
    assert some == list(memory.texts(50))
    assert len(set(some)) == 50
    assert not any("Anna Wolska" in text for text in some)


@pytest.mark.model
def test_speed_prints_a_ratio_and_judges_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.txt").write_text("Ida Holm, the mayor of Lisbon, visited Chile on Monday.\n" * 20)
    assert speed.main([str(tmp_path), "--rounds", "1", "--at-least", "0"]) == 0
    assert speed.main([str(tmp_path), "--rounds", "1", "--at-least", "1000"]) == 1
    assert "1 documents, 200 words, 1 rounds" in capsys.readouterr().out


@pytest.mark.model
def test_memory_compares_two_processes(capsys: pytest.CaptureFixture[str]) -> None:
    assert memory.main(["--few", "1", "--many", "2", "--at-most", "-1000"]) == 1
    assert "difference: " in capsys.readouterr().out


def test_the_knowledge_base_is_timed_and_judged(capsys: pytest.CaptureFixture[str]) -> None:
    assert knowledge_base.main(["--entries", "300"]) == 0
    printed = capsys.readouterr().out
    assert "300 entries: " in printed
    asked = sum(row[2] == "person" for row in knowledge_base.rows(300))
    assert f"{asked} of {asked} found" in printed
    assert knowledge_base.main(["--entries", "300", "--at-most", "-1"]) == 1
