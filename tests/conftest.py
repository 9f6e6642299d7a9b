"""What several test modules share."""

from __future__ import annotations

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest

from clusterlib.kernels.lean import lean

lean()
# the same examples on every run, so that a failing build is one that anybody can repeat; no deadline:
# how long one example takes says more of the machine than of the code
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Slow files first, so that no process is left alone with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


@pytest.fixture
def make_case(tmp_path: Path) -> Callable[..., Path]:
    """Write a small case folder: ``make_case({"demands.csv": "…"}, settings="name: X")``."""

    def make(files: dict[str, str | bytes], *, settings: str | None = "name: Small\n") -> Path:
        folder = tmp_path / "small"
        folder.mkdir(exist_ok=True)
        content: dict[str, str | bytes] = dict(files)
        if settings is not None:
            content["case.yml"] = settings
        for name, text in content.items():
            (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return folder

    return make


@pytest.fixture(scope="session")
def cluster() -> Iterator[object]:
    """A PostgreSQL server for the tests of one session. In continuous integration it must be there."""
    from postgres import Cluster, tools

    programs = tools()
    if programs is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is missing; .ci/run installs it")
        pytest.skip("no PostgreSQL on this machine")
    made = Cluster(programs)
    yield made
    made.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Address of an empty store, of each kind in turn."""
    if request.param == "sqlite":
        yield str(tmp_path / "kept.sqlite")
        return
    server, name = request.getfixturevalue("cluster"), f"t{uuid.uuid4().hex}"
    yield server.database(name)
    server.drop(name)
