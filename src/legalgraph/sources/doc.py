"""Old Word files (.doc) and RTF, converted to DOCX by LibreOffice where it is installed."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from legalgraph.errors import SourceError
from legalgraph.model.reading import SourceDocument
from legalgraph.sources.docx import read_docx

SECONDS = 120


def read_doc(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Yield the document of an old Word file. Raises SourceError, also when LibreOffice is not there."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise SourceError(f"{name}: old Word files need LibreOffice (Debian, Ubuntu: apt install libreoffice-writer); or save it as .docx")
    with TemporaryDirectory() as place:
        given = Path(place) / ("old.rtf" if data.startswith(b"{\\rtf") else "old.doc")
        given.write_bytes(data)
        # A profile of its own, so that a LibreOffice that is open is not disturbed; macros do not run in a conversion.
        command = [office, f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}", "--headless", "--norestore",
                   "--convert-to", "docx", "--outdir", place, str(given)]  # fmt: skip
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise SourceError(f"{name}: LibreOffice did not convert it within {SECONDS} seconds; save it as .docx") from error
        except OSError as error:
            raise SourceError(f"{name}: LibreOffice cannot be started: {error}") from error
        made = given.with_suffix(".docx")
        if not made.exists():
            told = done.stderr.decode("utf-8", "replace").strip()[-200:]
            raise SourceError(f"{name}: LibreOffice could not convert it{': ' + told if told else ''}; save it as .docx")
        converted = made.read_bytes()
    for document in read_docx(converted, name):
        yield replace(document, media_type="application/msword", digest=sha256(data).hexdigest())
