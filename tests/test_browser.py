# ruff: noqa: E501
"""The workbooks as apps in a real Chromium, with every other host out of reach."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from accessibility import grave_faults

from clusterlib import places
from clusterlib.running import declared

CHROMIUM = next(
    (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"),
]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[str]:
    home = tmp_path_factory.mktemp("apps with space")
    shutil.copytree(places.shipped_case(), home / "dakar-ict")
    port = free_port()
    words = [sys.executable, "-m", "clusterlib", "serve", str(home / "dakar-ict"), "--port", str(port)]
    log = (home / "log.txt").open("wb")
    process = subprocess.Popen([*words, "--no-browser", "--out", str(home / "run")], stdout=log, stderr=log)
    url, deadline = f"http://127.0.0.1:{port}", time.monotonic() + 120
    while True:
        try:
            urlopen(url, timeout=30).close()
            break
        except OSError:
            assert process.poll() is None and time.monotonic() < deadline, (home / "log.txt").read_text(
                "utf-8"
            )
            time.sleep(0.3)
    yield url
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def page(browser):
    opened = browser.new_page(viewport={"width": 1200, "height": 900})
    opened.elsewhere = []
    opened.on(
        "request",
        lambda request: (
            opened.elsewhere.append(request.url)
            if urlsplit(request.url).scheme in ("http", "https", "ws", "wss")
            and urlsplit(request.url).hostname != "127.0.0.1"
            else None
        ),
    )
    yield opened
    opened.close()


def open_app(page, server: str, name: str) -> None:
    page.goto(f"{server}/voila/render/{name}", timeout=120_000)
    page.wait_for_selector("#rendered_cells", state="visible", timeout=120_000)
    page.wait_for_selector(".cl-grid", state="attached", timeout=120_000)
    page.evaluate("document.querySelectorAll('details.cl-grid-fold').forEach(fold => { fold.open = true })")
    page.click("#show-all")  # parts are computed when they come into view; here all are wanted
    page.wait_for_function(
        "() => !document.querySelector('.cl-part[aria-busy=true]') && document.querySelector('.cl-part')",
        timeout=120_000,
    )


def test_the_start_page_names_the_case_and_its_steps(page, server):
    page.goto(server)
    assert "Dakar" in page.inner_text("h1")
    assert page.locator("ol a").count() == len(declared.workbooks())
    page.evaluate("document.querySelectorAll('details').forEach(fold => { fold.open = true })")
    assert grave_faults(page) == []
    assert page.elsewhere == []


@pytest.mark.parametrize("name", [book.path.name for book in declared.workbooks()])
def test_each_workbook_opens_as_an_app(page, server, name):
    open_app(page, server, name)
    text = page.inner_text("body")
    assert "Traceback" not in text and "There was an error" not in text
    assert page.locator("#rendered_cells p > strong", has_text="Trainer.").count() == 0  # for the room alone
    assert page.locator("#rendered_cells .jp-OutputArea-output > pre").count() == 0  # printed for tests alone
    assert page.locator("h1").count() == 1
    for image in page.locator(".cl-figure img").all():
        assert (image.get_attribute("alt") or "").strip()
    assert grave_faults(page) == []  # the page as it stands with all its parts and tables open
    assert page.elsewhere == []


def cell(page, table: str, column: str, key_column: str, key: str):
    grid = page.locator(f'[data-table="{table}"]')
    rows = grid.locator("tbody tr")
    for i in range(rows.count()):
        if rows.nth(i).locator(f'[data-column="{key_column}"]').input_value() == key:
            return rows.nth(i).locator(f'[data-column="{column}"]')
    raise AssertionError(f"no row {key} in {table}")


def change(field, value: str) -> None:
    field.fill(value)
    field.blur()


def test_one_changed_vote_changes_the_score(page, server):
    open_app(page, server, "03_demand_ranking.ipynb")
    row = page.locator(".cl table tr", has_text="start-up funding").first
    assert "2.9" in row.inner_text()
    change(cell(page, "vote_counts", "n3", "item_id", "C3"), "5")
    change(cell(page, "vote_counts", "n2", "item_id", "C3"), "2")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.cl table tr')].some(r => /start-up funding/i.test(r.innerText) && /2\\.7/.test(r.innerText))",
        timeout=30_000,
    )


def test_a_wrong_vote_is_said_beside_its_cell_and_nothing_is_lost(page, server):
    open_app(page, server, "03_demand_ranking.ipynb")
    field = cell(page, "vote_counts", "n3", "item_id", "C3")
    right = field.input_value()  # what an earlier test saved is still there
    change(field, "many")
    page.wait_for_function("() => document.querySelector('[aria-invalid=true]')", timeout=30_000)
    assert field.input_value() == "many"
    assert "many" in page.locator('[data-table="vote_counts"] .cl-fault:not(:empty)').first.inner_text()
    change(field, right)
    page.wait_for_function("() => !document.querySelector('[aria-invalid=true]')", timeout=30_000)


def test_one_changed_budget_line_changes_the_balance(page, server):
    open_app(page, server, "05_financing.ipynb")
    before = page.locator(".cl table", has_text="2027").first.inner_text()
    first = page.locator('[data-table="budget_lines"] tbody tr').first.locator('[data-column="amount"]')
    change(first, str(int(float(first.input_value())) * 3))
    page.wait_for_function(
        "before => [...document.querySelectorAll('.cl table')].every(t => t.innerText !== before)",
        arg=before,
        timeout=30_000,
    )


def test_files_of_the_case_are_not_served(page, server):
    from urllib.error import HTTPError

    for path in (
        "/voila/files/src/03_demand_ranking.py",
        "/voila/files/03_demand_ranking.ipynb",
        "/files/../case.yml",
    ):
        with pytest.raises(HTTPError):
            urlopen(server + path, timeout=5)
