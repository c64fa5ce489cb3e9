"""Files where Spark keeps them: a shared disk, HDFS, an object store; the driver's only."""

from collections import defaultdict
from typing import Any

from legalgraph.errors import SourceError, StoreError


class Storage:
    """The file systems that a Spark session knows, by URI or path."""

    def __init__(self, session: Any) -> None:
        context = session.sparkContext
        # Python has no other way to the file systems of a session.
        self._jvm, self._conf = context._jvm, context._jsc.hadoopConfiguration()  # noqa: SLF001

    def _at(self, uri: str) -> tuple[Any, Any]:
        path = self._jvm.org.apache.hadoop.fs.Path(uri)
        return path.getFileSystem(self._conf), path

    def whole(self, uri: str) -> str:
        """A path or URI as the one URI that Spark gives for it."""
        system, path = self._at(uri)
        return str(system.makeQualified(path).toUri().toString())

    def exists(self, uri: str) -> bool:
        """True when there is such a file or folder."""
        system, path = self._at(uri)
        return bool(system.exists(path))

    def parquet(self, uri: str) -> dict[str, list[str]]:
        """The Parquet files under a path, by their folder; hidden ones left out. Raises SourceError when there are none."""
        system, path = self._at(uri)
        if not system.exists(path):
            raise SourceError(f"{uri}: no such file or folder; every executor must be able to read it under this name")
        found: dict[str, list[str]] = defaultdict(list)
        listed = system.listFiles(path, True)  # noqa: FBT003 Java has no keywords
        while listed.hasNext():
            file = listed.next().getPath()
            below = str(file.toUri().getPath()).removeprefix(str(system.makeQualified(path).toUri().getPath()))
            if str(file.getName()).lower().endswith(".parquet") and not any(part[:1] in ("_", ".") for part in below.split("/")):
                found[str(file.getParent().toString())].append(str(file.toString()))
        if not found:
            raise SourceError(f"{uri}: no Parquet files (.parquet) here; Spark reads texts and the national dataset as Parquet")
        return {folder: sorted(files) for folder, files in sorted(found.items())}

    def rename(self, old: str, new: str) -> None:
        """Rename a file. Raises StoreError."""
        system, path = self._at(old)
        if not system.rename(path, self._at(new)[1]):
            raise StoreError(f"{old} cannot be renamed to {new}")

    def delete(self, uri: str) -> None:
        """Delete a file or a folder with all it holds."""
        system, path = self._at(uri)
        system.delete(path, True)  # noqa: FBT003 Java has no keywords

    def size(self, uri: str) -> int:
        """How many bytes a file or all files of a folder have."""
        system, path = self._at(uri)
        return int(system.getContentSummary(path).getLength())

    def write(self, uri: str, text: str) -> None:
        """Write a small text file."""
        system, path = self._at(uri)
        stream = system.create(path, True)  # noqa: FBT003 Java has no keywords
        try:
            stream.write(bytearray(text, "utf-8"))
        finally:
            stream.close()
