"""Snapshots: published whole or not at all, one writer, old ones dropped, damage told with the remedy."""

import errno
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from tests.conftest import TAM_TANG

from legalgraph.errors import SnapshotDamaged, SourceError, StoreError
from legalgraph.pipeline import ingest
from legalgraph.store.embedded import EmbeddedEngine
from legalgraph.store.snapshots import Draft, Home, Snapshot

NODE, SAYS = NamedNode("https://example.org/a"), NamedNode("https://example.org/says")


def publish(home: Home, *words: str) -> Snapshot:
    with home.writing() as draft:
        draft.store.extend(Quad(NODE, SAYS, Literal(word)) for word in words)
        return home.publish(draft, {"counts": {"words": len(words)}})


def words(snapshot: Snapshot) -> set[str]:
    return {str(getattr(q.object, "value", "")) for q in Store.read_only(str(snapshot.store_path)).quads_for_pattern(NODE, SAYS, None)}


def fail_halfway(home: Home) -> None:
    with home.writing() as draft:
        draft.store.add(Quad(NODE, SAYS, Literal("ba")))
        raise SourceError("wrong cell")


def current(home: Home) -> Snapshot:
    found = home.current()
    assert found is not None
    return found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "deep" / "home")


def test_nothing_published_is_no_error_and_leaves_no_trace(home: Home) -> None:
    assert home.current() is None
    assert not home.folder.exists()


def test_each_snapshot_starts_from_the_last(home: Home) -> None:
    first = publish(home, "một")
    second = publish(home, "hai")
    assert words(first) == {"một"}
    assert words(second) == {"một", "hai"}
    assert current(home) == second
    assert second.manifest["counts"] == {"words": 1}
    assert second.created == second.manifest["created"]
    assert second.created.endswith("+00:00")
    assert list((home.folder / "building").iterdir()) == []


def test_a_published_snapshot_is_never_written_again(home: Home) -> None:
    first = publish(home, "một")
    before = {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in first.folder.rglob("*")}
    assert words(first) == {"một"}
    publish(home, "hai")
    assert {path: (path.stat().st_size, path.stat().st_mtime_ns) for path in first.folder.rglob("*")} == before


def test_leaving_without_publishing_changes_nothing(home: Home) -> None:
    first = publish(home, "một")
    with home.writing() as draft:
        draft.store.add(Quad(NODE, SAYS, Literal("hai")))
        assert draft.folder.exists()
    with pytest.raises(SourceError, match="wrong cell"):
        fail_halfway(home)
    assert current(home) == first
    assert words(first) == {"một"}
    assert list((home.folder / "building").iterdir()) == []
    assert words(publish(home, "bốn")) == {"một", "bốn"}


def test_old_snapshots_go_and_who_has_one_open_keeps_reading(tmp_path: Path) -> None:
    home = Home(tmp_path, keep=2)
    first = publish(home, "0")
    reading = EmbeddedEngine.read_only(first.store_path)
    ids = [publish(home, str(n)).id for n in range(1, 5)]
    assert sorted(path.name for path in (tmp_path / "snapshots").iterdir()) == sorted(ids[-2:])
    assert not first.folder.exists()
    assert len(reading.select("SELECT * WHERE { ?s ?p ?o }")) == 1


def test_at_least_the_current_one_is_kept(tmp_path: Path) -> None:
    home = Home(tmp_path, keep=0)
    publish(home, "một")
    last = publish(home, "hai")
    assert [path.name for path in (tmp_path / "snapshots").iterdir()] == [last.id]


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")
def test_the_store_is_closed_before_it_is_published(tmp_path: Path) -> None:
    class Watching(Home):
        open_files: tuple[str, ...] = ("not asked",)

        def publish(self, draft: Draft, manifest: Mapping[str, object]) -> Snapshot:
            snapshot = super().publish(draft, manifest)
            links = [str(link.readlink()) for link in Path("/proc/self/fd").iterdir() if link.is_symlink()]
            self.open_files = tuple(link for link in links if snapshot.id in link)
            return snapshot

    home = Watching(tmp_path)
    ingest([TAM_TANG], home)
    assert home.open_files == ()


def test_two_writers_in_one_process(home: Home) -> None:
    publish(home, "một")
    failures: list[BaseException] = []

    def other() -> None:
        try:
            publish(Home(home.folder), "hai")
        except StoreError as error:
            failures.append(error)

    with home.writing() as draft:
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        draft.store.add(Quad(NODE, SAYS, Literal("ba")))
        home.publish(draft, {})
    assert [type(failure) for failure in failures] == [StoreError]
    assert "another ingest is writing" in str(failures[0])
    assert words(current(home)) == {"một", "ba"}


def test_what_a_killed_writer_left_is_cleared(home: Home) -> None:
    first = publish(home, "một")
    building = home.folder / "building"
    (building / "20310101T000000Z-abcdef" / "store").mkdir(parents=True)
    (building / "20310101T000000Z-abcdef" / "store" / "LOCK").touch()
    (building / "stray file").touch()
    (home.folder / "CURRENT.20310101T000000Z-abcdef").write_text("half")
    orphan = home.folder / "snapshots" / "00000000T000000Z-abcdef"
    shutil.copytree(first.folder, orphan)  # renamed, but killed before the pointer followed
    assert current(home) == first
    second = publish(home, "hai")
    assert words(second) == {"một", "hai"}
    assert sorted(path.name for path in home.folder.iterdir()) == ["CURRENT", "building", "ingest.lock", "snapshots"]
    assert list(building.iterdir()) == []


DAMAGES: dict[str, Callable[[Home], object]] = {
    "CURRENT names what is not there": lambda home: home.pointer.write_text("nowhere\n"),
    "CURRENT is empty": lambda home: home.pointer.write_text(""),
    "manifest is missing": lambda home: (current(home).folder / "manifest.json").unlink(),
    "manifest is cut off": lambda home: (current(home).folder / "manifest.json").write_text('{"created": "20'),
    "manifest is a list": lambda home: (current(home).folder / "manifest.json").write_text("[]"),
    "manifest is not UTF-8": lambda home: (current(home).folder / "manifest.json").write_bytes(b"\xff\xfe"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=list(DAMAGES))
def test_damage_is_told_with_the_remedy_and_the_remedy_works(home: Home, damage: Callable[[Home], object]) -> None:
    first = publish(home, "một")
    damage(home)
    whole = {one.id for one in home.earlier()}  # where CURRENT alone is wrong
    remedy = f"`legalgraph --home .* snapshots --use {first.id}`" if whole else r"remove .*CURRENT and ingest again"
    with pytest.raises(StoreError, match=f"missing or damaged .*; {remedy}"):
        home.current()
    with pytest.raises(StoreError, match=remedy), home.writing():
        pass
    home.use(first.id) if whole else home.pointer.unlink()
    assert words(publish(home, "hai")) == ({"một", "hai"} if whole else {"hai"})


def test_current_that_is_no_text(home: Home) -> None:
    publish(home, "một")
    home.pointer.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(StoreError, match="cannot be read"):
        home.current()


def test_with_an_earlier_snapshot_the_remedy_loses_nothing_that_it_holds(home: Home) -> None:
    first = publish(home, "một")
    (publish(home, "hai").folder / "manifest.json").unlink()
    with pytest.raises(StoreError, match=f"missing or damaged .*; `legalgraph --home .* snapshots --use {first.id}` goes on from"):
        home.current()
    assert home.use(first.id).id == first.id
    assert words(publish(home, "ba")) == {"một", "ba"}


def test_without_the_pointer_nothing_is_written_over_what_is_there(home: Home) -> None:
    snapshots = {publish(home, "một").id}
    home.pointer.unlink()  # as if the first ingest had been killed between its last two steps
    assert current(home).id in snapshots
    snapshots.add(publish(home, "hai").id)
    home.pointer.unlink()
    with pytest.raises(SnapshotDamaged, match="CURRENT, which names the snapshot to read, is missing"), home.writing():
        pass
    assert {folder.name for folder in (home.folder / "snapshots").iterdir()} == snapshots
    home.use(min(snapshots))
    assert words(publish(home, "ba")) == {"một", "ba"}


def test_a_damaged_snapshot_is_not_gone_back_to(home: Home) -> None:
    first, second = publish(home, "một"), publish(home, "hai")
    next(first.store_path.glob("*.sst")).unlink()
    with pytest.raises(SnapshotDamaged):
        home.use(first.id)
    with home.writing(), pytest.raises(StoreError, match="another ingest"):
        Home(home.folder).use(second.id)
    assert home.pointer.read_text().strip() == second.id


def test_sources_are_missing(home: Home) -> None:
    shutil.rmtree(publish(home, "một").folder / "sources")
    with pytest.raises(StoreError, match=r"cannot be built upon .*; remove .*CURRENT and ingest again"), home.writing():
        pass


def test_a_store_is_missing(home: Home) -> None:
    snapshot = publish(home, "một")
    shutil.rmtree(snapshot.store_path)
    with home.writing() as draft:
        assert "cannot be read: No such file" in draft.damage
        assert draft.sources_path.is_dir()
        assert len(draft.store) == 0
    with pytest.raises(StoreError, match="cannot be opened"):
        EmbeddedEngine.read_only(snapshot.store_path)


def test_a_store_with_a_file_cut_off(home: Home) -> None:
    snapshot = publish(home, *(str(n) for n in range(2_000)))
    for file in snapshot.store_path.glob("MANIFEST*"):
        file.write_bytes(b"")
    with pytest.raises(StoreError, match="cannot be opened"):
        EmbeddedEngine.read_only(snapshot.store_path)
    with home.writing() as draft:
        assert "has 0 bytes" in draft.damage


def test_home_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("x")
    for folder in (tmp_path / "home", tmp_path / "home" / "below"):
        home = Home(folder)
        with pytest.raises(StoreError, match="cannot be read"):
            home.current()
        with pytest.raises(StoreError, match=r"cannot write to .*; nothing was published, as there was no snapshot before"), home.writing():
            pass
    assert (tmp_path / "home").read_text() == "x"


def test_a_name_too_long_for_the_disk(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        Home(tmp_path / ("x" * 300)).current()


AS_STRANGER = """
import os, sys
from pathlib import Path
from legalgraph.errors import StoreError
from legalgraph.store.snapshots import Home
home = Home(Path(sys.argv[1]))
with Home(Path(sys.argv[2])).writing() as draft:  # imports what is imported late: a stranger may not read it
    draft.close()
if os.getuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for act in (home.current, lambda: home.writing().__enter__()):
    try:
        print("done", bool(act()))
    except StoreError as error:
        print("StoreError", error)
"""


def as_stranger(folder: Path) -> list[str]:
    """Read and write a home as a user whom the file system may refuse."""
    for above in (folder, *folder.parents):
        if above != Path(above.anchor) and not above.stat().st_mode & 0o001 and above != folder:
            above.chmod(above.stat().st_mode | 0o011)
    command = [sys.executable, "-c", AS_STRANGER, str(folder), str(folder.parent / "ours")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.skipif(os.name != "posix", reason="needs POSIX users")
@pytest.mark.parametrize(
    ("mode", "reading", "writing"),
    [(0o000, "StoreError", "StoreError"), (0o555, "done True", "StoreError")],
    ids=["unreadable", "read-only"],
)
def test_a_home_that_is_closed_to_us(home: Home, mode: int, reading: str, writing: str) -> None:
    publish(home, "một")
    folders = [folder for folder in home.folder.rglob("*") if folder.is_dir()]
    for folder in (*reversed(folders), home.folder):  # all of them, as the stranger of who is no superuser owns them
        folder.chmod(mode)
    try:
        read, wrote = as_stranger(home.folder)
    finally:
        for folder in (home.folder, *folders):
            folder.chmod(0o755)
    assert read.startswith(reading)
    assert wrote.startswith(writing)
    assert str(home.folder) in wrote
    assert "ermission denied" in wrote
    assert words(current(home)) == {"một"}


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad
from legalgraph.errors import StoreError
from legalgraph.store.snapshots import Home
home = Home(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
node = NamedNode("https://example.org/a")
try:
    with home.writing() as draft:
        draft.store  # opened while there is room
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
        for n in range(200):
            draft.store.extend([Quad(node, node, Literal(f"{n} {i} " + "x" * 500)) for i in range(100)])
        home.publish(draft, {})
    print("published")
except StoreError as error:
    print("StoreError", error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs RLIMIT_FSIZE")
@pytest.mark.parametrize("room", [0, 100_000, 1_000_000])
def test_a_disk_that_fills_up(home: Home, room: int) -> None:
    first = publish(home, "một")
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(home.folder), str(room)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"StoreError cannot write to {home.folder}"), done.stdout
    assert "the last snapshot is unchanged" in done.stdout
    assert current(home) == first
    assert words(first) == {"một"}
    assert list((home.folder / "building").iterdir()) == []
    assert words(publish(home, "hai")) == {"một", "hai"}


def test_a_disk_that_is_full_before_there_is_a_snapshot(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")

    def fill() -> None:
        with home.writing() as draft:
            (draft.folder / "large").write_bytes(bytes(3_000_000))
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreError) as told:
        fill()
    assert "this ingest had written 3.0 MB when the disk was full, and needs more than that)" in str(told.value)
    assert "the snapshot before" not in str(told.value)
    assert "nothing was published, as there was no snapshot before" in str(told.value)
    assert "unchanged" not in str(told.value)


def test_the_manifest_is_readable_by_anyone(home: Home) -> None:
    snapshot = publish(home, "một")
    manifest = json.loads((snapshot.folder / "manifest.json").read_text("utf-8"))
    assert manifest == dict(snapshot.manifest)
    assert (home.folder / "CURRENT").read_text("utf-8") == snapshot.id + "\n"
    assert snapshot.catalogue_path.parent == snapshot.sources_path.parent == snapshot.folder
