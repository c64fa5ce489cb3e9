"""How optional parts are installed, wherever legalgraph came from."""

import json
from importlib.metadata import PackageNotFoundError

import pytest

from legalgraph import resources

CLONE, WHEEL = "file:///home/an/my%20law", "file:///home/an/legalgraph-0.1.0-py3-none-any.whl"


@pytest.mark.parametrize(("noted", "line"), [
    ({"url": CLONE, "dir_info": {"editable": True}}, "-e '/home/an/my law[parquet]'"),
    ({"url": CLONE, "dir_info": {}}, "'/home/an/my law[parquet]'"),
    ({"url": WHEEL, "archive_info": {}}, "'/home/an/legalgraph-0.1.0-py3-none-any.whl[parquet]'"),
    ({"url": "https://example.org/law.git", "vcs_info": {"vcs": "git"}}, "'legalgraph[parquet] @ git+https://example.org/law.git'"),
    ({"url": "https://example.org/legalgraph.whl", "archive_info": {}}, "'legalgraph[parquet] @ https://example.org/legalgraph.whl'"),
    (None, "'legalgraph[parquet]'"),
])  # fmt: skip
def test_what_pip_is_to_install(noted: object, line: str) -> None:
    assert resources.requirement("parquet", json.dumps(noted) if noted else None) == line


def test_the_line_names_the_python_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: str) -> None:
        raise PackageNotFoundError

    monkeypatch.setattr(resources, "distribution", none)
    monkeypatch.setattr("sys.executable", "/home/an/my env/bin/python")
    assert resources.install_line("hub") == "'/home/an/my env/bin/python' -m pip install 'legalgraph[hub]'"
