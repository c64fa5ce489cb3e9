import os
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

import pytest
from tests.export.invented import LAW, example

from legalgraph import export
from legalgraph.errors import ExportError
from legalgraph.export.files import whole_file, whole_folder
from legalgraph.export.slices import Slice
from legalgraph.queries.reader import Reader

FORMATS = list(export.formats())
ONE_FILE = [name for name, row in export.formats().items() if not row.is_folder]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Slice:
    return Slice.whole(example(tmp_path_factory.mktemp("store")))


class Dying(Slice):
    """A slice that fails after its first element, as a store on a failing disk would."""

    def nodes(self, _: object = None) -> object:  # type: ignore[override]
        yield next(iter(super().nodes(None)))
        raise OSError(5, "Input/output error")

    def dump(self, output: IO[bytes]) -> None:
        super().dump(output)
        raise OSError(5, "Input/output error")


def test_the_formats_are_those_promised() -> None:
    assert FORMATS == ["ttl", "nt", "nq", "trig", "jsonld", "rdf", "graphml", "gexf", "cytoscape", "csv"]
    assert [name for name, row in export.formats().items() if row.is_folder] == ["csv"]


def test_an_unknown_format_names_those_there_are(whole: Slice, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"'xlsx'; the formats are ttl, nt, .*csv"):
        export.write(whole, "xlsx", tmp_path / "graph.xlsx")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("form", ONE_FILE)
def test_a_stream_gets_the_same_bytes_as_a_file(whole: Slice, form: str, tmp_path: Path) -> None:
    stream = BytesIO()
    counts = export.write(whole, form, stream)
    assert export.write(whole, form, tmp_path / "graph") == counts
    assert (tmp_path / "graph").read_bytes() == stream.getvalue() != b""


def test_a_folder_format_does_not_go_to_a_stream(whole: Slice) -> None:
    stream = BytesIO()
    with pytest.raises(ExportError, match="csv is a folder of files and cannot go to a stream"):
        export.write(whole, "csv", stream)
    assert stream.getvalue() == b""


@pytest.mark.parametrize("form", FORMATS)
def test_a_failure_leaves_what_was_there(whole: Slice, form: str, tmp_path: Path) -> None:
    target = tmp_path / "graph"
    export.write(whole, form, target)
    before = contents(tmp_path)
    with pytest.raises(ExportError, match="Input/output error"):
        export.write(Dying(whole.reader), form, target)
    assert contents(tmp_path) == before
    with pytest.raises(ExportError, match="Input/output error"):
        export.write(Dying(whole.reader), form, tmp_path / "new")
    assert contents(tmp_path) == before


@pytest.mark.parametrize("form", FORMATS)
def test_a_second_export_takes_the_place_of_the_first(whole: Slice, form: str, tmp_path: Path) -> None:
    target = tmp_path / "graph"
    export.write(Slice.of(whole.reader, [LAW.path]), form, target)
    small = contents(tmp_path)
    export.write(whole, form, target)
    assert set(contents(tmp_path)) == set(small)
    assert contents(tmp_path) != small


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("form", FORMATS)
def test_a_missing_folder_is_named_with_a_remedy(whole: Slice, form: str, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"absent/graph: No such file or directory; create the folder"):
        export.write(whole, form, tmp_path / "absent" / "graph")


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_in_the_way_is_named(whole: Slice, form: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ExportError, match=r"file/graph: Not a directory; a part of the path is a file"):
        export.write(whole, form, tmp_path / "file" / "graph")


def test_a_folder_where_a_file_is_to_be_and_the_reverse(whole: Slice, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "folder").mkdir()
    with pytest.raises(ExportError, match=r"folder: Is a directory; name a file in it"):
        export.write(whole, "ttl", tmp_path / "folder")
    with pytest.raises(ExportError, match="file: it is a file; this format is a folder of files, so name a folder"):
        export.write(whole, "csv", tmp_path / "file")
    assert (tmp_path / "file").read_text() == "x"


def test_other_files_in_the_folder_stay(whole: Slice, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x")
    export.write(whole, "csv", tmp_path)
    assert set(contents(tmp_path)) == {"mine.txt", "nodes.csv", "edges.csv"}


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder that may be read and not written to; the superuser, who may do anything, becomes nobody meanwhile."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        superuser = os.geteuid() == 0
        if superuser:
            os.seteuid(65534)
        yield Path(folder)
        if superuser:
            os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions work differently")
@pytest.mark.parametrize("form", FORMATS)
def test_a_place_that_may_not_be_written_to(whole: Slice, form: str, locked: Path) -> None:
    with pytest.raises(ExportError, match=r"graph: Permission denied; the place cannot be written to; name another"):
        export.write(whole, form, locked / "graph")
    assert list(locked.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("form", ONE_FILE)
def test_a_full_device(whole: Slice, form: str) -> None:
    with pytest.raises(ExportError, match=r"/dev/full: No space left on device; the disk is full; free some space"):
        export.write(whole, form, Path("/dev/full"))
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


_LIMITED = """
import resource, signal, sys
from pathlib import Path
from legalgraph import export
from legalgraph.catalogue import Catalogue
from legalgraph.errors import ExportError
from legalgraph.export.slices import Slice
from legalgraph.queries.reader import Reader
from legalgraph.store.embedded import EmbeddedEngine
whole = Slice.whole(Reader(EmbeddedEngine.read_only(Path(sys.argv[1])), Catalogue(Path(sys.argv[1]).with_name("catalogue.sqlite"))))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))
try:
    export.write(whole, sys.argv[2], Path(sys.argv[3]))
except ExportError as error:
    print(error)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs limits on the size of files")
@pytest.mark.parametrize("form", FORMATS)
def test_running_out_of_room_leaves_what_was_there(form: str, tmp_path: Path) -> None:
    """The system refuses to let any file grow past 500 bytes, at any moment of the writing."""
    reader: Reader = example(tmp_path / "store")
    (tmp_path / "out").mkdir()
    target = tmp_path / "out" / "graph"
    if form == "csv":
        target.mkdir()
        (target / "nodes.csv").write_text("before")
    else:
        target.write_text("before")
    del reader
    command = [sys.executable, "-c", _LIMITED, str(tmp_path / "store"), form, str(target)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=600)
    assert f"cannot write {target}: File too large; " in done.stdout
    assert set(contents(tmp_path / "out").values()) == {b"before"}


def test_a_link_goes_on_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("old")
    (tmp_path / "file").chmod(0o640)
    (tmp_path / "link").symlink_to("file")
    with whole_file(tmp_path / "link") as file:
        file.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o640


def test_an_interruption_leaves_nothing(tmp_path: Path) -> None:
    def interrupted(file: IO[bytes]) -> None:
        file.write(b"half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), whole_file(tmp_path / "file") as file:
        interrupted(file)
    with pytest.raises(KeyboardInterrupt), whole_folder(tmp_path / "folder", ["a", "b"]) as files:
        interrupted(files[0])
    assert list(tmp_path.iterdir()) == []


def test_a_closed_pipe_is_not_an_export_error(whole: Slice) -> None:
    read, write = os.pipe()
    os.close(read)
    with pytest.raises(BrokenPipeError), os.fdopen(write, "wb", buffering=0) as pipe:
        export.write(whole, "nt", pipe)
