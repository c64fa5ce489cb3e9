"""A real Spark cluster of two workers makes the graph that the local ingest makes."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from bench.country.making import make
from bench.country.options import Options
from pyoxigraph import BlankNode, CanonicalizationAlgorithm, Dataset, Quad, RdfFormat, Store
from tests.spark.parquet import write_texts

from legalgraph.library import open_published
from legalgraph.pipeline import ingest, packaged_data
from legalgraph.spark.session import java
from legalgraph.store.snapshots import Home

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed: .venv/bin/pip install -e '.[spark]'")
pytestmark = [pytest.mark.spark, pytest.mark.skipif(java() is None, reason="there is no Java")]

ROOT = Path(__file__).parents[2]
DAY = date(2026, 6, 30)
MASTER = "local-cluster[2,1,1024]"


def spark(out: Path, *given: Path, options: Iterable[str] = ()) -> dict[str, Any]:
    """Run the job as people do; return its manifest."""
    command = [sys.executable, "-m", "legalgraph.spark", *map(str, given), "--out", str(out), "--master", MASTER, "--as-of", DAY.isoformat()]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([*command, *options], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    found: dict[str, Any] = json.loads((out / "manifest.json").read_text("utf-8"))
    # A cluster in one machine keeps the logs of its executors beside the library.
    shutil.rmtree(Path(pyspark.__file__).parent / "work" / found["application"])
    return found


def loaded(out: Path) -> Store:
    """The parts in an engine, one after the other, as a loader takes them."""
    store = Store()
    for part in sorted(out.glob("part-*")):
        data = gzip.decompress(part.read_bytes()) if part.suffix == ".gz" else part.read_bytes()
        store.bulk_load(data, RdfFormat.N_QUADS)
    return store


def canonical(quads: Iterable[Quad]) -> set[str]:
    """The quads as strings, blank nodes under canonical names."""
    named, nameless = set[str](), Dataset()
    for quad in quads:
        if isinstance(quad.subject, BlankNode) or isinstance(quad.object, BlankNode):
            nameless.add(quad)
        else:
            named.add(str(quad))
    nameless.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return named | set(map(str, nameless))


def assert_same_graph(out: Path, manifest: dict[str, Any], home: Path, *given: Path) -> None:
    report = ingest([*packaged_data(), *given], Home(home), DAY)
    local, ours = canonical(open_published(home).engine.quads()), canonical(loaded(out))
    assert sorted(local - ours)[:5] == []
    assert sorted(ours - local)[:5] == []
    assert manifest["quads"] == len(ours)
    assert manifest["counts"]["documents"] == report.documents
    graphs = Counter(quad.rsplit("<", 1)[1].rstrip(">") for quad in ours)
    assert manifest["graphs"] == dict(graphs)
    for part in manifest["parts"]:
        assert sha256((out / part["name"]).read_bytes()).hexdigest() == part["sha256"]
    assert sum(part["quads"] for part in manifest["parts"]) == manifest["quads"]


def test_tables_and_texts_of_ours(tmp_path: Path) -> None:
    texts = write_texts(tmp_path / "texts" / "van-ban.parquet")
    khuyen_cong = packaged_data()[1]
    manifest = spark(tmp_path / "out", khuyen_cong, texts.parent, options=["--plain"])
    assert manifest["counts"]["texts_failed"] == 1
    assert_same_graph(tmp_path / "out", manifest, tmp_path / "home", texts.parent)


def test_a_country_on_two_executors(tmp_path: Path) -> None:
    from bench.country.writing import write

    write(make(Options(300, seed=7)), tmp_path / "country")
    (tmp_path / "events").mkdir()
    settings = {"enabled": "true", "dir": (tmp_path / "events").as_uri(), "rolling.enabled": "false", "compress": "false"}
    options = [word for name, value in settings.items() for word in ("--conf", f"spark.eventLog.{name}={value}")]
    # As where the register of documents is too large to be sent to every executor: all joins are by key.
    options += ["--conf", "spark.sql.autoBroadcastJoinThreshold=-1", "--conf", "spark.sql.adaptive.autoBroadcastJoinThreshold=-1"]
    manifest = spark(tmp_path / "out", tmp_path / "country", packaged_data()[1], options=options)
    assert_same_graph(tmp_path / "out", manifest, tmp_path / "home", tmp_path / "country")
    (log,) = (tmp_path / "events").iterdir()
    events = map(json.loads, log.read_text("utf-8").splitlines())
    assert {event["Task Info"]["Executor ID"] for event in events if event["Event"] == "SparkListenerTaskEnd"} == {"0", "1"}
    assert not (tmp_path / "out" / "_work").exists()


def test_bad_input_is_told_and_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "empty").mkdir()
    texts = write_texts(tmp_path / "texts.parquet")
    (tmp_path / "broken.parquet").write_bytes(texts.read_bytes()[:2000])
    tables = str(packaged_data()[1])
    cases = (
        ([tables, "--out", str(tmp_path / "out")], "is there already"),
        ([str(tmp_path / "none"), "--out", str(tmp_path / "new")], "no such file or folder"),
        ([str(tmp_path / "empty"), "--out", str(tmp_path / "new")], "no Parquet files"),
        ([str(tmp_path / "broken.parquet"), "--out", str(tmp_path / "new")], "broken.parquet"),
    )
    for arguments, told in cases:
        command = [sys.executable, "-m", "legalgraph.spark", *arguments, "--master", "local[1]"]
        done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT / "src")}, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (1, "")
        assert told in done.stderr.partition("error: ")[2]
    assert list((tmp_path / "out").iterdir()) == []
    assert not (tmp_path / "new").exists()
