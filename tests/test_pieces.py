"""Files of many records cut in pieces: whatever the pieces, what is read, its names and what is told are those of the file read whole."""

import json
import os
import re
from collections.abc import Callable, Sequence
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from legalgraph.errors import SourceError
from legalgraph.pipeline import intake, pieces, reading_pool
from legalgraph.pipeline.collection import Collection
from legalgraph.pipeline.inputs import collect
from legalgraph.pipeline.intake import take_texts
from legalgraph.pipeline.kept import parts_of, reader_version
from legalgraph.pipeline.pieces import Records, cut
from legalgraph.pipeline.reading_pool import Job, read_files
from legalgraph.pipeline.report import Report
from legalgraph.sources.rows import ParquetRows

pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
Row = dict[str, Any]
SCHEMA = pa.schema([("id", pa.string()), ("text", pa.string())])


def write(file: Path, groups: Sequence[Sequence[Row]]) -> Path:
    """A Parquet file with these row groups, or JSON lines of all rows where the name says so."""
    if file.suffix == ".jsonl":
        file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for rows in groups for row in rows), "utf-8")
        return file
    with parquet.ParquetWriter(file, SCHEMA, compression="none", use_dictionary=False) as writer:
        for rows in groups:
            writer.write_table(pa.Table.from_pylist(list(rows), SCHEMA), row_group_size=10**6)
    return file


def rows(count: int, named: bool = True, start: int = 0) -> list[Row]:
    return [{"id": f"d{n}" if named else None, "text": f"Tin về làng lụa {n}, theo Nghị định số 999/2031/NĐ-CP."} for n in range(start, start + count)]


def split(all_rows: list[Row], size: int) -> list[list[Row]]:
    return [all_rows[at : at + size] for at in range(0, len(all_rows), size)]


class Home:
    """Texts read into a collection, without the graph that is made of them. `size` is that of pieces in bytes."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self._monkeypatch = folder, monkeypatch
        self.said: list[str] = []
        (folder / "texts").mkdir(parents=True)

    def take(self, file: Path, size: int = 1 << 20, processes: int = 1) -> Report:
        self._monkeypatch.setattr(intake, "cut", partial(cut, size=size))
        report, self.said = Report(), []
        take_texts(Collection(self.folder / "texts"), collect([file]), self.folder / "readings", report, self.said.append, processes)
        return report

    @property
    def names(self) -> dict[str, tuple[str, int]]:
        index = json.loads((self.folder / "texts" / "index.json").read_text("utf-8"))
        return {name: parts_of(kept) for name, kept in index.items()}

    @property
    def readings(self) -> dict[str, int]:
        return {kept.name: kept.stat().st_mtime_ns for kept in (self.folder / "texts").glob("*.reading") if "--1-" not in kept.name}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    return Home(tmp_path / "home", monkeypatch)


# -------- cutting

LAYOUTS: dict[str, list[list[Row]]] = {
    "one group": [rows(200)],
    "many groups": split(rows(200), 7),
    "large and small groups": [rows(3), rows(150, start=3), rows(1, start=153), rows(2, start=154)],
    "a group without rows": [rows(40), [], rows(40, start=40), []],
    "one row": [rows(1)],
}


@pytest.mark.parametrize("ending", [".parquet", ".jsonl"])
@pytest.mark.parametrize("size", [1, 700, 5000, 10**6])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_pieces_hold_all_records_once(layout: str, size: int, ending: str, tmp_path: Path) -> None:
    file, wanted = write(tmp_path / f"x{ending}", LAYOUTS[layout]), [row for group in LAYOUTS[layout] for row in group]
    found = cut(file, size)
    assert [0, *(piece.last for piece in found)] == [*(piece.before for piece in found), len(wanted)]
    assert len(found) == len(wanted) if size == 1 else len(found) == 1 if size == 10**6 else len(found) <= len(wanted)
    assert len({pieces.digest_of(file, piece) for piece in found}) == len(found)
    records = Records()
    read = [(number, json.loads(raw) if isinstance(raw, bytes) else raw) for piece in found for number, raw in records.of(file, piece)]
    records.close()
    assert read == list(enumerate(wanted, 1))


def test_pieces_are_of_about_a_size(tmp_path: Path) -> None:
    for name in ("x.parquet", "x.jsonl"):
        found = cut(write(tmp_path / name, [rows(5), rows(990, start=5), rows(5, start=995)]), 5000)
        assert 10 < len(found) < 30, name
        assert all(2500 < piece.size < 6000 for piece in found[1:-1]), name


def test_rows_packed_to_nothing_are_cut_by_their_number(tmp_path: Path) -> None:
    parquet.write_table(pa.table({"text": ["Điều 1."] * 20_000}), tmp_path / "x.parquet")
    assert all(piece.last - piece.before <= 4096 for piece in cut(tmp_path / "x.parquet"))


def test_any_number_of_rows_makes_so_many_pieces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "_MOST_PIECES", 5)
    monkeypatch.setattr(pieces, "_MOST_ROWS", 3)
    assert 5 <= len(cut(write(tmp_path / "x.parquet", [rows(200)]), 10)) <= 12


def test_lines_may_lack_their_end_and_be_empty_or_long(tmp_path: Path) -> None:
    data = b'{"a": 1}\n\n\n{"b": "' + b"x" * 3000 + b'"}\r\n{"c": 1}'
    (tmp_path / "x.jsonl").write_bytes(data)
    for size in range(1, 40):
        found = cut(tmp_path / "x.jsonl", size)
        assert sum(piece.size for piece in found) == len(data)
        assert all(one.start + one.size == other.start and one.last == other.before for one, other in pairwise(found))
        assert found[-1].last == 5
        numbers = [number for piece in found for number, _ in Records().of(tmp_path / "x.jsonl", piece)]
        assert numbers == [1, 4, 5]


@pytest.mark.parametrize("group", [1, 7, 50, 200])
def test_any_range_of_rows_in_any_order(group: int, tmp_path: Path) -> None:
    wanted = rows(200)
    with write(tmp_path / "x.parquet", split(wanted, group)).open("rb") as file:
        table = ParquetRows(file, "x.parquet")
        for before, last in [(0, 200), (0, 5), (5, 9), (40, 41), (41, 170), (3, 60), (199, 200), (100, 100), (200, 200), (0, 1)]:
            assert [row for _, row in table.between(before, last)] == wanted[before:last]
        assert [number for number, _ in table.between(190)] == list(range(191, 201))


def test_a_row_group_is_not_unpacked_at_once(tmp_path: Path) -> None:
    file, before = tmp_path / "x.parquet", pa.total_allocated_bytes()
    parquet.write_table(pa.table({"text": [f"{n} " + "lụa " * 2000 for n in range(8000)]}), file, compression="none")
    with file.open("rb") as opened:
        most = max(pa.total_allocated_bytes() - before for number, _ in ParquetRows(opened, "x.parquet").between() if not number % 16)
    assert parquet.read_metadata(file).num_row_groups == 1
    assert file.stat().st_size > 80_000_000
    assert most < 40_000_000


# -------- reading

DOUBLED = [rows(6), [*rows(2), {"id": "d1", "text": "Tin khác."}, {"id": None, "text": "Tin không số."}, *rows(9, start=2), *rows(1)]]
UNNAMED = [[*rows(5, named=False), {"id": None, "text": " "}, *rows(5, named=False, start=5)], rows(5, named=False, start=20)]


ALIKE = {"ids": LAYOUTS["many groups"], "twice": DOUBLED, "no-ids": UNNAMED}


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".parquet", ".jsonl"])
def test_names_and_readings_are_those_of_a_file_read_whole(ending: str, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, whole = tmp_path / "in", Home(tmp_path / "whole", monkeypatch)
    folder.mkdir()
    files = {name: write(folder / f"{name}{ending}", groups) for name, groups in ALIKE.items()}
    one, many = whole.take(folder), home.take(folder, 150, 2)
    assert min(len(cut(file, 150)) for file in files.values()) > 5
    assert home.names == whole.names
    wanted = [
        f"{name}{ending}#{row['id'] or f'0.{number}'}"
        for name, groups in ALIKE.items() for number, row in enumerate(row for group in groups for row in group) if row["text"].strip()
    ]  # fmt: skip
    assert sorted({name.partition("~")[0] for name in home.names}) == sorted(set(wanted))
    assert len(home.names) == len(wanted)
    what, bad = "row" if ending == ".parquet" else "line", files["no-ids"]
    told = f"1 of 16 records cannot be read: {what} 6: #0.5: no text in column text; fill it in, or leave the record out"
    assert one.failed == many.failed == [(bad.name, told)]
    assert home.take(folder, 150).texts == []


STEPS: list[tuple[str, Callable[[list[Row]], list[list[Row]]], int]] = [
    ("as it comes", lambda first: [first], 60),
    ("other groups", lambda first: split(first, 11), 0),
    ("another order", lambda first: [first[::-1]], 0),
    ("a row inserted", lambda first: [[*first[:5], *rows(1, start=90), *first[5:]]], 1),
    ("rows removed", lambda first: split([*first[:5], *first[9:]], 13), 0),
    ("a row changed", lambda first: [[*first[:5], {**first[20], "text": "Tin khác."}, *first[9:20], *first[21:]]], 1),
]


@pytest.mark.slow
def test_only_changed_documents_are_read_again(home: Home, tmp_path: Path) -> None:
    before: dict[str, int] = {}
    for what, change, new in STEPS:
        groups = change(rows(60))
        home.take(write(tmp_path / "x.parquet", groups), 900)
        assert len(home.readings.items() - before.items()) == new, what
        assert sorted(home.names) == sorted(f"x.parquet#{row['id']}" for group in groups for row in group)
        before = home.readings


def test_what_was_read_before_a_kill_is_not_read_again(home: Home, tmp_path: Path) -> None:
    file, readings = write(tmp_path / "x.parquet", [rows(60)]), home.folder / "readings"
    readings.mkdir()
    jobs = [Job(file, file.name, piece.size, piece) for piece in cut(file, 500)]
    reading = read_files(jobs, [home.folder / "texts", readings], processes=1)
    done = [next(reading), next(reading)]
    reading.close()
    before = {one.kept: (readings / one.kept).stat().st_mtime_ns for part in done for one in part.read}
    home.take(file, 700)  # cut otherwise
    assert len(before) > 5
    assert before.items() <= home.readings.items()
    assert len(home.names) == 60


@pytest.mark.slow
@pytest.mark.parametrize("ending", [".parquet", ".jsonl"])
def test_what_is_written_anew_while_it_is_read_is_told(ending: str, home: Home, tmp_path: Path) -> None:
    file, readings = write(tmp_path / f"x{ending}", [rows(20, start=20)]), home.folder / "readings"
    readings.mkdir()
    said, jobs = file.read_bytes(), [Job(file, file.name, piece.size, piece) for piece in cut(file, 500)]
    assert write(file, [rows(20, start=40)]).stat().st_size == len(said)
    os.utime(file, (0, 0))
    for done in read_files(jobs, [home.folder / "texts", readings], processes=1):
        assert done.failed == f"{file}: it was written anew while it was read; ingest it again"
    file.write_bytes(said)
    assert home.take(file, 500).failed == []
    assert sorted(home.names) == [f"{file.name}#d{n}" for n in range(20, 40)]


def test_an_older_version_gives_way_to_the_file(home: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "x.parquet", [rows(20)])
    home.take(file)
    texts = home.folder / "texts"
    for kept in texts.glob("*.reading"):
        kept.rename(kept.with_name(kept.name.replace(reader_version(), "0" * 12)))
    index = texts / "index.json"
    index.write_text(index.read_text("utf-8").replace(reader_version(), "0" * 12), "utf-8")
    old = home.names
    changed = [*rows(10), {"id": "d10", "text": "Tin mới về làng lụa."}, *rows(8, start=11)]
    home.take(write(file, [changed]), 500)
    assert len(home.names) == 19
    assert {name for name in old if home.names.get(name) != old[name]} == {"x.parquet#d10", "x.parquet#d19"}
    assert all(reader_version() in kept for kept in home.readings)


def test_how_far_it_is(home: Home, tmp_path: Path) -> None:
    file, readings = write(tmp_path / "x.parquet", [rows(100)]), home.folder / "readings"
    readings.mkdir()
    jobs = [Job(file, file.name, piece.size, piece) for piece in cut(file, 500)]
    meter = intake._Meter(jobs, home.said.append)
    for done in read_files(jobs, [home.folder / "texts", readings], processes=1):
        meter.add(done)
    assert home.said[0].startswith("reading 0 of 1 files, ")
    assert home.said[0].endswith(" s left")
    assert home.said[-1].startswith("reading 1 of 1 files, 100 documents, ")


# -------- what cannot be read


def broken_page(file: Path) -> Path:
    """A file whose second row group of three has a page that cannot be unpacked."""
    with parquet.ParquetWriter(file, SCHEMA, compression="zstd", use_dictionary=False) as writer:
        for start in (0, 50, 100):
            writer.write_table(pa.Table.from_pylist(rows(50, start=start), SCHEMA))
    data = bytearray(file.read_bytes())
    column = parquet.read_metadata(file).row_group(1).column(1)
    middle = column.data_page_offset + column.total_compressed_size // 2
    data[middle : middle + 40] = bytes(40)
    file.write_bytes(data)
    return file


def rewritten(file: Path, groups: list[list[Row]], change: Callable[[bytes], bytes]) -> Path:
    file.write_bytes(change(write(file, groups).read_bytes()))
    return file


NO_TEXT = "no text in column text; fill it in, or leave the record out"
BROKEN: dict[str, tuple[Callable[[Path], Path], str, int]] = {
    "no-footer": (lambda file: rewritten(file, [rows(9)], lambda data: data[:-9]), r": broken or cut off \(.*\); fetch it again", 0),
    "half": (lambda file: rewritten(file, [rows(300)], lambda data: data[: len(data) // 2]), r": broken or cut off \(.*\); fetch it again", 0),
    "no-groups": (lambda file: write(file, []), ": there is no row in it", 0),
    "no-rows": (lambda file: write(file, [[], []]), ": there is no row in it", 0),
    "no-text": (
        lambda file: write(file, [[{"id": "a", "text": ""}], [{"id": "b"}]]),
        f": 2 of 2 records cannot be read: row 1: #a: {NO_TEXT}; row 2: #b: {NO_TEXT}", 0,
    ),
    "group-without-text": (
        lambda file: write(file, [rows(7), [{"id": "b", "text": " "}] * 7, rows(3, start=7)]),
        ": 7 of 17 records cannot be read: " + "; ".join(f"row {n}: #b: {NO_TEXT}" for n in range(8, 13)) + "; also rows 13 to 14", 10,
    ),
    "broken-page": (broken_page, r", behind row 50: broken \(.*\); fetch it again; not read: rows 51 to 100", 100),
}  # fmt: skip


def test_broken_files(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (make, _, _) in BROKEN.items():
        make(folder / f"{name}.parquet")
    write(folder / "good.jsonl", [rows(2)])
    failed = dict(home.take(folder, 400).failed)
    assert len(failed) == len(BROKEN)
    for name, (_, told, count) in BROKEN.items():
        file = folder / f"{name}.parquet"
        expected = told.lstrip(":, ")  # the name stands in front already
        assert re.fullmatch(expected, failed[file.name]), failed[file.name]
        assert len([text for text in home.names if text.startswith(f"{file.name}#")]) == count, name


@pytest.mark.slow
def test_what_was_read_before_of_rows_that_are_broken_now_stays(home: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "x.parquet", [[{"id": "d120", "text": "Tin cũ."}, *rows(70), *rows(2)]])  # two of d0 and of d1
    home.take(file, 400)
    before = home.names
    ((_, why),) = home.take(broken_page(file), 400).failed
    assert why.endswith("; not read: rows 51 to 100; 20 documents of it that were read before stay")
    wanted = {f"x.parquet#d{n}" for n in (*range(70), *range(100, 150))}
    assert set(home.names) == wanted
    assert {name for name in wanted if before.get(name) == home.names[name]} == {f"x.parquet#d{n}" for n in range(70)}
    home.take(write(file, [rows(50), rows(50, start=100)]), 400)
    assert set(home.names) == {f"x.parquet#d{n}" for n in (*range(50), *range(100, 150))}


@pytest.fixture
def traps(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Children that die over a text with "chết", never end over one with "treo", and are killed once while they read one with "giết"."""
    (tmp_path / "bẫy").mkdir()
    (tmp_path / "bẫy" / "sitecustomize.py").write_text(
        "import os, sys, time\n"
        "if any('reading_worker' in a for a in sys.orig_argv):\n"
        "    import legalgraph.pipeline.identification as place\n"
        "    identify = place.identify\n"
        "    def trap(source, reading):\n"
        "        if 'chết' in source.text: os.kill(os.getpid(), 11)\n"
        "        if 'treo' in source.text: time.sleep(600)\n"
        "        if 'giết' in source.text and not os.path.exists(__file__ + '1'):\n"
        "            open(__file__ + '1', 'w').close()\n"
        "            os.kill(os.getpid(), 9)\n"
        "        return identify(source, reading)\n"
        "    place.identify = trap\n",
        "utf-8",
    )
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "bẫy"), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.setattr(reading_pool, "_SECONDS_A_FILE", 30.0)


@pytest.mark.slow
@pytest.mark.usefixtures("traps")
@pytest.mark.parametrize("name", ["x.parquet", "x.jsonl"])
def test_a_record_that_kills_or_holds_its_reader_costs_that_record(name: str, home: Home, tmp_path: Path) -> None:
    groups = [rows(10), [{"id": "a", "text": "chết"}, *rows(10, start=10), {"id": "b", "text": ""}, {"id": "c", "text": "treo"}], rows(10, start=20)]
    file = write(tmp_path / name, groups)
    report = home.take(file, 900, 2)
    what = "row" if name == "x.parquet" else "line"
    why = (
        f"3 of 33 records cannot be read: {what} 11: the reader broke down over it (signal 11); {what} 22: #b: {NO_TEXT}; "
        f"{what} 23: it took more than 30 seconds to read"
    )
    assert report.failed == [(name, why)]
    assert sorted(home.names) == sorted(f"{name}#d{n}" for n in range(30))


@pytest.mark.usefixtures("traps")
def test_a_reader_that_others_end_costs_nothing(home: Home, tmp_path: Path) -> None:
    file = write(tmp_path / "x.jsonl", [[*rows(5), {"id": "a", "text": "giết"}, *rows(5, start=5)]])
    assert home.take(file, 400).failed == []
    assert sorted(home.names) == ["x.jsonl#a", *sorted(f"x.jsonl#d{n}" for n in range(10))]


@pytest.mark.slow
@pytest.mark.usefixtures("traps")
def test_a_file_that_kills_every_reader_is_given_up(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_pool, "_MOST_DEATHS", 3)
    file = write(tmp_path / "x.parquet", [rows(10), [{"id": f"x{n}", "text": "chết"} for n in range(40)]])
    report = home.take(file, 500, 2)
    ((_, why),) = report.failed
    assert why.startswith("the reader broke down over it 3 times; ")
    assert "(signal 11)" in why
    assert why.endswith("to 50")
    assert sorted(home.names) == sorted(f"x.parquet#d{n}" for n in range(10))


def test_nothing_but_a_broken_file_is_an_error(home: Home, tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1" + b"\0" * 5000)
    with pytest.raises(SourceError, match=r"x\.parquet: broken or cut off"):
        home.take(tmp_path / "x.parquet")
