"""Which columns beside a text name the fields of law (lĩnh vực) it belongs to. Only these may hold lists."""

import re

from legalgraph.model.folding import fold

_COLUMNS = frozenset({"linh_vuc", "nganh", "field", "fields", "subject", "subjects", "topic", "topics"})


def is_subject(column: str) -> bool:
    """True for a column that names the fields of law of a document: `linh_vuc`, `Lĩnh vực`, `topics` …."""
    return re.sub(r"[\s_-]+", "_", fold(column).strip()) in _COLUMNS
