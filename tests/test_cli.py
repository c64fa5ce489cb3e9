"""The command line: every command, its JSON, its help, exit codes, and no traceback whatever is typed."""

import csv
import io
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result
from pyoxigraph import RdfFormat, parse
from tests.conftest import TAM_TANG, WriteTables

import legalgraph
from legalgraph import query_output
from legalgraph.cli import main, serve
from legalgraph.errors import SourceError, StoreError
from legalgraph.library import Library, open_published
from legalgraph.model.document import Status
from legalgraph.model.relation import kinds
from legalgraph.pipeline.inputs import collect
from legalgraph.store.remote.push import notes_of
from legalgraph.store.snapshots import Home
from legalgraph.web.server import why_deaf

DECREE, OLD, FIRST, SECOND = "nd/2031/901/nd-cp", "nd/2025/77/nd-cp", "qd/2032/4001/qd-ttg", "qd/2035/4002/qd-ttg"
COMMANDS = ("ingest", "serve", "show", "relate", "search", "query", "export", "validate", "stats", "extract", "push", "forget", "init", "snapshots")
THIRD = "nd/2033/5/nd-cp"
QUESTIONS = ("show", "relate", "search", "query")
Run = Callable[..., Result]
Start = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(sample_home: Path) -> Run:
    """Run a command in this process over the sample."""

    def invoke(*arguments: str | Path, home: Path = sample_home) -> Result:
        result = CliRunner().invoke(main, ["--home", str(home), *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return invoke


@pytest.fixture
def start(sample_home: Path) -> Start:
    """Run a command in a shell of its own: `start('"$@" stats | head -1')`, with the program in "$@"."""

    def invoke(line: str, home: Path = sample_home, **environment: str) -> "subprocess.CompletedProcess[str]":
        command = ["sh", "-c", line, "sh", sys.executable, "-m", "legalgraph.cli", "--home", str(home)]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=600, env={**os.environ, **environment})

    return invoke


# -------- each command


def test_show(run: Run) -> None:
    result = run("show", "901/2031/nd-cp", "--on", "2033-01-01")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[:3] == [
        "Nghị định 901/2031/NĐ-CP — Về khuyến khích nuôi tằm",
        "  https://w3id.org/legalgraph/eli/vn/nd/2031/901/nd-cp",
        "  tình trạng ngày 1/1/2033: Chưa xác định",
    ]
    assert "    · ngày này chưa đến" in result.stdout
    assert "Khoản 1 Điều 2" not in result.stdout
    assert "Quyết định 4001/QĐ-TTg (2032) phê duyệt chương trình theo khoản 1 Điều 2 Nghị định 901/2031/NĐ-CP (suy luận)." in result.stdout
    assert "nguồn không thống nhất (signed): 2031-03-02 [https://example.org/901] ≠ 2031-03-20" in result.stdout
    english = run("show", DECREE, "--on", "2030-01-01", "--lang", "en")
    assert "status on 1 January 2030: Not issued yet" in english.stdout
    assert "signed by: Nguyễn Văn Thử" in english.stdout


def test_show_says_unknown_and_never_in_force(run: Run) -> None:
    result = run("show", "qd/2036/4001/qd-ttg", "--on", "2036-06-01")
    assert "tình trạng ngày 1/6/2036: Chưa xác định" in result.stdout
    assert "có hiệu lực từ: chưa rõ" in result.stdout
    assert "Còn hiệu lực" not in result.stdout


def test_show_json(run: Run) -> None:
    record = json.loads(run("show", "nghị định 901", "--on", "2034-08-01", "--json").stdout)
    assert set(record) == {
        "path", "iri", "number", "type", "type_label", "name", "title", "identified", "area", "issuers", "subjects", "signer", "signed", "signed_note",
        "published", "in_force_from", "in_force_from_note", "in_force_from_certainty", "in_force_rule", "in_force_until", "period", "claimed_status", "certainty", "sources",
        "note", "conflicts", "status", "basis", "relations", "relations_total",
    }  # fmt: skip
    assert (record["path"], record["number"], record["signed"], record["in_force_from"]) == (DECREE, "901/2031/NĐ-CP", "2031-03-02", "2031-05-01")
    assert record["issuers"] == [{"code": "cp", "label": {"vi": "Chính phủ", "en": "Government"}}]
    assert record["conflicts"][0]["a"] == {"value": "2031-03-02", "source": "https://example.org/901"}
    assert [r["code"] for r in record["status"]["reasons"]] == ["future", "amended", "in_force_since", "claimed_partly_expired"]
    assert {r["kind"] for r in record["relations"]} <= set(kinds())
    unknown = json.loads(run("show", SECOND, "--json").stdout)
    assert unknown["status"]["code"] in set(Status) - {Status.IN_FORCE, Status.PARTLY_EXPIRED}
    assert unknown["signer"] is None
    assert unknown["in_force_from"] is None
    citation = json.loads(run("show", "07/CT-BCT", "--json").stdout)
    assert citation["identified"] is False


def test_relate(run: Run) -> None:
    result = run("relate", "4002/QĐ-TTg", "qd 4001 2032")
    assert result.exit_code == 0
    assert "  - Quyết định 4002/QĐ-TTg (2035) kế tiếp Quyết định 4001/QĐ-TTg (2032)." in result.stdout
    assert "! Không có dữ kiện nào cho thấy Quyết định 4002/QĐ-TTg (2035) thay thế Quyết định 4001/QĐ-TTg (2032)" in result.stdout
    assert "· trang thông tin: nối tiếp theo giai đoạn — https://example.org/4002" in result.stdout
    english = run("relate", "qd 4001 2032", "901/2031", "--lang", "en").stdout
    assert "Over other documents:" in english
    assert "Decree 12/2034/NĐ-CP amends Decree 901/2031/NĐ-CP, from 1 August 2034." in english
    nothing = run("relate", "qd/2036/4001/qd-ttg", DECREE).stdout
    assert "không có trong dữ liệu" in nothing


def test_an_act_without_a_day_has_that_of_its_document_wherever_it_is_told(run: Run, tmp_path: Path, write_tables: WriteTables) -> None:
    numbers = {path: f"{path.split('/')[2]}/{path.split('/')[1]}/NĐ-CP" for path in (OLD, DECREE, THIRD)}
    begun = {OLD: "2025-03-01", DECREE: "2031-05-01", THIRD: "2033-06-01"}
    documents = [{"id": path, "number": numbers[path], "in_force_from": begun[path]} for path in numbers]
    seen = {"evidence_url": "https://example.org/1"}
    relations = [
        {"source": DECREE, "target": OLD, "kind": "amends", **seen}, {"source": DECREE, "target": OLD, "kind": "refers", **seen},
        {"source": THIRD, "target": DECREE, "kind": "amends", **seen},
    ]  # fmt: skip
    home, tables = tmp_path / "home", write_tables(documents=documents, relations=relations)
    assert run("ingest", tables, home=home).exit_code == 0

    def days(told: list[dict[str, Any]]) -> dict[tuple[str, str], str | None]:
        return {(r["source"]["path"], r["kind"]): r["effective_from"] for r in told}

    shown = days(json.loads(run("show", DECREE, "--json", home=home).stdout)["relations"])
    assert shown == {(DECREE, "amends"): "2031-05-01", (DECREE, "refers"): None, (THIRD, "amends"): "2033-06-01"}
    direct = json.loads(run("relate", DECREE, OLD, "--json", home=home).stdout)["direct"]
    assert days(direct) == {key: day for key, day in shown.items() if key[0] == DECREE}
    (chain,) = json.loads(run("relate", THIRD, OLD, "--json", home=home).stdout)["chains"]
    assert chain["steps"][0]["relation"]["effective_from"] == "2033-06-01"
    assert "sửa đổi, bổ sung Nghị định 77/2025/NĐ-CP, từ 1/5/2031." in run("relate", DECREE, OLD, home=home).stdout
    run("export", "--format", "csv", "-o", tmp_path / "csv", home=home)
    with (tmp_path / "csv" / "edges.csv").open(encoding="utf-8", newline="") as file:
        written = {(row["source"], row["kind"]): row["effective_from"] or None for row in csv.DictReader(file)}
    assert shown.items() <= written.items()


def test_a_document_does_not_relate_to_itself(run: Run) -> None:
    result = run("relate", DECREE, "901/2031/NĐ-CP")
    assert result.exit_code == 0
    assert "cùng một văn bản" in result.stdout
    assert "Quan hệ trực tiếp" not in result.stdout


def test_relate_several(run: Run) -> None:
    told = run("relate", FIRST, SECOND, DECREE).stdout
    assert [line.split(" — ")[0] for line in told.splitlines()[:3]] == [
        "Quyết định 4001/QĐ-TTg (2032)", "Quyết định 4002/QĐ-TTg (2035)", "Nghị định 901/2031/NĐ-CP",
    ]  # fmt: skip
    assert "  - cùng căn cứ (Quyết định 4001/QĐ-TTg (2032), Quyết định 4002/QĐ-TTg (2035)): Nghị định 901/2031/NĐ-CP" not in told, "asked about itself"
    assert "  - each has as legal basis: Decree 901/2031/NĐ-CP" in run("relate", FIRST, SECOND, "--lang", "en").stdout
    assert "Quyết định 4001/QĐ-TTg (2036) – Nghị định 901/2031/NĐ-CP: không tìm thấy đường nối nào trong 4 bước" in run(
        "relate", "qd/2036/4001/qd-ttg", DECREE
    ).stdout


def test_relate_json(run: Run) -> None:
    record = json.loads(run("relate", FIRST, DECREE, "--json").stdout)
    assert set(record) == {"asked", "a", "b", "pairs", "direct", "absent", "chains", "shared", "later"}
    assert [r["kind"] for r in record["direct"]] == ["basis", "adopts_programme"]
    adopts = record["direct"][1]
    assert set(adopts) == {
        "id", "iri", "kind", "property", "label", "source", "target", "source_provision", "target_provision", "effective_from", "until",
        "places", "condition", "exception", "operation", "certainty", "rule", "rule_words", "sentence", "evidence",
    }  # fmt: skip
    assert (adopts["target_provision"], adopts["certainty"], adopts["rule"]) == ("dieu_2/khoan_1", "inferred", "programme_defined_in_provision")
    assert adopts["source"] == {
        "path": FIRST, "number": "4001/QĐ-TTg", "name": {"vi": "Quyết định 4001/QĐ-TTg (2032)", "en": "Decision 4001/QĐ-TTg (2032)"},
    }  # fmt: skip
    assert adopts["evidence"][0]["kind"] == "reasoning"
    assert record["direct"][0]["property"] == "lg:has_legal_basis"
    (chain,) = record["chains"]
    assert chain["length"] == 2
    assert [(s["from"], s["to"], s["forward"]) for s in chain["steps"]] == [(FIRST, SECOND, False), (SECOND, DECREE, True)]
    both = json.loads(run("relate", FIRST, SECOND, "--json").stdout)
    assert [absent["kind"] for absent in both["absent"]] == ["replaces"]
    assert set(both["absent"][0]["sentence"]) == {"vi", "en"}


def test_search(run: Run) -> None:
    result = run("search", "chuong", "trinh", "TAM")
    assert result.exit_code == 0
    assert result.stdout.splitlines()[-1] == "3 trên 3"
    record = json.loads(run("search", "chương trình tằm", "--limit", "1", "--json").stdout)
    assert record["total"] == 3
    assert len(record["hits"]) == 1
    decrees = json.loads(run("search", "--type", "nd", "--year", "2031-2034", "--sort", "oldest", "--json").stdout)
    assert [hit["path"] for hit in decrees["hits"]] == [DECREE, "nd/2034/12/nd-cp"]
    coming = json.loads(run("search", "--status", "not_yet_in_force", "--on", "2031-04-01", "--type", "nd", "--issuer", "cp", "--json").stdout)
    assert DECREE in [hit["path"] for hit in coming["hits"]]
    assert run("search").exit_code == 2
    assert run("search", "tam", "--year", "hai").exit_code == 2
    nothing = run("search", "không đâu có")
    assert nothing.exit_code == 1
    assert "nothing found" in nothing.stderr


QUERIES = (
    ("SELECT ?d WHERE { ?d lg:slug 'nd/2031/901/nd-cp' }", "table", "d\n---"),
    ("SELECT ?d WHERE { ?d lg:slug 'nd/2031/901/nd-cp' }", "json", '"bindings"'),
    ("SELECT ?d WHERE { ?d lg:slug 'nd/2031/901/nd-cp' }", "csv", "d\r\nhttps://w3id.org/"),
    ("SELECT ?d WHERE { ?d lg:slug 'nd/2031/901/nd-cp' }", "tsv", "?d\n<https://w3id.org/"),
    ("SELECT ?d WHERE { ?d lg:slug 'nd/2031/901/nd-cp' }", "xml", "<sparql"),
    ("ASK { ?d lg:slug 'nd/2031/901/nd-cp' }", "table", "true"),
    ("ASK { ?d lg:slug 'nd/2031/901/nd-cp' }", "json", '"boolean":true'),
    ("CONSTRUCT WHERE { ?d lg:slug 'nd/2031/901/nd-cp' }", "ttl", "lg:slug"),
    ("DESCRIBE <https://w3id.org/legalgraph/eli/vn/nd/2031/901/nd-cp>", "ttl", "eli:id_local"),
    ("SELECT * WHERE { ?a lg:has_legal_basis vn:nd\\/2031\\/901\\/nd-cp } LIMIT 5", "csv", "a\r\n"),
)


@pytest.mark.parametrize(("text", "form", "start_of_it"), QUERIES)
def test_query(run: Run, tmp_path: Path, text: str, form: str, start_of_it: str) -> None:
    direct = run("query", "-e", text, "--format", form)
    assert direct.exit_code == 0, direct.stderr
    assert start_of_it in direct.stdout_bytes.decode()
    (tmp_path / "x.rq").write_text(text, "utf-8")
    assert run("query", tmp_path / "x.rq", "--format", form).stdout_bytes == direct.stdout_bytes


def test_query_chooses_a_form(run: Run) -> None:
    assert run("query", "-e", "SELECT * { ?s lg:slug ?o } LIMIT 1").stdout.endswith("(1 rows)\n")
    assert run("query", "-e", "SELECT * { ?s lg:slug 'none' }").stdout.endswith("(0 rows)\n")
    assert "@prefix" in run("query", "-e", "CONSTRUCT WHERE { ?s lg:slug ?o }").stdout
    assert run("query", "-e", "ASK {}").stdout == "true\n"
    assert run("query", "-e", "SELECT (1 AS ?x) {}").exit_code == 0


def test_query_cuts_a_table_on_a_terminal_only(run: Run, sample_home: Path) -> None:
    text = f"SELECT ('{'a ' * 50}b' AS ?x) (1 AS ?y) {{}}"
    whole = run("query", "-e", text).stdout
    assert f"{'a ' * 50}b  1\n" in whole

    class Screen(io.BytesIO):
        def isatty(self) -> bool:
            return True

    screen = Screen()
    query_output.query_result(open_published(sample_home).engine, text, None, screen)
    assert f"\n{'a ' * 29}a…  1\n" in screen.getvalue().decode()
    assert "…" in run("query", "--help").stdout


def test_query_reads_standard_input(sample_home: Path) -> None:
    result = CliRunner().invoke(main, ["--home", str(sample_home), "query", "-"], input="ASK { ?s lg:slug ?o }")
    assert (result.exit_code, result.stdout) == (0, "true\n")


@pytest.mark.parametrize(
    ("text", "form", "words"),
    [
        ("", "table", "the query cannot be run"),
        ("SELECT * WHERE {", "table", "the query cannot be run"),
        ("SELECT ?x WHERE { ?x unknown:y ?z }", "table", "the query cannot be run"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "table", "the query cannot be run"),
        ("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "table", "SERVICE"),
        ("SELECT * WHERE " + "{" * 5_000 + "}" * 5_000, "table", "nested"),
        ("ASK {}", "ttl", "ttl is for CONSTRUCT"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "csv", "csv is for SELECT"),
        ("ASK { ?s ?p '\udcff' }", "table", "the query cannot be run"),
    ],
)
def test_query_that_cannot_be_run(run: Run, text: str, form: str, words: str) -> None:
    result = run("query", "-e", text, "--format", form)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("legalgraph: ")
    assert words in result.stderr


def test_query_file_that_is_no_text(run: Run, tmp_path: Path) -> None:
    (tmp_path / "x.rq").write_bytes(b"ASK {}\xff")
    result = run("query", tmp_path / "x.rq")
    assert (result.exit_code, result.stderr) == (1, "legalgraph: the query is not UTF-8 text: byte 6\n")


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "jsonld", "rdf", "graphml", "gexf", "cytoscape", "csv"])
def test_export(run: Run, tmp_path: Path, sample: Library, form: str) -> None:
    target = tmp_path / ("tables" if form == "csv" else f"x.{form}")
    result = run("export", "--format", form, "-o", target)
    assert result.exit_code == 0, result.stderr
    assert str(target) in result.stderr
    files = list(target.iterdir()) if form == "csv" else [target]
    assert all(file.stat().st_size > 500 for file in files)
    if form == "nq":
        assert set(parse(target.read_bytes(), format=RdfFormat.N_QUADS)) == set(sample.engine.quads())


def test_export_of_a_neighbourhood(run: Run, tmp_path: Path) -> None:
    result = run("export", "--format", "nt", "-o", "-", "--about", "4001/QĐ-UBND", "--depth", "0")
    assert result.exit_code == 0
    text = result.stdout
    assert "vn-18/qd/2033/4001/qd-ubnd" in text
    assert len(text) < len(run("export", "--format", "nt", "-o", "-", "--about", "4001/QĐ-UBND", "--depth", "2").stdout)
    assert run("export", "--format", "nt", "-o", tmp_path / "no" / "where.nt").exit_code == 1
    assert run("export", "--format", "nt", "-o", tmp_path, "--about", "4001").exit_code == 1


def test_validate(run: Run, write_tables: WriteTables) -> None:
    result = run("validate")
    assert (result.exit_code, result.stdout) == (0, "mọi điều kiện đều đạt\n")
    backwards = write_tables(documents=[{"id": DECREE, "number": "901/2031/NĐ-CP", "in_force_from": "2031-05-01", "in_force_until": "2031-04-01"}])
    broken = run("validate", backwards, "--lang", "en")
    assert broken.exit_code == 1
    assert re.fullmatch(r"violation: Nghị định 901/2031/NĐ-CP <nd/2031/901/nd-cp>.*\[EndNotBeforeStart\]\n", broken.stdout)
    records = json.loads(run("validate", backwards, "--json").stdout)
    assert [(r["severity"], r["shape"], r["subject"]) for r in records] == [("violation", "EndNotBeforeStart", DECREE)]
    assert set(records[0]["message"]) == {"vi", "en"}
    wrong = run("validate", write_tables("sai", documents=[{"id": "x"}]))
    assert wrong.exit_code == 1
    assert "documents.csv, row 2, column 'id'" in wrong.stderr


def test_stats(run: Run) -> None:
    record = json.loads(run("stats", "--json").stdout)
    assert set(record) == {
        "snapshot", "created", "engine", "counts", "triples", "by_type", "by_issuer", "by_kind", "by_year", "by_certainty", "most_cited",
        "most_changed", "by_rank", "by_standing", "by_mention", "by_conflict", "wanted", "unnamed", "disputed",
    }  # fmt: skip
    assert record["counts"]["documents"] == 7
    assert record["by_type"] == {"qd": 4, "nd": 3}
    text = run("stats").stdout
    assert record["snapshot"] in text
    assert "sửa đổi, bổ sung (amends)" in text
    assert "amends (amends)" in run("stats", "--lang", "en").stdout
    assert record["by_standing"] == {"facts": 7, "name": 1}
    assert "      7  facts only" in run("stats", "--lang", "en").stdout


def test_ingest(run: Run, own_home: Path, tmp_path: Path) -> None:
    (tmp_path / "tin.txt").write_text("Nghị định số 901/2031/NĐ-CP và Nghị định số 5/2020/NĐ-CP", "utf-8")
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7 cut off")
    result = run("ingest", tmp_path / "tin.txt", home=own_home)
    assert result.exit_code == 0
    assert re.search(r"^snapshot \d{8}T[\d.]+Z-[0-9a-f]{6} published$", result.stdout, re.MULTILINE)
    assert "texts: 1 new" in result.stdout
    assert "citations: 2 resolved, 0 not" in result.stdout
    assert "cited but not present: 1 documents" in result.stdout
    assert "nd/2020/5/nd-cp" in result.stdout
    again = run("ingest", tmp_path / "tin.txt", home=own_home)
    assert again.stdout.startswith("nothing new: snapshot ")
    assert run("ingest", tmp_path / "x.pdf", home=own_home).exit_code == 1


def test_first_use_makes_a_snapshot_of_what_comes_with_legalgraph(packaged_home: Path) -> None:
    assert len(list((packaged_home / "snapshots").iterdir())) == 1
    assert {"nd/2012/45/nd-cp", "qd/2014/1288/qd-ttg", "qd/2020/1881/qd-ttg"} <= set(open_published(packaged_home).reader.paths())


def test_newer_data_are_told_before_they_are_taken_in(
    run: Run, own_home: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert "newer data" not in run("init", home=own_home).stderr
    monkeypatch.setattr("legalgraph.pipeline.ingesting.packaged_digest", lambda: "newer")
    for command in (["init"], ["show", "45/2012/NĐ-CP"]):
        assert "newer data came with legalgraph and are taken in first" in run(*command, home=own_home).stderr
    assert not caplog.records
    legalgraph.open(own_home)
    assert "newer data came with legalgraph" in caplog.text


def test_stats_call_names_that_lead_nowhere_and_texts_that_are_no_documents_what_they_are(run: Run, tmp_path: Path, own_home: Path) -> None:
    (tmp_path / "tin.txt").write_text("Theo Luật Nuôi ong và Nghị định số 901/2031/NĐ-CP", "utf-8")
    assert run("ingest", tmp_path / "tin.txt", home=own_home).exit_code == 0
    record = json.loads(run("stats", "--json", home=own_home).stdout)
    assert set(record["counts"]) == {"documents", "relations", "conflicts", "unresolved_names", "other_texts"}
    assert record["counts"]["other_texts"] == record["by_standing"]["article"] == 1
    assert record["counts"]["unresolved_names"] == record["by_standing"]["name"]
    assert "  texts that are no legal documents, or not identified ones: 1\n" in run("stats", "--lang", "en", home=own_home).stdout
    assert "  bài viết, hoặc văn bản chưa nhận diện được: 1\n" in run("stats", home=own_home).stdout


def test_acts_are_listed_with_the_day_on_which_their_document_came_into_force(run: Run, tmp_path: Path, write_tables: WriteTables) -> None:
    acting = {"id": "nd/2031/5/nd-cp", "number": "5/2031/NĐ-CP", "signed": "2031-03-02", "in_force_from": "2031-05-01"}
    other = {"id": "nd/2025/7/nd-cp", "number": "7/2025/NĐ-CP", "signed": "2025-01-15"}
    ends = {"source": acting["id"], "target": other["id"]}
    folder = write_tables(documents=[acting, other], relations=[{**ends, "kind": "repeals"}, {**ends, "kind": "refers"}])
    assert run("ingest", folder, home=tmp_path / "home").exit_code == 0
    for asked in acting, other:
        told = run("show", asked["number"], home=tmp_path / "home").stdout
        assert "    - Nghị định 5/2031/NĐ-CP bãi bỏ Nghị định 7/2025/NĐ-CP, từ 1/5/2031.\n" in told
        assert "    - Nghị định 5/2031/NĐ-CP dẫn chiếu Nghị định 7/2025/NĐ-CP.\n" in told


READING = (
    ("show", "x"), ("relate", "x", "y"), ("search", "x"), ("query", "-e", "ASK {}"), ("export", "--format", "nt", "-o", "-"),
    ("validate",), ("stats",), ("forget", "--list"), ("forget", "x"), ("push", "--endpoint", "http://127.0.0.1:9/query"),
)  # fmt: skip


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_mistyped_home_is_made_by_no_command_that_reads(run: Run, command: tuple[str, ...], tmp_path: Path) -> None:
    for home in tmp_path / "mistyped", tmp_path:
        result = run(*command, home=home)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"legalgraph: there is no home in {home}: no file CURRENT")
        assert f"`legalgraph --home {home} init`" in result.stderr
    assert not list(tmp_path.iterdir())
    result = CliRunner().invoke(main, command, env={"LEGALGRAPH_HOME": str(tmp_path)})
    assert result.exit_code == 2
    assert "whether LEGALGRAPH_HOME is right, or make a home there with `legalgraph init`" in result.stderr


NUMBERS = [option for option in serve.params if isinstance(option.type, click.IntRange | click.FloatRange)]


@pytest.mark.parametrize("value", ["nan", "NaN", "inf", "-inf", "Infinity", "1e400", "1" + "0" * 30, "-1", "x", " "])
@pytest.mark.parametrize("option", NUMBERS, ids=lambda option: str(option.name))
def test_a_server_takes_no_number_out_of_range(option: click.Option, value: str, tmp_path: Path) -> None:
    environment = {str(option.envvar): value} if option.envvar else None
    for arguments, env in (([f"{option.opts[0]}={value}"], None), ([], environment)):
        if arguments or env:
            result = CliRunner().invoke(main, ["--home", str(tmp_path / "none"), "serve", *arguments], env=env)
            assert result.exit_code == 2
            assert f"Invalid value for '{option.opts[0]}'" in result.stderr
            assert "Traceback" not in result.stderr
    assert not list(tmp_path.iterdir())


def test_all_limits_of_a_server_have_two_ends() -> None:
    assert {"query_timeout", "query_stream", "query_stall", "grace", "endpoint_timeout", "max_age", "port"} <= {o.name for o in NUMBERS}
    for option in NUMBERS:
        assert isinstance(option.type, click.IntRange | click.FloatRange)
        assert option.type.min is not None
        assert option.type.max is not None


@pytest.mark.parametrize("command", [("ingest", "x", "--home", "h"), ("relate", "x", "y", "--home=h")], ids=" ".join)
def test_a_home_named_behind_the_command_is_told_where_it_stands(command: tuple[str, ...]) -> None:
    result = CliRunner().invoke(main, command)
    assert result.exit_code == 2
    assert f"--home stands before the command: legalgraph --home … {command[0]} …" in result.stderr.replace("main ", "legalgraph ")


@pytest.mark.parametrize("command", [("stats",), ("init",), ("ingest", str(TAM_TANG)), ("validate", str(TAM_TANG)), ("forget", "x.txt"), ("query", "-e", "ASK {}")],
                         ids=lambda command: command[0])  # fmt: skip
def test_a_home_without_the_file_that_names_its_snapshot_is_taken_for_no_empty_one(run: Run, own_home: Path, command: tuple[str, ...]) -> None:
    name = (own_home / "CURRENT").read_text().strip()
    (own_home / "CURRENT").unlink()
    assert run("stats", home=own_home).exit_code == 0, "there is but one"
    older = "20010101T000000.000000Z-abcdef"
    shutil.copytree(own_home / "snapshots" / name, own_home / "snapshots" / older)
    result = run(*command, home=own_home)
    assert result.exit_code == 1
    assert f"CURRENT, which names the snapshot to read, is missing; `legalgraph --home {own_home} snapshots --use {name}`" in result.stderr
    assert sorted(folder.name for folder in (own_home / "snapshots").iterdir()) == [older, name]
    assert run("snapshots", "--use", name[:13], home=own_home).exit_code == 0
    assert run("stats", home=own_home).exit_code == 0


def test_snapshots_are_listed_and_one_may_go_back(run: Run, own_home: Path, tmp_path: Path) -> None:
    first = (own_home / "CURRENT").read_text().strip()
    (tmp_path / "a.txt").write_text("Căn cứ Nghị định số 901/2031/NĐ-CP.", "utf-8")
    assert run("ingest", str(tmp_path / "a.txt"), home=own_home).exit_code == 0
    listed = json.loads(run("snapshots", "--json", home=own_home).stdout)
    assert (listed[0]["name"] == first, listed[0]["current"]) == (False, True)
    assert (listed[-1]["name"], listed[-1]["current"]) == (first, False)
    assert listed[0]["texts"] == listed[-1]["texts"] + 1
    told = run("snapshots", home=own_home).stdout.splitlines()
    assert told[0].startswith(f"* {listed[0]['name']}  {listed[0]['created']}  {listed[0]['documents']} documents, ")
    assert told[-1].startswith(f"  {first}")
    assert run("snapshots", "--use", first, home=own_home).stdout == f"{own_home}: snapshot {first}\n"
    assert json.loads(run("snapshots", "--json", home=own_home).stdout)[0]["current"] is False
    assert (own_home / "CURRENT").read_text().strip() == first
    for name, why in ("2999", "there is no such snapshot"), ("2", "snapshots begin so"), ("", "there is no such snapshot"):
        wrong = run("snapshots", "--use", name, home=own_home)
        assert (wrong.exit_code, why in wrong.stderr) == (1, True)
    assert (own_home / "CURRENT").read_text().strip() == first


def test_a_named_home_is_made_by_commands_that_write_and_they_say_so(run: Run, tmp_path: Path) -> None:
    made = run("init", home=tmp_path / "home")
    assert (made.exit_code, made.stderr) == (0, f"legalgraph: made a home in {tmp_path / 'home'}\n")
    assert run("stats", home=tmp_path / "home").exit_code == 0
    again = run("init", home=tmp_path / "home")
    assert (again.exit_code, again.stdout, again.stderr) == (0, made.stdout, "")


def test_without_a_name_the_first_command_makes_the_home(tmp_path: Path) -> None:
    place = {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "LEGALGRAPH_HOME": ""}
    result = CliRunner().invoke(main, ["show", "45/2012/NĐ-CP"], env=place)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("Nghị định 45/2012/NĐ-CP")


# -------- help, versions, wrong usage


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_that_are_commands(run: Run, command: str) -> None:
    for flag in ("--help", "-h"):
        text = run(command, flag).stdout
        assert "Example" in text
        examples = re.findall(r"^ +legalgraph (\w+)", text, re.MULTILINE)
        assert examples
        assert set(examples) == {command}


def test_the_program_explains_itself(run: Run) -> None:
    assert isinstance(main, click.Group)
    assert sorted(main.commands) == sorted(COMMANDS)
    text = CliRunner().invoke(main, ["--help"]).stdout
    assert "Examples:" in text
    assert all(command in text for command in COMMANDS)
    assert re.fullmatch(r"legalgraph, version \d+\.\d+\.\d+\n", CliRunner().invoke(main, ["--version"]).stdout)
    assert run().exit_code == 2


WRONG_USAGE = (
    ("nothing",), ("show",), ("show", "a", "b"), ("show", "901/2031", "--on", "2031-02-30"), ("show", "901/2031", "--on", "hôm nay"),
    ("show", "901/2031", "--on", ""), ("show", "901/2031", "--lang", "fr"), ("show", "901/2031", "--colour"), ("relate", "901/2031"),
    ("relate", "a", "b", "--depth", "0"), ("relate", *"abcdefg"), ("relate", "a", "b", "--depth", "seven"), ("search",), ("search", "a", "--limit", "0"),
    ("query",), ("query", "-e"), ("query", "-e", "ASK {}", "--format", "html"), ("query", "/no/such/file.rq"), ("query", "/"),
    ("query", "/no/such", "-e", "ASK {}"), ("export",), ("export", "--format", "ttl"), ("export", "--format", "docx", "-o", "-"),
    ("export", "--format", "ttl", "-o", "-", "--depth", "9"), ("ingest",), ("ingest", "/no/such/file"), ("validate", "/no/such/file"),
    ("serve", "--port", "99999"), ("serve", "--port", "x"), ("serve", "--query-timeout", "0"), ("stats", "now"),
    ("forget",), ("forget", "a.txt", "--list"),
)  # fmt: skip


@pytest.mark.parametrize("arguments", WRONG_USAGE, ids=" ".join)
def test_wrong_usage_is_exit_code_2(run: Run, arguments: tuple[str, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error: " in result.stderr
    assert "Traceback" not in result.stderr


FAILURES = (
    (("show", "9999/2031/NĐ-CP"), "answers to '9999/2031/NĐ-CP'"),
    (("show", "901/2013/NĐ-CP"), "close to it:\n  nd/2031/901/nd-cp"),
    (("show", "901/2031/ND-CPP"), "close to it:\n  nd/2031/901/nd-cp"),
    (("relate", "4002/QĐ-TTX", "901/2031"), "close to it:\n  qd/2035/4002/qd-ttg"),
    (("show", "4001"), "names 3 documents"),
    (("show", ""), "answers to ''"),
    (("show", "nd/2031/9/nd-cp"), "answers to 'nd/2031/9/nd-cp'"),
    (("show", "5/2030/TT-BCT"), "answers to '5/2030/TT-BCT'"),  # unverified, so not in the graph
    (("relate", "4001", "901/2031"), "qd/2032/4001/qd-ttg  Quyết định 4001/QĐ-TTg · Phê duyệt Chương trình tằm tang đến năm 2035"),
    (("relate", "901/2031", "zzz"), "answers to 'zzz'"),
    (("search", "zzz"), "nothing found for 'zzz'"),
    (("export", "--format", "ttl", "-o", "-", "--about", "zzz"), "answers to 'zzz'"),
)


@pytest.mark.parametrize(("arguments", "words"), FAILURES, ids=[" ".join(arguments) for arguments, _ in FAILURES])
def test_failure_is_exit_code_1_and_one_message(run: Run, arguments: tuple[str, ...], words: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.stderr.startswith("legalgraph: ")
    assert words in result.stderr


def test_a_home_that_holds_nothing_is_not_pushed(tmp_path: Path) -> None:
    place = {"XDG_DATA_HOME": str(tmp_path), "HOME": str(tmp_path), "LOCALAPPDATA": str(tmp_path), "LEGALGRAPH_HOME": ""}
    result = CliRunner().invoke(main, ["push", "--endpoint", "http://127.0.0.1:9/query"], env=place)
    assert result.exit_code == 1
    assert f"nothing was published in {tmp_path}" in result.stderr
    assert "--home" in result.stderr
    assert not list(tmp_path.iterdir())


def test_a_push_to_a_dead_engine_gives_its_reason_once(start: Start) -> None:
    done = start('"$@" push --endpoint http://127.0.0.1:9/query')
    assert done.returncode == 1
    assert done.stderr.count("cannot be reached") == 1
    assert "start it, or look whether its address is right, then push again" in done.stderr


def test_a_push_from_a_home_that_cannot_be_written_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "push").touch()  # stands for a folder of somebody else: the user of the tests may write everywhere
    with pytest.raises(StoreError, match=r"is kept in .*/push, which cannot be written: File exists; let this user write to the home"):
        notes_of(Home(tmp_path))


@pytest.mark.parametrize(
    ("host", "words"),
    [("999.1.1.1", "neither an address nor a name"), ("192.0.2.1", "not an address of this machine"), ("127.0.0.1", "the port is taken")],
)
def test_where_nothing_can_listen(host: str, words: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert words in why_deaf(host, other.getsockname()[1])


def test_why_the_server_cannot_begin_is_told_in_one_line(sample_home: Path) -> None:
    program = "import sys; from legalgraph.cli import main; sys.executable = '/no/such/python'; main()"
    arguments = ["--home", str(sample_home), "serve", "--port", "0", "--as-is"]
    done = subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, encoding="utf-8", timeout=600, check=False)
    assert done.returncode == 1
    reason = "no query worker can be started with '/no/such/python': No such file or directory"
    assert done.stderr.splitlines()[-1] == f"legalgraph: the server cannot begin: {reason}"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * WHERE {", "line 1, column 16: { is never closed"),
        ("SELECT * {\n?s foo:bar ?o; eli:cites ?p }", "line 2, column 4: the prefix foo: is not declared; begin with PREFIX foo: <…>"),
        ("SELECT * WHERE { ?s lg:slug }", "line 1, column 29: syntax error near }"),
    ],
)
def test_what_is_wrong_with_a_query_is_told_in_one_line(run: Run, text: str, words: str) -> None:
    result = run("query", "-e", text)
    assert (result.exit_code, result.stderr) == (1, f"legalgraph: the query cannot be run: {words}\n")


def test_extract_counts_one_as_one_and_names_documents_as_ingest_does(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_text('{"text": "Theo Nghị định số 1/2031/NĐ-CP."}\n{"id": "b", "text": "Một."}\n{"id": "b", "text": "Hai."}\n', "utf-8")
    told = run("extract", str(file)).stdout
    assert "  1 citation of 1 document; 1 with a number" in told
    assert re.findall(r"^a\.jsonl\S+", told, re.MULTILINE) == ["a.jsonl#0.0", "a.jsonl#b", "a.jsonl#b~2"]


def test_extract_tells_days_in_words(run: Run, tmp_path: Path) -> None:
    clauses = ("kể từ ngày ký", "sau 45 ngày, kể từ ngày ký", "sau 15 ngày, kể từ ngày đăng Công báo")
    for number, clause in enumerate(clauses):
        text = f"NGHỊ ĐỊNH\n\nĐiều 1. Phạm vi\nNuôi ong.\n\nĐiều 2. Hiệu lực\nNghị định này có hiệu lực {clause}.\n"
        (tmp_path / f"{number}.txt").write_text(text, "utf-8")
    told = re.findall(r"in force +this document on (.+?)  \[", run("extract", tmp_path).stdout)
    assert told == ["the day of signing", "45 days after the day of signing", "15 days after the day of publication in the Gazette"]


def test_whoever_stops_an_ingest_is_told_that_the_last_snapshot_stays(run: Run, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pointer = own_home / "CURRENT"
    before = pointer.read_bytes()

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    def stopped_late(*_: object, **__: object) -> None:
        pointer.write_text("later", "utf-8")
        raise KeyboardInterrupt

    monkeypatch.setattr("legalgraph.pipeline.ingest", stopped)
    result = run("ingest", TAM_TANG, home=own_home)
    assert (result.exit_code, pointer.read_bytes()) == (1, before)
    assert result.stderr == "legalgraph: stopped: nothing was published, the last snapshot stays; what was read need not be read again: to go on, give the same command once more\n"
    monkeypatch.setattr("legalgraph.pipeline.ingest", stopped_late)
    assert "stopped: snapshot later had been published already" in run("ingest", TAM_TANG, home=own_home).stderr


@pytest.mark.parametrize("there", [True, False])
def test_sigterm_is_told_like_ctrl_c(there: bool, run: Run, own_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)

    former = signal.getsignal(signal.SIGTERM)
    monkeypatch.setattr("legalgraph.pipeline.ingest", ended)
    monkeypatch.setattr("legalgraph.cli.reading_in.make_home", lambda _: None)
    result = run("ingest", TAM_TANG, home=own_home if there else tmp_path / "none")
    stays = "the last snapshot stays" if there else "and there was no snapshot before"
    told = f"nothing was published, {stays}; what was read need not be read again: to go on, give the same command once more"
    assert (result.exit_code, result.stderr) == (1, f"legalgraph: stopped: {told}\n")
    assert signal.getsignal(signal.SIGTERM) == former


@pytest.mark.slow
def test_what_disguises_text_is_shown_in_all_that_is_printed(run: Run, tmp_path: Path, write_tables: WriteTables) -> None:
    bad, shown = "Về \u202eong\u202c \x1b[31mvà\x9bm tơ", r"Về \u202eong\u202c \u001b[31mvà\u009bm tơ"
    home, name = tmp_path / "home", "a\u202e\x1b[2J"
    tables = write_tables(documents=[{"id": DECREE, "number": "901/2031/NĐ-CP", "title": bad}])
    (tables / f"{name}.txt").write_text("Điều 1. Tin.", "utf-8")
    (tables / f"{name}.pdf").write_text("%PDF-", "utf-8")
    ingested = run("ingest", tables, home=home)
    assert r"a\u202e\u001b[2J.pdf" in ingested.stdout
    query = "SELECT ?t WHERE { ?d eli:title ?t }"
    asked = [
        ingested, run("show", DECREE, home=home), run("show", DECREE, "--json", home=home), run("search", "ong", home=home), run("search", "zzz\x1b", home=home),
        run("query", "-e", query, home=home), run("extract", tables / f"{name}.txt"), run("extract", tables / f"{name}.pdf"), run("forget", "--list", home=home),
        run("show", "\u202e\x1b", home=home),
    ]  # fmt: skip
    for result in asked:
        assert not set(result.stdout + result.stderr) & set("\u202e\u202c\x1b\x9b")
    assert shown in asked[1].stdout
    assert json.loads(asked[2].stdout)["title"] == bad
    assert shown in asked[5].stdout
    assert run("forget", r"a\u202e\u001b[2J.txt", home=home).exit_code == 0  # as it was listed


@pytest.mark.parametrize("arguments", [("push", "--endpoint"), ("push", "--endpoint", "http://127.0.0.1:9/query", "--gsp"), ("serve", "--endpoint")])
@pytest.mark.parametrize("address", ["ftp://x", "x", "http://", "http://u:p@127.0.0.1/query"])
def test_what_is_no_address_is_wrong_usage(arguments: tuple[str, ...], address: str, run: Run) -> None:
    result = run(*arguments, address)
    assert result.exit_code == 2
    assert f"Invalid value for '{arguments[-1]}'" in result.stderr


def test_extract_does_not_count_the_articles_of_others(run: Run, tmp_path: Path) -> None:
    quoting = "Điều 1. Sửa đổi Nghị định số 903/2031/NĐ-CP\n1. Bổ sung Điều 1a vào sau Điều 1 như sau:\n“Điều 1a. Giải thích\nOng là loài côn trùng.”\n"
    (tmp_path / "a.txt").write_text(f"NGHỊ ĐỊNH\n\n{quoting}\nĐiều 2. Hiệu lực\nNghị định này có hiệu lực từ ngày ký.\n", "utf-8")
    assert "structure: 2 Điều, 1 khoản" in run("extract", tmp_path / "a.txt").stdout


ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="no /proc tells how long a process computed")
def test_an_endless_query_ends_with_ctrl_c(sample_home: Path) -> None:
    command = [sys.executable, "-m", "legalgraph.cli", "--home", str(sample_home), "query", "-e", ENDLESS]
    asking = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    # It computes when it has used a second: the program itself starts in less.
    while sum(map(int, Path(f"/proc/{asking.pid}/stat").read_text().split()[13:15])) < 3 * os.sysconf("SC_CLK_TCK"):
        assert asking.poll() is None
        time.sleep(0.05)
    asking.send_signal(signal.SIGINT)
    assert asking.wait(timeout=30) == -signal.SIGINT


def test_homes_that_cannot_be_used(run: Run, tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    assert run("stats", home=tmp_path / "file").exit_code == 2
    assert run("stats", home=tmp_path / "file" / "below").exit_code == 2
    assert run("init", home=tmp_path / "file" / "below").exit_code == 1
    monkeypatch.setenv("LEGALGRAPH_HOME", str(tmp_path / "file"))
    for command, code in ("stats", 2), ("init", 1):
        result = CliRunner().invoke(main, [command])
        assert (result.exit_code, result.stderr.count("\n")) == (code, 1)
    monkeypatch.setenv("LEGALGRAPH_HOME", "~nobody-of-this-name/x")
    result = CliRunner().invoke(main, ["stats"])
    assert result.exit_code == 1
    assert "cannot be found" in result.stderr
    (own_home / "CURRENT").write_text("nowhere")
    broken = run("stats", home=own_home)
    assert broken.exit_code == 1
    assert "snapshots --use 2" in broken.stderr  # the name of one that is there
    assert run("ingest", TAM_TANG, home=own_home).exit_code == 1
    (own_home / "CURRENT").unlink()
    shutil.rmtree(own_home / "snapshots")


def test_the_environment_names_the_home_and_the_language(sample_home: Path) -> None:
    runner = CliRunner(env={"LEGALGRAPH_HOME": str(sample_home), "LEGALGRAPH_LANG": "en"})
    assert runner.invoke(main, ["show", DECREE]).stdout.startswith("Decree 901/2031/NĐ-CP")
    assert runner.invoke(main, ["show", DECREE, "--lang", "vi"]).stdout.startswith("Nghị định 901/2031/NĐ-CP")


# -------- the world outside: pipes, disks, locales, whatever is typed


@pytest.mark.slow
@pytest.mark.parametrize("line", ["stats", "query -e 'SELECT * {?s ?p ?o}'", "query -e 'CONSTRUCT WHERE {?s ?p ?o}'", "export --format nt -o -"])
def test_a_closed_pipe_is_silent(start: Start, line: str) -> None:
    for reader in ("head -1", "true") if line == "stats" else ("true",):
        done = start(f'"$@" {line} | {reader}')
        assert (done.returncode, done.stderr) == (0, "" if "export" not in line else done.stderr)
        assert "Traceback" not in done.stderr
        assert "Exception" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("line", ["stats", "query -e 'ASK {}'", "query -e 'SELECT * {?s ?p ?o}'", "export --format nt -o -"])
def test_output_that_cannot_be_written(start: Start, line: str) -> None:
    done = start(f'"$@" {line} > /dev/full')
    assert done.returncode == 1
    assert done.stderr.startswith("legalgraph: ")
    assert "No space left on device" in done.stderr
    assert "Traceback" not in done.stderr


def test_closed_standard_streams(start: Start) -> None:
    assert start('"$@" stats >&-').returncode == 0
    assert start('"$@" stats 2>&-').returncode == 0
    assert start('"$@" show zzz >&- 2>&-').returncode == 1


@pytest.mark.slow
@pytest.mark.parametrize(
    "locale",
    [{"LC_ALL": "POSIX", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, {"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "xx_YY.latin1"}],
    ids=" ".join,
)
def test_vietnamese_in_any_locale(start: Start, locale: dict[str, str]) -> None:
    done = start('"$@" show 901/2031; "$@" --help; "$@" show 4001', **locale)
    assert "Về khuyến khích nuôi tằm" in done.stdout
    assert "relate 1288/QĐ-TTg" in done.stdout
    assert "Quyết định 4001/QĐ-UBND" in done.stderr
    assert "Traceback" not in done.stderr


def test_arguments_that_are_not_utf8(start: Start) -> None:
    for line in ("show", "search", "query -e"):
        done = start(f"\"$@\" {line} \"$(printf '\\377\\376')\"")
        assert done.returncode == 1
        assert done.stderr.startswith("legalgraph: ")
        assert "Traceback" not in done.stderr


def fuzz(seed: int) -> list[str]:
    """A few words that might be typed, in an order nobody would type them in."""
    chance = random.Random(seed)
    words: list[Any] = [
        *QUESTIONS, "901/2031/NĐ-CP", "4001", "", " ", "-", "--", "-e", "--json", "--lang", "vi", "--on", "2031-05-01", "0000-00-00", "--limit",
        "--depth", "3", "-1", "999999999999999999999", "--format", "csv", "nan", "đ" * 300, "\x01", "🦋", "%s%n{}", "$(x)", "'", '"', "\\", "*",
        "ASK {}", "SELECT * {?s ?p ?o} LIMIT 1", "citation/", "text/", "vn-18/qd/2033/4001/qd-ubnd", "../../etc/nothing", "file:///etc/passwd",
        "https://w3id.org/legalgraph/eli/vn/", "\udcff", "1" * 400, "ngày 99/99/9999", "--help",
    ]  # fmt: skip
    return [chance.choice(QUESTIONS), *chance.sample(words, chance.randint(0, 4))]


@pytest.mark.parametrize("seed", range(100))
def test_nothing_that_is_typed_gives_a_traceback(run: Run, seed: int) -> None:
    arguments = fuzz(seed)
    result = run(*arguments)
    assert result.exit_code in (0, 1, 2), arguments
    if result.exit_code == 1:
        assert result.stderr.startswith("legalgraph: "), arguments
    if result.exit_code == 2:
        assert "Error: " in result.stderr, arguments


@pytest.mark.parametrize(("arguments", "told"), [
    (("--home", "", "stats"), "the name of the folder is empty"),
    (("search", "--type", "decree_"), "'decree_' is no code of a type: did you mean nd"),
    (("search", "--type", "nghị định"), "did you mean nd"),
    (("search", "--issuer", "Bộ Y tế"), "did you mean byt"),
    (("search", "--issuer", "nope"), "'nope' is no code of a body"),
    (("export", "--format", "ttl", "-o", "-", "--depth", "2"), "--depth is about --about"),
])  # fmt: skip
def test_wrong_usage_is_told(arguments: tuple[str, ...], told: str, packaged_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, list(arguments), env={"LEGALGRAPH_HOME": str(packaged_home)})
    assert result.exit_code == 2
    assert told in " ".join(result.stderr.split())
    assert not list(tmp_path.iterdir())


def test_a_folder_that_holds_nothing_is_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = CliRunner().invoke(main, ["extract", str(tmp_path / "in")])
    assert result.exit_code == 1
    assert "nothing to read here" in result.stderr


def test_a_file_of_a_kind_that_ingest_refuses_is_not_extracted_either(tmp_path: Path) -> None:
    (tmp_path / "bang.xlsx").write_text("Điều 1. Tằm", "utf-8")
    result = CliRunner().invoke(main, ["extract", str(tmp_path / "bang.xlsx")])
    assert result.exit_code == 1
    assert "bang.xlsx: nothing to read here; what can be read are .txt, " in result.stderr
    with pytest.raises(SourceError, match="nothing to read here"):
        collect([tmp_path / "bang.xlsx"])


def test_a_table_without_a_known_header_is_named(tmp_path: Path) -> None:
    (tmp_path / "things.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(SourceError, match=r"things\.csv, row 1: the header is of no known table"):
        collect([tmp_path])
