"""Ingests of a country that are killed, or meet a full disk, in each of their phases: nothing published is lost, the next goes on."""

import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Quad
from tests.conftest import TAM_TANG, VAN_BAN

from legalgraph.library import open_published
from legalgraph.pipeline import ingest, packaged_data
from legalgraph.store.snapshots import Home

# What an ingest shows that states everything anew, and one that states what changed.
ANEW = (
    "reading 0 of", "reading the national dataset", "stating the national dataset", "joining documents", "stating statuses",
    "checking the rules", "building the catalogue", "publishing",
)  # fmt: skip
CHANGE = (
    "reading 0 of", "finding what a change bears on", "stating what changed", "reading back what changed", "checking the rules",
    "building the catalogue", "publishing",
)  # fmt: skip


def command(home: Path, *arguments: object) -> list[str]:
    return [sys.executable, "-m", "legalgraph.cli", "--home", str(home), *map(str, arguments)]


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented country, forty of whose documents have their texts."""
    folder = tmp_path_factory.mktemp("country") / "country"
    made = [sys.executable, "-m", "bench.country", "--documents", "120", "--content", "40", "--seed", "3", "--out", str(folder)]
    subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
    return folder


@pytest.fixture(scope="module")
def packaged(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("packaged") / "home"
    ingest(packaged_data(), Home(home))
    return home


@pytest.fixture(scope="module")
def whole(country: Path, packaged: Path, tmp_path_factory: pytest.TempPathFactory) -> set[Quad]:
    """What an ingest of the country states that nothing disturbs."""
    home = Path(shutil.copytree(packaged, tmp_path_factory.mktemp("whole") / "home"))
    ingest([country], Home(home))
    return stated(home)


def stated(home: Path) -> set[Quad]:
    return set(open_published(home).engine.quads())


def kill_when(shown: str, *arguments: str) -> int:
    """Run on a terminal, kill as hard as can be as soon as it shows that, and return how it ended."""
    terminal, its_side = pty.openpty()
    with subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=its_side) as process:
        os.close(its_side)
        said = b""
        try:
            while shown.encode() not in said:
                said += os.read(terminal, 1_000)
        except OSError:  # the other side is closed: it ended before
            pass
        process.kill()
        os.close(terminal)
    assert shown.encode() in said, said
    return process.returncode


@pytest.mark.slow
def test_killed_in_each_phase(country: Path, packaged: Path, whole: set[Quad], tmp_path: Path) -> None:
    home = Path(shutil.copytree(packaged, tmp_path / "home"))
    kill_in_all(ANEW, home, whole, country)


@pytest.mark.slow
def test_killed_while_a_change_is_made(packaged: Path, tmp_path: Path) -> None:
    home, undisturbed = (Path(shutil.copytree(packaged, tmp_path / name)) for name in ("home", "undisturbed"))
    ingest([TAM_TANG, VAN_BAN], Home(undisturbed))
    kill_in_all(CHANGE, home, stated(undisturbed), TAM_TANG, VAN_BAN)


def kill_in_all(phases: Sequence[str], home: Path, whole: set[Quad], *sources: Path) -> None:
    """Kill an ingest in each of its phases, and then let it be."""
    before, published = Home(home).current(), stated(home)
    for phase in phases[:-1]:
        assert kill_when(phase, *command(home, "ingest", *sources)) == -9, phase
        assert Home(home).current() == before, phase
        assert stated(home) == published, phase
    kill_when(phases[-1], *command(home, "ingest", *sources))
    # Killed while it publishes, it has or it has not.
    assert stated(home) in (published, whole)
    report = ingest(sources, Home(home))
    # What was read before the kills is not read again.
    assert report.texts == []
    assert stated(home) == whole
    assert list((home / "building").iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with 64 MB: in a file, else in memory."""
    place, image = tmp_path / "disk", tmp_path / "image"
    place.mkdir()
    image.touch()
    os.truncate(image, 64 << 20)
    in_a_file = (["mkfs.ext4", "-q", "-F", str(image)], ["mount", "-o", "loop", str(image), str(place)])
    in_memory = (["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(place)],)
    if not any(all(succeeds(command) for command in commands) for commands in (in_a_file, in_memory)):
        pytest.skip("no right to mount a small file system")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def succeeds(command: list[str]) -> bool:
    return bool(shutil.which(command[0])) and not subprocess.run(command, capture_output=True, check=False).returncode


@pytest.mark.slow
def test_a_disk_that_fills_in_any_phase(small_disk: Path, country: Path, packaged: Path, whole: set[Quad]) -> None:
    home = Path(shutil.copytree(packaged, small_disk / "home"))
    before, published = Home(home).current(), stated(home)
    filling = small_disk / "filling"
    refused = 0
    for rest in (50_000, 2_000_000, 8_000_000, 16_000_000):
        filling.write_bytes(bytes(max(0, shutil.disk_usage(small_disk).free - rest)))
        done = subprocess.run(command(home, "ingest", country), capture_output=True, text=True, check=False)
        filling.unlink()
        if done.returncode == 0:
            break
        refused += 1
        assert done.returncode == 1, done.stderr
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("legalgraph: ")
        assert "No space left" in done.stderr or "disk is full" in done.stderr, done.stderr
        assert Home(home).current() == before
        assert stated(home) == published
    assert refused >= 2
    done = subprocess.run(command(home, "ingest", country), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert stated(home) == whole
    assert list((home / "building").iterdir()) == []
