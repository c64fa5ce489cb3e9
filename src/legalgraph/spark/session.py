"""A Spark session, or a clear word on what is missing for one."""

import os
import shutil
import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from legalgraph.errors import StoreError
from legalgraph.resources import install_line

_SETTINGS = {
    "spark.sql.adaptive.enabled": "true",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.parquet.compression.codec": "zstd",
    "spark.ui.showConsoleProgress": "false",
}


def start(master: str | None, settings: Mapping[str, str]) -> Any:
    """Start a session at a master, or the one that spark-submit has set. Raises StoreError when pyspark or Java is missing."""
    try:
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError as error:
        raise StoreError(f"Spark needs the library pyspark: {install_line('spark')}") from error
    if java() is None:
        remedy = "install it (Debian, Ubuntu: apt install default-jre-headless) or set JAVA_HOME"
        raise StoreError(f"Spark needs Java 17 or later, and there is none: {remedy}")
    builder = SparkSession.builder.appName("legalgraph")
    if "PYSPARK_GATEWAY_PORT" not in os.environ:  # set by spark-submit, which has its own master
        master = master or "local[*]"
    if master is not None:
        builder = builder.master(master)
        if master.startswith("local"):
            os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
            os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # else the first python3 of the PATH
    for name, value in {**_SETTINGS, **settings}.items():
        builder = builder.config(name, value)
    try:
        session = builder.getOrCreate()
    except (PySparkException, OSError, RuntimeError) as error:
        raise StoreError(f"Spark does not start at {master or 'the master of spark-submit'}: {str(error)[:500]}") from error
    session.sparkContext.setLogLevel("ERROR")
    return session


def failures() -> tuple[type[Exception], ...]:
    """What calls to Spark may raise; only where pyspark is installed."""
    from pyspark.errors import PySparkException

    return import_module("py4j.protocol").Py4JError, PySparkException  # py4j tells no types


def java() -> str | None:
    """The Java that Spark would run; None when there is none."""
    home = os.environ.get("JAVA_HOME")
    if home:
        found = Path(home) / "bin" / "java"
        return str(found) if found.exists() else None
    return shutil.which("java")
