"""The house: imports go one way, rooms stay small, nothing works at import, and the pure core stays pure."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import networkx as nx
import pytest

PACKAGE = Path(__file__).parents[1] / "src" / "legalgraph"

# Lowest first. A room sees rooms of lower layers only; rooms of one layer do not see each other.
LAYERS = (
    ("errors",),
    ("clock", "settings", "resources"),
    ("model",),
    ("registry",),
    ("issuers",),
    ("sources", "text", "time", "rdf"),
    ("store", "catalogue", "wording"),
    ("queries",),
    ("analysis", "export", "records", "extraction"),
    ("pipeline", "web"),
    ("library", "printing", "query_output", "spark"),
    ("cli",),
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
# What lies below and yet must not be seen: the write side in what serves, and the core by what is only about files or words.
UNSEEN = {
    "model": {"clock", "settings", "resources"},
    "sources": {"clock", "settings"},
    "text": {"clock", "settings", "resources", "registry", "issuers"},
    "time": {"clock", "settings", "resources", "registry", "issuers"},
    "rdf": {"clock", "settings", "resources", "registry", "issuers"},
    "store": {"clock", "settings", "resources", "registry", "issuers", "sources", "text", "time"},
    "catalogue": {"clock", "settings", "sources", "text", "rdf"},
    "wording": {"settings", "sources", "text", "rdf"},
    "queries": {"settings", "sources", "text", "wording"},
    "analysis": {"settings", "sources", "text", "store", "catalogue"},
    "export": {"settings", "sources", "text"},
    "records": {"settings", "sources", "text", "store", "catalogue"},
    "extraction": {"settings", "rdf", "store", "catalogue", "queries", "time"},
    "pipeline": {"settings", "wording", "analysis", "export", "records"},
    "web": {"sources", "text"},
    "spark": {"settings", "wording", "analysis", "export", "records", "store", "catalogue", "web"},
}
PURE = {"model", "text", "time", "wording", "records"}
IMPURE_MODULES = {"os", "sys", "io", "pathlib", "socket", "subprocess", "sqlite3", "shutil", "tempfile", "logging", "random", "secrets", "importlib",
                  "pyoxigraph", "rdflib", "networkx", "fastapi", "click"}  # fmt: skip
# Heavy or replaceable libraries, and the only rooms that know them.
AT_HOME = {
    "pyoxigraph": {"rdf", "store", "queries", "export", "pipeline", "query_output", "spark", "web"},
    "pyspark": {"spark"},
    "rdflib": {"rdf", "library"},
    "oxrdflib": {"library"},
    "pyshacl": {"rdf"},
    "networkx": {"analysis", "library"},
    "sqlite3": {"catalogue", "pipeline"},
    "fastapi": {"web"},
    "starlette": {"web"},
    "jinja2": {"web"},
    "babel": {"web"},
    "uvicorn": {"cli", "web"},
    "prometheus_client": {"web"},
    "click": {"cli"},
    "filelock": {"store"},
    "httpx": {"store"},
    "platformdirs": {"settings"},
    "lxml": {"sources"},
    "pypdfium2": {"sources"},
    "pyarrow": {"sources"},
}


@cache
def modules() -> dict[str, Path]:
    return {".".join(("legalgraph", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(".__init__"): path
            for path in sorted(PACKAGE.rglob("*.py"))}  # fmt: skip


def room(module: str) -> str:
    return module.split(".")[1] if "." in module else "legalgraph"


def imports(path: Path, typing_too: bool = True) -> Iterator[str]:
    """The modules a file imports, inside functions too; `from a import b` gives `a.b` where that is a module."""
    tree = ast.parse(path.read_text("utf-8"))
    only_typing = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in only_typing and not typing_too:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in modules() else str(node.module)


def test_every_room_is_known() -> None:
    assert {room(module) for module in modules()} - {"legalgraph"} == set(LEVEL)
    assert len(modules()) >= 60
    assert all(LEVEL[below] < LEVEL[above] for above, unseen in UNSEEN.items() for below in unseen), "the rest is forbidden anyway"


@pytest.mark.parametrize("module", modules())
def test_imports_go_one_way(module: str) -> None:
    for imported in imports(modules()[module]):
        if imported.split(".")[0] != "legalgraph" or room(imported) == room(module):
            continue
        if room(imported) == "legalgraph":
            assert room(module) == "cli", f"{module} imports the root of the package"
        elif module != "legalgraph":
            assert LEVEL[room(imported)] < LEVEL[room(module)], f"{module} imports {imported}"
            assert room(imported) not in UNSEEN.get(room(module), ()), f"{module} imports {imported}"


def test_no_circles_between_modules() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph((module, imported) for module, path in modules().items() for imported in imports(path, typing_too=False)
                       if imported in modules() and imported != module)  # fmt: skip
    assert graph.number_of_edges() > 150
    circles = [circle for circle in nx.simple_cycles(graph) if "legalgraph" not in circle]
    assert circles == []


@pytest.mark.parametrize("module", modules())
def test_rooms_know_only_their_libraries(module: str) -> None:
    tops = {imported.split(".")[0] for imported in imports(modules()[module])}
    for library, rooms in AT_HOME.items():
        assert library not in tops or room(module) in rooms, f"{module} imports {library}"
    assert room(module) not in PURE or not tops & IMPURE_MODULES, f"{module} imports {tops & IMPURE_MODULES}"


@pytest.mark.parametrize("module", modules())
def test_modules_and_functions_are_small(module: str) -> None:
    text = modules()[module].read_text("utf-8")
    assert len(text.splitlines()) <= 420
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 60, f"{module}.{node.name} has {length} lines"


def test_modules_are_named_by_what_they_are() -> None:
    parts = {part for module in modules() for part in module.split(".")}
    assert not parts & {"utils", "util", "helpers", "helper", "common", "misc", "base", "core", "tools", "stuff"}


def test_every_module_says_what_it_is() -> None:
    for module, path in modules().items():
        assert path.stat().st_size == 0 or ast.get_docstring(ast.parse(path.read_text("utf-8"))), module


# What importing everything touches: told by an audit hook in a process of its own.
WATCHED = """
import json, sys
seen = []
def watch(event, arguments):
    if event == "open" and str(arguments[0]).endswith((".csv", ".ttl", ".rq", ".sqlite", ".po", ".html", ".json", ".css")):
        seen.append(f"open {arguments[0]}")
    elif event.split(".")[0] in ("socket", "subprocess", "sqlite3") or event in ("os.mkdir", "os.putenv", "os.remove", "os.rename"):
        seen.append(event)
sys.addaudithook(watch)
for name in json.loads(sys.argv[1]):
    __import__(name)
ours = [event for event in seen if "legalgraph" in event or event.split()[0] != "open"]
print(json.dumps([ours, sorted(sys.modules)]))
"""


def watched(*names: str) -> tuple[list[str], set[str]]:
    # Without -B, Python itself would keep what it compiles.
    done = subprocess.run([sys.executable, "-B", "-c", WATCHED, json.dumps(names)], capture_output=True, text=True, check=True)
    events, loaded = json.loads(done.stdout)
    return events, set(loaded)


def patterns(path: Path) -> Iterator[str]:
    """The strings of a module that look like regular expressions, without their sets; what an f-string puts in stands as a group."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        text = ""
        if isinstance(node, ast.JoinedStr):
            text = "".join(str(part.value) if isinstance(part, ast.Constant) else "(?:)" for part in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        if "(?" in text:
            yield re.sub(r"\[(?:\\.|[^\]\\])*\]", "x", text)


def test_no_group_is_repeated_possessively() -> None:
    """Python 3.11.0 to 3.11.4 matches `(?:…)*+` wrongly where the group steps back; `(?>(?:…)*)` says the same."""
    possessive = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+")
    wrong = {module: found for module, path in modules().items() if (found := [text for text in patterns(path) if possessive.search(text)])}
    assert not wrong


def test_importing_does_nothing() -> None:
    events, loaded = watched(*modules())
    assert set(modules()) <= loaded
    assert events == []


def test_the_command_line_starts_light() -> None:
    _, loaded = watched("legalgraph.cli")
    assert not loaded & {"rdflib", "pyshacl", "networkx", "fastapi", "starlette", "uvicorn", "jinja2", "babel",
                         "lxml", "pypdfium2", "pyarrow"}  # fmt: skip
