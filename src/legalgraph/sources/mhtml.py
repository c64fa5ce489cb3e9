"""Web archives (.mhtml): a page as a browser saves it in one file, and Word pages sold as .doc."""

import email
import email.policy
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import islice

from legalgraph.errors import SourceError
from legalgraph.model.reading import SourceDocument
from legalgraph.sources.html import read_html

_MOST_PARTS = 5000


def read_mhtml(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Read the first page of an archive. Raises SourceError when there is none."""
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = islice(message.walk(), _MOST_PARTS)
        page = next((part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
        payload = page.get_payload(decode=True) if page is not None else None
    except (ValueError, LookupError, TypeError, AttributeError, AssertionError) as error:
        raise SourceError(f"{name}: a broken web archive ({error}); save the page anew") from error
    if not isinstance(payload, bytes) or not payload:
        raise SourceError(f"{name}: no page in the web archive; save it anew")
    for document in read_html(payload, name):
        yield replace(document, digest=sha256(data).hexdigest())
