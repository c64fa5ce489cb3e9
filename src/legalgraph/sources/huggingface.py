"""Datasets of the Hugging Face hub, fetched into the cache that its own library keeps."""

import re
from pathlib import Path

from legalgraph.errors import SourceError
from legalgraph.resources import install_line

SCHEME = "hf:"
_NAME = re.compile(r"hf:(?P<repository>[\w.-]+/[\w.-]+)(?:@(?P<revision>[\w./-]+))?")


def is_remote(name: str) -> bool:
    """True for `hf:OWNER/DATASET`."""
    return name.startswith(SCHEME)


def fetch(name: str) -> Path:
    """Return the folder with the Parquet files of `hf:OWNER/DATASET` or `hf:OWNER/DATASET@REVISION`, fetched if they are not there.

    What was fetched before is used again, and without a network what is in the cache is used. Raises SourceError.
    """
    found = _NAME.fullmatch(name)
    if not found:
        raise SourceError(f"{name!r} is not the name of a dataset, such as hf:th1nhng0/vietnamese-legal-documents")
    try:
        from huggingface_hub import snapshot_download
        from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError
    except ImportError as error:
        raise SourceError(f"{name} needs the library huggingface_hub: {install_line('hub')}") from error
    try:
        folder = snapshot_download(
            found["repository"], repo_type="dataset", revision=found["revision"], allow_patterns=["*.parquet", "**/*.parquet"]
        )
    except LocalEntryNotFoundError as error:
        raise SourceError(f"{name} is not in the cache and cannot be fetched; is there a network? ({_first_line(error)})") from error
    except (HfHubHTTPError, OSError, ValueError) as error:
        raise SourceError(f"{name} cannot be fetched: {_first_line(error)}") from error
    return Path(folder)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
