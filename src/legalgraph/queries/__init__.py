"""Our own fixed queries over an engine, and the typed reads built on them."""
