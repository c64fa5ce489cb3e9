"""A corpus beyond one machine: the same reading and joining as the local ingest, on Apache Spark, written as N-Quads."""
