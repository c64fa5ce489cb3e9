"""Measurements against peers and real data, each one command: `python -m bench.NAME`."""
