"""Documents as rows and back, each the inverse of the other."""

import json
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from legalgraph.model.document import Conflict, Document, EntryRule, Status
from legalgraph.model.relation import Certainty

_DAYS = ("signed", "published", "in_force_from", "in_force_until", "status_as_of")
_DEFAULTS: Mapping[str, object] = {field.name: field.default for field in fields(Document)}


def packed(document: Document) -> str:
    """The document as JSON, without what is as it would be anyway."""
    said: dict[str, Any] = {}
    for name, default in _DEFAULTS.items():
        value = getattr(document, name)
        if value != default:
            said[name] = value.isoformat() if isinstance(value, date) else value
    if document.conflicts:
        said["conflicts"] = [[getattr(conflict, field.name) for field in fields(Conflict)] for conflict in document.conflicts]
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def unpacked(row: str) -> Document:
    """Read a document back from `packed`."""
    said: dict[str, Any] = json.loads(row)
    for name in _DAYS:
        if name in said:
            said[name] = date.fromisoformat(said[name])
    for name in ("issuers", "sources", "subjects"):
        if name in said:
            said[name] = tuple(said[name])
    if "status" in said:
        said["status"] = Status(said["status"])
    if "in_force_rule" in said:
        said["in_force_rule"] = EntryRule(said["in_force_rule"])
    if "certainty" in said:
        said["certainty"] = Certainty(said["certainty"])
    if "conflicts" in said:
        said["conflicts"] = tuple(Conflict(*values) for values in said["conflicts"])
    return Document(**said)
