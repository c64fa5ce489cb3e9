"""Old Word files (.doc), RTF and OpenDocument, converted to DOCX by LibreOffice where it is installed."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

from legalgraph.errors import SourceError
from legalgraph.model.reading import SourceDocument
from legalgraph.sources.docx import read_docx

SECONDS = 120
_MEDIA_TYPES = {
    ".doc": "application/msword", ".xml": "application/msword", ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
}  # fmt: skip


def read_doc(data: bytes, name: str) -> Iterator[SourceDocument]:
    """Yield the document of an old Word file. Raises SourceError, also when LibreOffice is not there."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise SourceError(f"{name}: old Word files need LibreOffice (Debian, Ubuntu: apt install libreoffice-writer); or save it as .docx")
    with TemporaryDirectory(prefix="legalgraph-", ignore_cleanup_errors=True) as place:
        given = Path(place) / f"old{_ending(data)}"
        given.write_bytes(data)
        _closed_profile(Path(place) / "profile")
        # A profile of its own, so that a LibreOffice that is open is not disturbed; macros do not run in a conversion.
        command = [office, f"-env:UserInstallation={(Path(place) / 'profile').as_uri()}", "--headless", "--norestore",
                   "--convert-to", "docx", "--outdir", place, str(given)]  # fmt: skip
        said = _run(command, name)
        made = given.with_suffix(".docx")
        if not made.exists():
            raise SourceError(f"{name}: LibreOffice could not convert it{': ' + said if said else ''}; save it as .docx")
        converted = made.read_bytes()
    for document in read_docx(converted, name):
        yield replace(document, media_type=_MEDIA_TYPES[_ending(data)], digest=sha256(data).hexdigest())


def _closed_profile(profile: Path) -> None:
    """Settings by which LibreOffice fetches nothing that a file links to and runs nothing that is in it."""
    (profile / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="{name}" oor:op="fuse">'
        "<value>true</value></prop></item>"
        for name in ("BlockUntrustedRefererLinks", "DisableActiveContent", "DisableMacrosExecution")
    )
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items xmlns:oor="http://openoffice.org/2001/registry" '
        'xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>", "utf-8",
    )  # fmt: skip


def _ending(data: bytes) -> str:
    """The ending that tells LibreOffice what it is given; it must not guess among all it can open."""
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    return ".odt" if data.startswith(b"PK") else ".doc" if data.startswith(b"\xd0\xcf") else ".xml"


def _run(command: list[str], name: str) -> str:
    """Run LibreOffice and return what it said. It and all it started are gone when this returns."""
    try:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
        )
    except OSError as error:
        raise SourceError(f"{name}: LibreOffice cannot be started: {error}") from error
    with process:
        try:
            return process.communicate(timeout=SECONDS)[1].decode("utf-8", "replace").strip()[-200:]
        except subprocess.TimeoutExpired as error:
            raise SourceError(f"{name}: LibreOffice did not convert it within {SECONDS} seconds; save it as .docx") from error
        finally:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
