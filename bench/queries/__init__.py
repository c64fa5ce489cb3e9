"""Eight typical queries against the engines people would otherwise use; see `python -m bench.queries --help`."""
