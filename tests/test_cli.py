"""The command, from the outside: what goes in, what comes out, and with which exit code."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kg.cli import app
from kg.export.jsonl import dumps
from kg.model import Document, Entity, Evidence, Extraction, Mention, Statement
from kg.output import replacing

SAMPLES = Path("kg/data/samples").absolute()
MAYOR = "Ida Holm, the mayor of Lisbon, visited Chile on Monday."
BANK = "Mira Sand, the chief executive of Orbis Bank, criticized Ida Holm."

needs_model = pytest.mark.model


def kg(*args: str | Path, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, [str(arg) for arg in args], input=stdin)


def lines(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    (folder / "mayor.txt").write_text(MAYOR)
    (folder / "bank.txt").write_text(BANK)
    path = folder / "graph.nq"
    result = kg("build", folder / "mayor.txt", folder / "bank.txt", "--published", "2024-11-18", "--out", path)
    assert result.exit_code == 0, result.output
    return path


class TestHelp:
    @pytest.mark.parametrize(
        "verb", ["extract", "build", "query", "export", "show", "explain", "review", "verify", "evaluate", "ontology"]
    )
    def test_each_verb_teaches_by_example(self, verb: str) -> None:
        result = kg(verb, "--help")
        assert result.exit_code == 0
        assert f"kg {verb} " in result.output.split("Examples")[1]

    def test_the_whole_command_lists_its_verbs_and_exit_codes(self) -> None:
        result = kg("--help")
        assert "Exit codes" in result.output
        assert kg().exit_code == 2
        assert "extract" in kg().output

    def test_version(self) -> None:
        assert kg("--version").output.startswith("kg 0.")

    def test_help_does_not_load_a_pipeline(self) -> None:
        script = (
            "import sys; from kg.cli import app; app(['--help'], standalone_mode=False); print('spacy' in sys.modules)"
        )
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
        assert done.stdout.endswith("False\n")


@needs_model
class TestExtract:
    def test_a_line_of_json_for_each_document_in_the_order_of_the_inputs(self, tmp_path: Path) -> None:
        (tmp_path / "b.txt").write_bytes(MAYOR.encode() + b" \r\n\n")
        (tmp_path / "a.jsonl").write_text(json.dumps({"id": "bank", "text": BANK, "published": "2020-01-01"}) + "\n")
        result = kg(
            "extract", tmp_path / "b.txt", tmp_path / "a.jsonl", "--published", "2024-11-20", "--format", "jsonl"
        )
        assert result.exit_code == 0
        first, second = lines(result)
        assert first["document"]["text"] == MAYOR + " \r\n\n"
        assert [first["document"]["published"], second["document"]["published"]] == ["2024-11-20", "2020-01-01"]
        assert {entity["name"] for entity in first["entities"]} >= {"Ida Holm", "Lisbon", "Chile"}
        assert "mayorOf" in {statement["predicate"] for statement in first["statements"]}
        for mention in first["mentions"]:
            assert first["document"]["text"][mention["start"] : mention["end"]] == mention["text"]

    def test_standard_input(self) -> None:
        [line] = lines(kg("extract", "-", stdin=MAYOR))
        assert line["document"]["text"] == MAYOR

    def test_a_bad_document_fails_alone(self, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text(MAYOR)
        (tmp_path / "b.txt").write_bytes(b"\x00\x01\x02\xff" * 99)
        (tmp_path / "c.jsonl").write_text(json.dumps({"text": BANK}) + "\nno json\n")
        out = tmp_path / "out.jsonl"
        result = kg("extract", tmp_path, tmp_path / "gone.txt", "--out", out)
        assert result.exit_code == 1
        assert len(out.read_text().splitlines()) == 2
        complaints = result.stderr.splitlines()
        assert [line.split(": ")[1] for line in complaints[:3]] == [
            (tmp_path / "b.txt").as_posix(),
            (tmp_path / "c.jsonl").as_posix() + ":2",
            (tmp_path / "gone.txt").as_posix(),
        ]
        assert complaints[3] == "kg: 3 could not be read; the rest is done"

    def test_any_text_can_be_written(self, tmp_path: Path) -> None:
        text = "Ida Holm \ud800 visited Chile. \x1b[31m\x00 🙂 مرحبا"
        (tmp_path / "a.jsonl").write_text(json.dumps({"text": text}))
        out = tmp_path / "out.jsonl"
        assert kg("extract", tmp_path / "a.jsonl", "--out", out).exit_code == 0
        assert json.loads(out.read_text(encoding="utf-8"))["document"]["text"] == text
        assert kg("verify", out).exit_code == 0
        shown = kg("show", out, "--sentences")
        assert shown.exit_code == 0
        assert "\x1b" not in shown.output

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (["--published", "last week"], "last week"),
            (["--encoding", "no-such"], "no-such"),
            (["--model", "no_such_model"], "no_such_model"),
            (["--workers", "0"], "workers"),
            (["--format", "xml"], "xml"),
            (["--no-such-option"], "--no-such-option"),
        ],
    )
    def test_wrong_usage(self, options: list[str], message: str) -> None:
        result = kg("extract", "-", *options, stdin=MAYOR)
        assert result.exit_code == 2
        assert message in result.stderr
        assert not result.stdout


@needs_model
class TestBuild:
    def test_names_are_joined_across_documents(self, graph: Path) -> None:
        result = kg("query", graph, "SELECT ?who { ?who rdfs:label 'Ida Holm' }", "--format", "json")
        assert len(json.loads(result.stdout)) == 1

    def test_what_extract_wrote_gives_the_same_graph(self, graph: Path, tmp_path: Path) -> None:
        inputs = [graph.parent / "mayor.txt", graph.parent / "bank.txt"]
        whole, zipped = tmp_path / "all.jsonl", tmp_path / "all.jsonl.gz"
        kg("extract", *inputs, "--published", "2024-11-18", "--out", whole)
        zipped.write_bytes(gzip.compress(whole.read_bytes()))
        for number, source in enumerate((whole, zipped)):
            out = tmp_path / f"{number}.nq"
            assert kg("build", source, "--out", out).exit_code == 0
            assert out.read_bytes() == graph.read_bytes()

    def test_without_out_it_writes_n_quads_to_standard_output(self, graph: Path) -> None:
        inputs = [graph.parent / "mayor.txt", graph.parent / "bank.txt"]
        assert kg("build", *inputs, "--published", "2024-11-18").stdout == graph.read_text(encoding="utf-8")

    def test_output_that_exists_is_kept(self, tmp_path: Path) -> None:
        out = tmp_path / "graph.nq"
        out.write_text("mine")
        result = kg("build", "-", "--out", out, stdin=MAYOR)
        assert (result.exit_code, out.read_text()) == (2, "mine")
        assert result.stderr == f"kg: {out}: exists already; name another file, or replace it with --force\n"
        assert kg("build", "-", "--out", out, "--force", stdin=MAYOR).exit_code == 0
        assert out.read_text() != "mine"

    @pytest.mark.parametrize("name", ["graph.xyz", "graph", "nowhere/graph.nq", "."])
    def test_output_that_can_not_be_written_is_known_before_the_work(self, tmp_path: Path, name: str) -> None:
        result = kg("build", tmp_path / "not-even-read.txt", "--out", tmp_path / name)
        assert result.exit_code == 2
        assert str(tmp_path / name) in result.stderr
        assert "not-even-read" not in result.stderr

    @pytest.mark.parametrize("content", [None, b"\x00\xff\x00\xff"])
    def test_if_nothing_could_be_read_nothing_is_written(self, tmp_path: Path, content: bytes | None) -> None:
        folder = tmp_path / "in"
        folder.mkdir()
        if content is not None:
            (folder / "a.txt").write_bytes(content)
        out = tmp_path / "graph.nq"
        result = kg("build", folder, "--out", out)
        assert result.exit_code == 1
        assert str(folder) in result.stderr
        assert not out.exists()


@needs_model
class TestQuery:
    SPARQL = "SELECT ?who ?city { ?mayor kg:mayorOf ?c . ?mayor rdfs:label ?who . ?c rdfs:label ?city }"

    def test_a_table(self, graph: Path) -> None:
        output = kg("query", graph, self.SPARQL).stdout
        assert "Ida Holm" in output
        assert "Lisbon" in output

    def test_json_and_csv(self, graph: Path) -> None:
        assert json.loads(kg("query", graph, self.SPARQL, "--format", "json").stdout) == [
            {"who": "Ida Holm", "city": "Lisbon"}
        ]
        assert kg("query", graph, "-", "--format", "csv", stdin=self.SPARQL).stdout == "who,city\nIda Holm,Lisbon\n"

    def test_ask(self, graph: Path) -> None:
        assert kg("query", graph, "ASK { ?who kg:mayorOf ?c }").stdout == "true\n"

    def test_jsonl_can_be_asked_too(self, graph: Path, tmp_path: Path) -> None:
        out = tmp_path / "graph.jsonl"
        assert kg("export", graph, "--out", out).exit_code == 0
        assert "Lisbon" in kg("query", out, self.SPARQL).stdout

    def test_about_a_name(self, graph: Path) -> None:
        rows = json.loads(kg("query", graph, "--about", "Ida Holm", "--format", "json").stdout)
        assert ("Ida Holm", "mayorOf", "Lisbon") in {(r["subject"], r["predicate"], r["object"]) for r in rows}
        assert any("[Mira Sand]" in row["sentence"] for row in rows)

    @pytest.mark.parametrize(
        ("args", "message"),
        [
            (["SELECT oops"], "SPARQL"),
            (["--about", "Nobody At All"], "Nobody At All"),
            ([], "--about"),
            (["ASK {}", "--about", "Ida Holm"], "--about"),
        ],
    )
    def test_wrong_questions(self, graph: Path, args: list[str], message: str) -> None:
        result = kg("query", graph, *args)
        assert result.exit_code == 2
        assert message in result.stderr

    def test_a_file_that_is_no_graph(self, tmp_path: Path) -> None:
        path = tmp_path / "graph.nq"
        path.write_text("this is not RDF")
        for args in (["ASK {}"], ["--about", "x"]):
            result = kg("query", path, *args)
            assert result.exit_code == 2
            assert str(path) in result.stderr


@needs_model
class TestInfer:
    @pytest.fixture
    def path(self, tmp_path: Path) -> Path:
        evidence = Evidence("d1", 0, 24, (0, 9), (19, 23), extractor="test", confidence=0.9)
        entities = Entity("e1", "Person", "Rosa Lind"), Entity("e2", "Place", "Oslo")
        stated = Statement("s1", "e1", "mayorOf", "e2", evidence=(evidence,))
        record = Extraction(Document("d1", "Rosa Lind, mayor of Oslo."), (), entities, (stated,))
        (tmp_path / "d.jsonl").write_text(dumps(record) + "\n")
        return tmp_path / "d.jsonl"

    def test_what_follows_is_told_where_asked_for(self, path: Path, tmp_path: Path) -> None:
        plain, told, leads = tmp_path / "plain.nq", tmp_path / "told.nq", "ASK { ?who kg:leads ?what }"
        assert kg("build", path, "--out", plain).exit_code == 0
        assert kg("build", path, "--infer", "--out", told).exit_code == 0
        assert kg("query", plain, leads).output == "false\n"
        assert kg("query", plain, leads, "--infer").output == "true\n"
        assert kg("query", path, leads, "--infer").output == "true\n"
        assert kg("query", told, leads).output == "true\n"
        assert kg("export", plain, "--infer", "--out", tmp_path / "again.nq").exit_code == 0
        assert (tmp_path / "again.nq").read_text().count("urn:kg:inferred") == told.read_text().count("urn:kg:inferred")
        about = kg("query", plain, "--about", "Rosa Lind", "--infer", "--format", "csv").output
        assert '"asserted, inferred",0.9,follows from: Rosa Lind mayorOf Oslo' in about
        assert "inferred" not in kg("query", told, "--about", "Rosa Lind", "--format", "csv").output

    def test_a_format_without_a_place_for_it(self, path: Path, tmp_path: Path) -> None:
        result = kg("build", path, "--infer", "--out", tmp_path / "g.graphml")
        assert result.exit_code == 2
        assert "format graphml has no place for what is inferred" in result.output


class TestEvaluate:
    @pytest.fixture
    def files(self, tmp_path: Path) -> tuple[Path, Path]:
        text = "Rosa Lind, mayor of Oslo, met Ida Kern."
        names = (("m1", 0, 9, "Rosa Lind", "Person", "e1"), ("m2", 20, 24, "Oslo", "Place", "e2"))
        mentions = tuple(Mention(i, s, e, t, "name", type_, of) for i, s, e, t, type_, of in names)  # type: ignore[arg-type]
        entities = Entity("e1", "Person", "Rosa Lind"), Entity("e2", "Place", "Oslo")
        evidence = (Evidence("d1", 0, 24, (0, 9), (20, 24), confidence=0.9),)
        mayor = Statement("s1", "e1", "mayorOf", "e2", evidence=evidence)
        visited = Statement("s2", "e1", "visited", "e2", evidence=evidence)
        predicted, gold = tmp_path / "predicted.jsonl", tmp_path / "gold.jsonl"
        found = Extraction(Document("d1", text), mentions, entities, (mayor, visited))
        more = Mention("m3", 30, 38, "Ida Kern", "name", "Person", "e3")
        entity = Entity("e3", "Person", "Ida Kern")
        wanted = Extraction(Document("d1", text), (*mentions, more), (*entities, entity), (mayor,))
        predicted.write_text(dumps(found) + "\n" + dumps(Extraction(Document("d9", "Else."))) + "\n")
        gold.write_text(dumps(wanted) + "\n" + dumps(Extraction(Document("d2", "No."))) + "\n")
        return predicted, gold

    def test_json(self, files: tuple[Path, Path]) -> None:
        result = kg("evaluate", *files, "--format", "json")
        assert result.exit_code == 0, result.output
        found = json.loads(result.stdout)
        assert (found["mentions"]["precision"], found["mentions"]["recall"]) == (1.0, 0.6667)
        assert (found["relations"]["precision"], found["relations"]["recall"]) == (0.5, 1.0)
        assert found["documents"] == {"gold": 2, "missing": ["d2"], "changed": [], "extra": ["d9"]}
        assert "1 of 2 gold documents have no prediction" in result.stderr
        assert "1 predicted documents are not in the gold" in result.stderr

    def test_table_and_csv(self, files: tuple[Path, Path]) -> None:
        rows = kg("evaluate", *files, "--format", "csv").stdout.splitlines()
        assert rows[0] == "figure,precision,recall,f1,right,predicted,found,gold"
        assert "relations: mayorOf,1.000,1.000,1.000,1,1,1,1" in rows
        assert "B-cubed" in kg("evaluate", *files).stdout
        only = kg("evaluate", *files, "--format", "csv", "--predicates", "gold").stdout
        assert "relations,1.000,1.000,1.000,1,1,1,1" in only
        assert kg("evaluate", *files, "--format", "csv", "--predicates", "mayorOf").stdout == only

    def test_wrong_options_are_named(self, files: tuple[Path, Path]) -> None:
        assert "'assertd' is not one of asserted" in kg("evaluate", *files, "--status", "assertd").output
        assert "'mayor' is no predicate" in kg("evaluate", *files, "--predicates", "mayor").output
        assert kg("evaluate", files[0], "nowhere.jsonl").exit_code == 2

    def test_a_graph_file_will_do(self, files: tuple[Path, Path], tmp_path: Path) -> None:
        assert kg("build", files[0], "--out", tmp_path / "g.nq").exit_code == 0
        found = json.loads(kg("evaluate", tmp_path / "g.nq", files[1], "--format", "json").stdout)
        assert found["mentions"]["precision"] == 1.0


class TestExport:
    @pytest.mark.parametrize("suffix", ["ttl", "nt", "rdf", "trig", "jsonld", "nq.gz", "graphml", "jsonl"])
    def test_every_suffix(self, graph: Path, tmp_path: Path, suffix: str) -> None:
        out = tmp_path / f"graph.{suffix}"
        assert kg("export", graph, "--out", out).exit_code == 0
        content = gzip.decompress(out.read_bytes()) if suffix.endswith("gz") else out.read_bytes()
        assert b"Ida Holm" in content

    def test_csv_is_a_folder(self, graph: Path, tmp_path: Path) -> None:
        assert kg("export", graph, "--out", tmp_path / "tables", "--format", "csv").exit_code == 0
        assert (tmp_path / "tables" / "nodes.csv").exists()

    def test_there_and_back(self, graph: Path, tmp_path: Path) -> None:
        there = tmp_path / "graph.trig"
        kg("export", graph, "--out", there)
        assert kg("export", there, "--format", "nq").stdout == graph.read_text(encoding="utf-8")

    def test_base_and_provenance(self, graph: Path) -> None:
        options = ["--format", "nq", "--base", "https://data.example.org/", "--provenance", "none"]
        output = kg("export", graph, *options).stdout
        assert output.startswith("<https://data.example.org/")
        assert "Evidence" not in output
        assert kg("export", graph, "--format", "nq", "--base", "no base").exit_code == 2

    def test_the_ontology_and_its_shapes(self, tmp_path: Path) -> None:
        for name, options, word in (("o.ttl", [], "owl:"), ("s.ttl", ["--shacl"], "sh:NodeShape")):
            assert kg("ontology", "--out", tmp_path / name, *options).exit_code == 0
            assert word in (tmp_path / name).read_text()


@needs_model
class TestShowAndVerify:
    def test_show_prints_entities_and_statements(self, graph: Path) -> None:
        output = kg("show", graph).stdout
        assert "Organization" in output
        assert "Orbis Bank" in output
        assert "mayorOf" in output
        assert "[Ida Holm], the mayor of [Lisbon]" in kg("show", graph, "--sentences").stdout

    def test_only_what_is_asserted_or_known_unless_asked(self, tmp_path: Path) -> None:
        out = tmp_path / "graph.nq"
        text = "Ida Holm met Ada Brun. Ida Holm may visit Lisbon. Ida Holm did not meet Rolf Ek."
        assert kg("build", "-", "--out", out, stdin=text).exit_code == 0
        shown = kg("show", out).stdout
        assert ("visited" in shown, "denied" in shown) == (False, False)
        everything = kg("show", out, "--status", "all").stdout
        assert ("visited" in everything, "denied" in everything) == (True, True)
        about = kg("query", out, "--about", "Ida Holm", "--status", "uncertain,denied", "--format", "json").stdout
        assert [row["status"] for row in json.loads(about)] == ["denied", "uncertain"]
        wrong = kg("show", out, "--status", "assertive")
        assert wrong.exit_code == 2
        assert "'assertive' is not one of asserted," in wrong.stderr

    def test_conflicts(self, tmp_path: Path) -> None:
        (tmp_path / "yes.txt").write_text("Published: 4 May 2021\n\nOn Monday, Ida Holm met Ada Brun.")
        (tmp_path / "no.txt").write_text("Published: 5 May 2021\n\nOn Monday, Ida Holm did not meet Ada Brun.")
        rows = json.loads(kg("conflicts", tmp_path / "yes.txt", tmp_path / "no.txt", "--format", "json").stdout)
        assert [(row["conflict"], row["kind"], row["status"], row["published"]) for row in rows] == [
            (1, "denied", "asserted", "2021-05-04"),
            (1, "denied", "denied", "2021-05-05"),
        ]

    def test_show_reads_documents_itself(self) -> None:
        assert "mayorOf" in kg("show", "-", stdin=MAYOR).stdout

    def test_verify_finds_what_was_corrupted(self, graph: Path, tmp_path: Path) -> None:
        assert kg("verify", graph).stdout == "0 wrong spans\n"
        documents = ["--documents", str(graph.parent / "mayor.txt"), "--documents", str(graph.parent / "bank.txt")]
        assert kg("verify", graph, *documents).exit_code == 0
        out = tmp_path / "good.jsonl"
        kg("export", graph, "--out", out)
        records = [json.loads(line) for line in out.read_text().splitlines()]
        records[0]["mentions"][0]["start"] += 1
        out.write_text("\n".join(map(json.dumps, records)))
        result = kg("verify", out)
        assert result.exit_code == 1
        assert "mention m1" in result.stdout

    def test_verify_against_documents_that_changed(self, graph: Path, tmp_path: Path) -> None:
        result = kg("verify", graph, "--documents", str(tmp_path / "gone.txt"))
        assert result.exit_code == 1
        assert "gone.txt" in result.stderr


@contextmanager
def started(*args: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "kg", *map(str, args)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def until(what: Callable[[], object], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@needs_model
class TestInterruption:
    @pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    @pytest.mark.parametrize("workers", ["1", "2"])
    def test_leaves_no_half_written_file(self, tmp_path: Path, number: int, code: int, workers: str) -> None:
        source, folder = tmp_path / "in.jsonl", tmp_path / "out"
        folder.mkdir()
        source.write_text("".join(json.dumps({"text": f"{MAYOR} {n}"}) + "\n" for n in range(20_000)))
        with started("extract", source, "--out", folder / "out.jsonl", "--workers", workers) as process:
            until(lambda: any(path.stat().st_size for path in folder.iterdir()))
            process.send_signal(number)
            stderr = process.communicate(timeout=30)[1]
        assert process.returncode == code, stderr
        assert list(folder.iterdir()) == []
        assert b"Traceback" not in stderr

    def test_a_reader_that_goes_away_is_no_error(self, tmp_path: Path) -> None:
        source = tmp_path / "in.jsonl"
        source.write_text("".join(json.dumps({"text": f"{MAYOR} {n}"}) + "\n" for n in range(2_000)))
        with started("extract", source) as process:
            assert process.stdout
            assert process.stdout.readline()
            process.stdout.close()
            assert process.wait(timeout=60) == 141
            assert process.stderr
            assert process.stderr.read() == b""


@needs_model
def test_progress_is_for_terminals_only(tmp_path: Path) -> None:
    pty = pytest.importorskip("pty")
    (tmp_path / "a.txt").write_text(MAYOR)
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "kg", "extract", str(tmp_path / "a.txt")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs) as process:
        stdout = process.communicate(timeout=60)[0]
    os.close(theirs)
    seen = os.read(ours, 100_000)
    os.close(ours)
    assert b"documents read" in seen
    assert json.loads(stdout)["document"]["text"] == MAYOR
    assert subprocess.run(command, capture_output=True, check=True).stderr == b""


class TestReplacing:
    def test_an_error_leaves_what_was_there(self, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        path.write_text("old")
        with pytest.raises(KeyboardInterrupt):
            self.interrupted(path)
        assert path.read_text() == "old"
        assert list(tmp_path.iterdir()) == [path]

    def test_a_link_stays_a_link(self, tmp_path: Path) -> None:
        path, link = tmp_path / "a.txt", tmp_path / "link.txt"
        path.write_text("old")
        link.symlink_to(path)
        with replacing(link, force=True) as file:
            file.write(b"new")
        assert link.is_symlink()
        assert path.read_text() == "new"

    def test_what_is_no_regular_file_is_written_to(self) -> None:
        with replacing("/dev/null") as file:
            file.write(b"x")
        assert not Path("/dev/null").is_file()

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
    @needs_model
    def test_a_full_disk_is_named(self) -> None:
        result = kg("extract", "-", "--out", "/dev/full", stdin=MAYOR)
        assert result.exit_code == 2
        assert result.stderr.startswith("kg: /dev/full: can't be written: ")

    def interrupted(self, path: Path) -> None:
        with replacing(path, force=True) as file:
            file.write(b"new")
            raise KeyboardInterrupt


class TestWhoIsWho:
    HEADER = "decision,type,name,document,other_name,other_document\n"

    @pytest.fixture
    def records(self, tmp_path: Path) -> Path:

        path = tmp_path / "news.kg.jsonl"
        with path.open("w") as file:
            for id_, name in (("d1", "Rosa Lind"), ("d2", "Lind"), ("d3", "R. Lind")):
                mention = Mention("m1", 0, len(name), name, "name", "Person", "e1")
                entity = Entity("e1", "Person", name)
                file.write(dumps(Extraction(Document(id_, f"{name} sang."), (mention,), (entity,))) + "\n")
        return path

    def test_explain(self, records: Path) -> None:
        result = kg("explain", "Rosa Lind", records)
        assert result.exit_code == 0, result.output
        assert "d1: Rosa Lind\n" in result.output
        assert "Lind = Rosa Lind: surname alone (rule 13)" in result.output
        assert kg("explain", "Nobody", records).exit_code == 2

    def test_review_is_a_file_of_decisions_to_make(self, records: Path, tmp_path: Path) -> None:
        review, graph = tmp_path / "review.csv", tmp_path / "graph.nq"
        result = kg("review", records, "--out", review)
        assert result.exit_code == 0, result.output
        rows = review.read_text().splitlines()
        assert rows[0].startswith(self.HEADER.strip())
        assert len(rows) == 3
        initial = next(row for row in rows if "initial" in row)
        assert initial.startswith(",Person,")
        assert ",apart," in initial
        review.write_text(rows[0] + "\nsame" + initial + "\n")
        assert kg("build", records, "--decisions", review, "--out", graph).exit_code == 0
        explained = kg("explain", "Rosa Lind", graph)
        assert "in 3 documents" in explained.output
        assert kg("review", records, "--most", "1").output.count("\n") == 2

    def test_decisions_that_can_not_be_carried_out(self, records: Path, tmp_path: Path) -> None:
        path, graph = tmp_path / "decisions.csv", tmp_path / "graph.nq"
        path.write_text(self.HEADER + "same,,Rosa Lind,d1,Rosa Lind,d9\n")
        result = kg("build", records, "--decisions", path, "--out", graph)
        assert result.exit_code == 0
        assert f"kg: {path}:2: there is no document 'd9'" in result.stderr
        path.write_text(self.HEADER + "same,,Rosa Lind,d1,Lind,d2\napart,,Lind,d2,Rosa Lind,d1\n")
        result = kg("build", records, "--decisions", path, "--out", graph, "--force")
        assert result.exit_code == 2
        assert f"{path}:3: " in result.stderr
        assert f"{path}:2: " in result.stderr
