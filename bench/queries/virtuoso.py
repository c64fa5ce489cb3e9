"""Virtuoso with settings and data in a folder of its own."""

import shutil
import subprocess
import time
from pathlib import Path
from typing import IO

from bench.queries.data import Data
from bench.queries.engines import Engine, Failed, Missing, Server, begun
from bench.queries.processes import end
from legalgraph.store.remote.comparisons import row_by_row

_GRAPH = "https://w3id.org/legalgraph/graph/"
_INI = """\
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
DirsAllowed = {folder}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000
MaxClientConnections = 20
ServerThreads = 20
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 20
MaxKeepAlives = 20
KeepAliveTimeout = 30
[SPARQL]
ResultSetMaxRows = 10000000
MaxQueryCostEstimationTime = 100000
MaxQueryExecutionTime = 120
"""
_LOAD = """\
ld_dir ('{folder}', 'all.nq', 'https://w3id.org/legalgraph/graph/unnamed');
rdf_loader_run ();
checkpoint;
sparql select (count(*) as ?n) where {{ graph ?g {{ ?s ?p ?o }} filter (strstarts (str (?g), '{graph}')) }};
"""


class _Virtuoso(Server):
    """Asked in the words in which `legalgraph serve --endpoint` asks it: it leaves out rows otherwise (docs/engines.md)."""

    def target(self, query: str) -> str:
        return super().target(row_by_row(query))


def start(data: Data, folder: Path, port: int, log: IO[bytes]) -> Engine:
    """Load the data and serve it; uses the port after `port` too. Raises Missing and Failed."""
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or client is None:
        raise Missing("no virtuoso-t: apt-get install virtuoso-opensource-7")
    place = folder / "virtuoso"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    (place / "all.nq").hardlink_to(data.nquads)
    (place / "own.ini").write_text(_INI.format(sql=port + 1, http=port, folder=place))
    process = begun([program, "+configfile", "own.ini", "+foreground"], log, place)
    try:
        _load(client, port + 1, place, data.triples, log)
    except BaseException:
        end(process)
        raise
    return _Virtuoso(process, port, "/sparql")


def _load(client: str, port: int, place: Path, triples: int, log: IO[bytes]) -> None:
    command = [client, f"127.0.0.1:{port}", "dba", "dba", "VERBOSE=OFF", "BANNER=OFF"]
    until = time.monotonic() + 60
    while subprocess.run([*command, "EXEC=status();"], stdout=log, stderr=log, check=False, timeout=60).returncode != 0:
        if time.monotonic() > until:
            raise Failed("Virtuoso did not start")
        time.sleep(1)
    statements = _LOAD.format(folder=place, graph=_GRAPH)
    told = subprocess.run(command, input=statements.encode(), capture_output=True, check=False, timeout=900)
    log.write(told.stdout + told.stderr)
    if str(triples).encode() not in told.stdout.split():
        raise Failed(f"Virtuoso did not load {triples:,} statements: {told.stdout[-200:]!r}")
