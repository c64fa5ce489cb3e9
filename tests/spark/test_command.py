"""The command says what is missing, and what to do about it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from legalgraph.spark.texts import name_below

ROOT = Path(__file__).parents[2]


def run(*arguments: str, code: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    start = f"{code}\nimport runpy, sys\nsys.argv = ['spark', *{list(arguments)!r}]\nrunpy.run_module('legalgraph.spark', run_name='__main__')"
    known = {**os.environ, "PYTHONPATH": str(ROOT / "src"), **environment}
    return subprocess.run([sys.executable, "-c", start], env=known, capture_output=True, text=True, check=False)


def test_without_pyspark() -> None:
    done = run("x", "--out", "y", code="import sys; sys.modules['pyspark'] = sys.modules['pyspark.errors'] = None")
    assert (done.returncode, done.stdout) == (1, "")
    assert re.search(r"pip install .*\[spark\]", done.stderr)


def test_without_java(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    done = run("x", "--out", "y", JAVA_HOME=str(tmp_path))
    assert done.returncode == 1
    assert "Java 17" in done.stderr
    assert "JAVA_HOME" in done.stderr


@pytest.mark.parametrize("arguments", [[], ["x"], ["x", "--out", "y", "--as-of", "today"], ["x", "--out", "y", "--conf", "spark.x"]])
def test_wrong_arguments(arguments: list[str]) -> None:
    assert run(*arguments).returncode == 2


def test_a_day_that_is_none_is_told_in_words() -> None:
    assert "'2026-99-01' is not a date such as 2014-08-01" in run("x", "--out", "y", "--as-of", "2026-99-01").stderr


def test_help_has_examples() -> None:
    told = run("--help").stdout
    assert "examples:" in told
    assert "--master" in told


@pytest.mark.parametrize(
    ("file", "root", "name"),
    [
        ("file:///data/t/a.parquet", "file:/data/t", "a.parquet"),
        ("file:///data/t/b/a%20b.parquet", "file:/data/t", "b/a b.parquet"),
        ("file:///data/t/a.parquet", "file:/data/t/a.parquet", "a.parquet"),
        ("hdfs://head:8020/t/content/a.parquet", "hdfs://head:8020/t", "content/a.parquet"),
    ],
)
def test_a_file_goes_by_its_name_below_what_was_given(file: str, root: str, name: str) -> None:
    assert name_below(file, root) == name
