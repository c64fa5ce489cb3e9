"""What README and docs show is run here, and must say what they say."""

import re
import shlex
import subprocess
import sys
import tomllib
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from tests.web.serving import visiting

import legalgraph
from legalgraph.cli import main
from legalgraph.library import open_published
from legalgraph.model.folding import fold
from legalgraph.pipeline.national import LABELS, RELATED
from legalgraph.printing import WHY_LEFT_OUT
from legalgraph.sources.files import ENDINGS, FORMATS
from legalgraph.sources.vbpl import COLUMNS, NUMBERS, STATUSES, Part, read_document
from legalgraph.text.resolve import Reason

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *ROOT.glob("docs/*.md"), *ROOT.glob("*/README.md")])


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def home(packaged_home: Path) -> Path:
    return packaged_home


def test_readme_shows_each_kind_of_use() -> None:
    assert [len(blocks(language)) for language in ("sh", "console", "python", "sparql")] == [1, 1, 1, 1]


def test_console_transcript_is_what_the_command_prints(home: Path) -> None:
    command, *shown = blocks("console")[0].strip().splitlines()
    words = shlex.split(command.removeprefix("$ legalgraph "))
    done = subprocess.run(
        [sys.executable, "-m", "legalgraph.cli", "--home", str(home), *words], capture_output=True, encoding="utf-8", check=True
    )
    printed = iter(done.stdout.splitlines())
    for line in shown:
        if line != "…":
            assert line in printed, f"README shows a line that does not come, or not in this order: {line!r}"


def test_python_example_gives_what_its_comments_say(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGALGRAPH_HOME", str(home))
    source = blocks("python")[0]
    expected = re.findall(r"print\(.*\)\s+# (.+)", source)
    printed: list[str] = []
    exec(compile(source, "README.md", "exec"), {"print": lambda value: printed.append(str(value))})
    assert printed == expected


def test_queries_of_the_vocabulary_find_something(home: Path) -> None:
    written = (ROOT / "ontology" / "README.md").read_text("utf-8")
    queries = re.findall(r"^```sparql\n(.*?)^```", written, re.MULTILINE | re.DOTALL)
    assert len(queries) >= 7
    engine = open_published(home).engine
    for query in queries:
        assert bool(engine.select(query)) is ("lg:text" not in query), query  # the packaged data are without texts


def test_what_ten_million_documents_need_is_computed() -> None:
    (source,) = re.findall(r"^```python\n(.*?)^```", (ROOT / "docs" / "spark.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    expected = re.findall(r"print\(.*\)\s+# (.+)", source)
    printed: list[str] = []
    exec(compile(source, "spark.md", "exec"), {"print": lambda value: printed.append(str(value))})
    assert printed == expected
    assert len(printed) >= 8


def test_addresses_are_answered_as_they_stand(home: Path) -> None:
    addresses = re.findall(r"`(/[a-z/-]+\?[^`]+)`", README)
    assert [address.partition("?")[0] for address in addresses] == ["/quan-he", "/api/relate"]
    with visiting(home, date(2026, 1, 1)) as web:
        for address in addresses:
            assert address.isascii(), "curl sends letters with marks as they are, which is no HTTP"
            answer = web.get(address, follow_redirects=True)
            assert answer.status_code == 200
            assert all(f"{ordinal}/QĐ-TTg" in answer.text for ordinal in (1881, 1288))


def test_the_command_is_said_to_stand_where_make_puts_it() -> None:
    before = README.partition("```console")[0]
    assert "`. .venv/bin/activate`" in before
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert "VENV := .venv\n" in makefile
    assert "$(VENV)/bin/legalgraph" in makefile


def test_sparql_example_finds_the_programmes(home: Path) -> None:
    rows = legalgraph.open(home).engine.select(blocks("sparql")[0])
    assert [getattr(row["number"], "value", None) for row in rows] == ["1288/QĐ-TTg", "1881/QĐ-TTg"]


def test_reading_shows_what_the_commands_print(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "reading.md").read_text("utf-8")
    made, shown = (re.search(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for language in ("sh", "console"))
    assert made
    assert shown
    subprocess.run(["sh", "-e", "-c", made[1]], cwd=tmp_path, check=True)
    for transcript in shown[1].strip().removeprefix("$ legalgraph ").split("\n$ legalgraph "):
        command, *lines = transcript.splitlines()
        done = subprocess.run(
            [sys.executable, "-m", "legalgraph.cli", "--home", str(tmp_path / "home"), *shlex.split(command)],
            cwd=tmp_path, capture_output=True, encoding="utf-8", check=True,
        )  # fmt: skip
        printed = iter(done.stdout.splitlines())
        assert [line for line in lines if line != "…" and line not in printed] == []


def test_reading_explains_every_code_of_the_report() -> None:
    explained = {*re.findall(r"`(\w+)`", (ROOT / "docs" / "reading.md").read_text("utf-8").partition("## What the report")[2])}
    shapes = (ROOT / "ontology" / "shapes.ttl").read_text("utf-8")
    warned = re.findall(r"^shape:(\w+) a (?:(?!\n\n).)*sh:severity sh:Warning", shapes, re.MULTILINE | re.DOTALL)
    acts = (ROOT / "src" / "legalgraph" / "pipeline" / "acts.py").read_text("utf-8")
    left_out = {*re.findall(r'"(\w+)"', " ".join(re.findall(r"leave_out\((.+)\)", acts)))}
    assert left_out == set(WHY_LEFT_OUT)
    assert warned
    assert {*warned, *left_out, *Reason} <= explained


def test_reading_names_every_format_and_its_limit() -> None:
    text = (ROOT / "docs" / "reading.md").read_text("utf-8")
    assert set(re.findall(r"`(\.[a-z]+)`", text.partition("## Tables")[0])) == set(ENDINGS)
    limits = text.partition("## Limits")[2]
    assert {f"{form.most_bytes // 2**20} MiB" for form in FORMATS if not form.streams} <= {*re.findall(r"\d+ MiB", limits), "1024 MiB"}


DATASET = (ROOT / "docs" / "reading.md").read_text("utf-8").partition("## The national dataset")[2].partition("\n## ")[0]


def rows_below(header: str) -> list[list[str]]:
    """The rows of the table of the national dataset whose header begins so, cell by cell."""
    table = DATASET.partition(f"| {header}")[2].partition("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


@pytest.mark.parametrize("part", Part)
def test_the_columns_of_the_national_dataset_are_told(part: Part) -> None:
    rows = rows_below(f"`{part}`")
    assert [row[0] for row in rows] == [f"`{name}`" for name in COLUMNS[part]]
    assert [row[1] for row in rows] == ["whole number or text" if name in NUMBERS else "text" for name in COLUMNS[part]]


def test_what_becomes_of_metadata_is_told() -> None:
    """Of a document of a province, what changes with each cell is what the table names."""
    said = {
        "id": 7, "title": "Về tơ", "so_ky_hieu": "05/QĐ-UBND", "ngay_ban_hanh": "01/02/2032", "loai_van_ban": "Quyết định",
        "ngay_co_hieu_luc": "01/03/2032", "ngay_het_hieu_luc": "01/03/2035", "ngay_dang_cong_bao": "05/02/2032", "nganh": "Dâu tằm",
        "linh_vuc": "Nông nghiệp", "co_quan_ban_hanh": "UBND tỉnh Ninh Bình", "nguoi_ky": "Người Ký", "pham_vi": "Tỉnh Ninh Bình",
        "tinh_trang_hieu_luc": "Còn hiệu lực",
    }  # fmt: skip
    other = {
        **dict.fromkeys(said, ""), "id": 8, "title": "Về lụa", "so_ky_hieu": "06/QĐ-UBND", "ngay_ban_hanh": "02/02/2032", "loai_van_ban": "Chỉ thị",
        "co_quan_ban_hanh": "UBND tỉnh Nam Định",
    }  # fmt: skip

    def fields(**cells: object) -> dict[str, object]:
        row = {**said, **cells}
        return asdict(read_document([row[name] for name in COLUMNS[Part.METADATA]]).document)

    for name, _, told in rows_below("`metadata`"):
        column = name.strip("`")
        nowhere = {"co_quan_ban_hanh": "Ủy ban nhân dân"} if column == "pham_vi" else {}
        changed = {"pham_vi": "Tỉnh Nam Định"} if column == "pham_vi" else {column: other[column]}
        before, after = fields(**nowhere), fields(**nowhere, **changed)
        moved = {"claimed_status" if field == "status" else field for field in before if before[field] != after[field]} - {"path"}
        named = {*re.findall("`([a-z_]+)`", told)}
        # The number of a province and its bodies go with the area.
        assert moved - {"issuers"} == named - {"issuers"}, column


def test_the_labels_of_the_national_dataset_are_told() -> None:
    told = {fold(label): (kind.strip("`"), acts) for label, kind, acts in rows_below("label")}
    assert told == {
        label: (kind, "neither" if kind == RELATED else "`doc_id`" if forward else "`other_doc_id`") for label, (kind, forward) in LABELS.items()
    }
    statuses = next(row[2] for row in rows_below("`metadata`") if row[0] == "`tinh_trang_hieu_luc`")
    assert {fold(status) for status in re.findall('"([^"]+)"', statuses)} == set(STATUSES)


def test_optional_parts_are_installed_from_the_clone() -> None:
    """No such distribution is on an index."""
    for document in [*DOCUMENTS, *ROOT.glob("src/**/*.py")]:
        if document.name != "resources.py":
            assert not re.search(r"install '?legalgraph(\[|'|\b)", document.read_text("utf-8")), document
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert {*re.findall(r"`\.venv/bin/pip install -e '\.\[(\w+)\]'`", README)} == set(extras)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_inside_the_repository_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", document.read_text("utf-8"))
    missing = [link for link in links if not (document.parent / link).exists()]
    assert not missing


def test_operating_names_every_limit_and_its_default() -> None:
    text = (ROOT / "docs" / "operating.md").read_text("utf-8")
    told = dict(re.findall(r"^\| `(--[a-z-]+)` \| (\d+) \|", text, re.MULTILINE))
    options = {name: option for option in main.commands["serve"].params for name in option.opts}
    limits = {name: option for name, option in options.items() if name.startswith("--query-")}
    assert told == {name: f"{option.default:g}" for name, option in limits.items()}
    for name in ("--max-age", "--metrics", "--log-format", "--grace", "--as-is"):
        assert name in text
        assert f"LEGALGRAPH_{name[2:].upper().replace('-', '_')}" == options[name].envvar
