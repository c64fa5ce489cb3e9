"""Eight typical queries against rdflib, oxrdflib, rdflib-endpoint, the Oxigraph server and Virtuoso.

    python -m bench.queries --documents 10000 --seed 1      a synthetic country of about 1.1 million statements
    python -m bench.queries --home HOME                     the current snapshot of a home, which is only read

Every engine gets the same statements (the default graph is the union of all graphs) and the same queries with the same
parameters, drawn from the data. Answers are compared as multisets of rows. Counted is the processor's time, user and system, of
the process that answers and its children; servers are asked over HTTP on 127.0.0.1 with connections that are kept. Exits with 1
when a criterion fails. Engines that are missing are told; what cannot be judged without them is told, too.
"""

import argparse
import json
import platform
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from bench.queries.answers import Rows
from bench.queries.data import Data, borrowed, data_of, made, store_of
from bench.queries.engines import CONTENDERS, Contender, Engine, Failed, Missing, Server
from bench.queries.judging import NATIVE, OURS, Found, table, verdicts
from bench.queries.measuring import cost, side_by_side, throughput
from bench.queries.typical import MANY, TYPICAL, Parameters

_EACH = 5  # parameters of each query
_THROUGHPUT_SECONDS = 10.0


class Run:
    """One run over one set of data."""

    def __init__(self, data: Data, folder: Path, seed: int, port: int) -> None:
        self.data, self.folder, self.port = data, folder, port
        self.parameters = Parameters(store_of(data), seed)
        self.asked = {query.name: query.asked(self.parameters, _EACH) for query in TYPICAL}
        self.found = Found({name: {} for name in self.asked}, {}, {}, {}, {})
        self.expected: dict[str, list[Rows]] = {name: [] for name in self.asked}

    def each(self, contenders: Sequence[Contender]) -> None:
        """Measure engines one after the other, so that each has the machine to itself."""
        for contender in contenders:
            self._with(contender, self._typical)

    def endpoints(self) -> None:
        """Compare a request to our endpoint with one to the native server over the same store."""
        ours, native = (contender for contender in CONTENDERS if contender.name in (OURS, NATIVE))
        documents = TYPICAL[0].asked(self.parameters, 1500)

        def compare(one: Engine, other: Engine) -> None:
            servers = {OURS: one, NATIVE: other}
            both = {name: engine for name, engine in servers.items() if isinstance(engine, Server)}
            # No query comes twice, so that nothing remembered is measured.
            for kind, rounds in (
                ("nothing to find", [[f"ASK {{ }} # {number}" for number in range(part, 1500, 5)] for part in range(5)]),
                ("one document", [documents[part::5] for part in range(5)]),
                ("many rows", [[MANY]] * 8),
            ):
                self.found.requests[kind] = side_by_side(both, rounds)
            if both[OURS].rows(MANY) != both[NATIVE].rows(MANY):
                raise Failed("the many rows are not the same")

        self._with(ours, lambda _, one: self._with(native, lambda _, other: compare(one, other)))

    def _with(self, contender: Contender, use: Callable[[str, Engine], None]) -> None:
        self.port += 2
        print(f"{time.strftime('%H:%M:%S')} {contender.name}", file=sys.stderr, flush=True)
        try:
            with (self.folder / "engines.log").open("ab") as log, closing(contender.open(self.data, self.folder, self.port, log)) as engine:
                use(contender.name, engine)
        except Missing as error:
            self.found.missing[contender.name] = str(error)
        except Failed as error:
            self.found.failed[contender.name] = str(error)

    def _typical(self, name: str, engine: Engine) -> None:
        for query, asked in self.asked.items():
            self.found.costs[query][name] = cost(engine, asked, self.expected[query])
        if isinstance(engine, Server):
            mixed = [query for round_ in zip(*self.asked.values(), strict=True) for query in round_]
            self.found.throughput[name] = throughput(engine, mixed[: len(TYPICAL)], _THROUGHPUT_SECONDS)


def main() -> int:
    """Measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000, help="size of the synthetic country")
    parser.add_argument("--seed", type=int, default=1, help="of the country and of the parameters")
    parser.add_argument("--home", type=Path, help="take the snapshot of this home instead of making a country")
    names = [contender.name for contender in CONTENDERS]
    parser.add_argument("--engine", action="append", choices=names, help="only this one; repeat for more")
    parser.add_argument("--port", type=int, default=8200, help="the first of thirty free ports")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write everything measured here")
    said = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="queries-") as place:
        folder = Path(place)
        home = borrowed(said.home, folder) if said.home else made(said.documents, said.seed, folder)
        run = Run(data_of(home, folder), folder, said.seed, said.port)
        print(f"{run.data.triples:,} statements, Python {platform.python_version()}", flush=True)
        run.each([contender for contender in CONTENDERS if not said.engine or contender.name in said.engine])
        if not said.engine or {OURS, NATIVE} <= set(said.engine):
            run.endpoints()
    judged = list(verdicts(run.found))
    print("\n".join(table(run.found)), end="\n\n")
    for verdict in judged:
        print(f"{'?' if verdict.passed is None else 'pass' if verdict.passed else 'FAIL':5}{verdict.what}: {verdict.seen}")
    if said.json:
        record = {"statements": run.data.triples, "found": asdict(run.found), "verdicts": [asdict(verdict) for verdict in judged]}
        said.json.write_text(json.dumps(record, ensure_ascii=False, indent=1))
    return int(any(verdict.passed is False for verdict in judged))


if __name__ == "__main__":
    sys.exit(main())
