"""Snapshots on disk and the engines that answer SPARQL over them."""
