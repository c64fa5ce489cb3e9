"""Write a synthetic country: `python -m bench.country --documents 150000 --seed 1 --out FOLDER [--nquads FILE]`.

FOLDER becomes a dataset in the form of th1nhng0/vietnamese-legal-documents: metadata, relationships and content as Parquet,
and a card. The same size, seed and options write the same bytes. Faults of such datasets are in it on purpose, each with an
option that sets its share (0 leaves it out).
"""

import argparse
import resource
import time
from dataclasses import fields
from pathlib import Path

from bench.country.making import make
from bench.country.options import LEAST, Options, Quirks
from bench.country.quads import write_quads
from bench.country.rows import ALL_LABELS
from bench.country.writing import write


def main() -> None:
    """Write what is asked for and tell how long the processor worked and how large it is."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=10_000, help=f"how many; {LEAST} at least")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="the folder of the dataset")
    parser.add_argument("--nquads", type=Path, help="also, or only, write documents and relations as N-Quads")
    parser.add_argument("--content", type=int, metavar="N", help="write the text of the first N documents; default all up to 10,000")
    for row in fields(Quirks):
        choices = ["", *ALL_LABELS] if row.name == "backwards" else None
        name, told = f"--{row.name.replace('_', '-')}", f"default {row.default!r}"
        parser.add_argument(name, type=type(row.default), default=row.default, choices=choices, help=told)
    said = parser.parse_args()
    if said.documents < LEAST or (said.content or 0) < 0 or not (said.out or said.nquads):
        parser.error(f"--documents is {LEAST} or more, --content 0 or more, and --out or --nquads is needed")
    quirks = Quirks(**{row.name: getattr(said, row.name) for row in fields(Quirks)})
    begun = time.process_time()
    country = make(Options(said.documents, said.seed, content=said.content, quirks=quirks))
    print(f"{time.process_time() - begun:8.1f} s  made {len(country.docs):,} documents")
    if said.out:
        begun = time.process_time()
        counts = write(country, said.out)
        print(f"{time.process_time() - begun:8.1f} s  wrote {', '.join(f'{count:,} {name}' for name, count in counts.items())}")
        for name in counts:
            print(f"{sum(file.stat().st_size for file in (said.out / name).iterdir()) / 1e6:8.1f} MB {name}")
    if said.nquads:
        begun = time.process_time()
        count = write_quads(country, said.nquads)
        print(f"{time.process_time() - begun:8.1f} s  wrote {count:,} quads, {said.nquads.stat().st_size / 1e6:.1f} MB")
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024:8} MB of memory at most")


if __name__ == "__main__":
    main()
