"""JSON lines in, JSON lines out: the filter of `extract --jsonl`."""

import json
import sys

from legalgraph.errors import SourceError
from legalgraph.extraction.records import read_record


def filter_lines() -> None:
    """Read records from standard input, and write what was read of each. Raises SourceError naming the line."""
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            raise SourceError(f"standard input, line {number}: not JSON: {error}") from error
        if not isinstance(record, dict):
            raise SourceError(f"standard input, line {number}: not an object with 'id' and 'text'")
        sys.stdout.write(json.dumps(read_record(record), ensure_ascii=False) + "\n")
