"""From events to status: what held on a given day, and why."""
