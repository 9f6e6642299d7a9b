# ruff: noqa: E501
"""What is entered in an app is kept: over a reload, a restart of the server, and against a second tab."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

import pytest
from test_browser import CHROMIUM, cell, change, free_port, open_app

from clusterlib import places
from clusterlib.inputs import cases
from clusterlib.running import app_store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"),
]
BOOK = "03_demand_ranking.ipynb"


class Apps:
    """The apps of a case as a process that can be ended hard and started again."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.case = home / "dakar-ict"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *words: str) -> None:
        log = (self.home / "log.txt").open("ab")
        command = [sys.executable, "-m", "clusterlib", "serve", str(self.case), "--port", str(self.port)]
        command += ["--no-browser", "--out", str(self.home / "run"), *words]
        self.process = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        deadline = time.monotonic() + 60
        while True:
            try:
                urlopen(self.url, timeout=2).close()
                return
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline, (
                    self.home / "log.txt"
                ).read_text("utf-8")
                time.sleep(0.3)

    def kill(self) -> None:
        """End the server and its kernels without a warning."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            # kernels have sessions of their own; they end when their parent is gone
            self.process = None


@pytest.fixture(scope="module")
def apps(tmp_path_factory):
    home = tmp_path_factory.mktemp("kept")
    shutil.copytree(places.shipped_case(), home / "dakar-ict")
    made = Apps(home)
    made.start()
    yield made
    made.kill()


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def context(browser):
    made = browser.new_context(viewport={"width": 1200, "height": 900})
    yield made
    made.close()


def saved(page, table: str = "demands") -> int:
    """Wait until the grid says which version was saved."""
    page.wait_for_function(
        "t => /Saved, version/.test(document.querySelector(`[data-table=${t}] .cl-grid-kept`).textContent)",
        arg=table,
        timeout=30_000,
    )
    text = page.locator(f'[data-table="{table}"] .cl-grid-kept').first.inner_text()
    return int(text.split("version ")[1].rstrip(".").replace(",", ""))


def kept(apps: Apps) -> cases.Case:
    """What the store holds, as another program finds it."""
    target = apps.home / f"out-{time.monotonic_ns()}"
    return cases.open_case(app_store.export(str(apps.home / "run" / "kept.sqlite"), target))


def demand(case: cases.Case, key: str) -> list[str]:
    frame = case.text("demands")
    return frame.loc[frame["item_id"] == key, "text"].tolist()


def test_an_entry_is_there_after_a_reload_a_restart_and_an_undo(apps, context):
    page = context.new_page()
    open_app(page, apps.url, BOOK)
    first = cell(page, "demands", "text", "item_id", "A1").input_value()
    hostile = '<script>document.title="x"</script> =1+1 $x_{ $ العربية \u202e'
    change(cell(page, "demands", "text", "item_id", "A1"), hostile)
    version = saved(page)
    assert demand(kept(apps), "A1") == [hostile]

    open_app(page, apps.url, BOOK)
    assert cell(page, "demands", "text", "item_id", "A1").input_value() == hostile
    assert page.title() != "x"

    apps.kill()
    apps.start()
    open_app(page, apps.url, BOOK)
    assert cell(page, "demands", "text", "item_id", "A1").input_value() == hostile

    page.locator('[data-table="demands"]').get_by_role("button", name="Undo", exact=True).click()
    page.wait_for_function(
        "text => [...document.querySelectorAll('[data-table=demands] [data-column=text]')].some(i => i.value === text)",
        arg=first,
        timeout=30_000,
    )
    assert saved(page) == version + 1
    assert demand(kept(apps), "A1") == [first]
    page.close()


def test_rows_are_added_pasted_and_removed_and_brought_back(apps, context):
    page = context.new_page()
    open_app(page, apps.url, BOOK)
    grid = page.locator('[data-table="demands"]')
    rows = grid.locator("tbody tr")
    before = rows.count()
    version = grid.locator(".cl-grid-kept").count() and 0
    grid.get_by_role("button", name="Add a row").click()
    page.evaluate(
        """() => {
          const input = document.querySelector('[data-table=demands] tbody tr:last-child input');
          const data = new DataTransfer();
          data.setData('text/plain', 'Z1\\tOther\\tA laboratory\\nZ2\\tOther\\tA canteen');
          input.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    version = saved(page)
    assert rows.count() == before + 2
    assert {"Z1", "Z2"} <= set(kept(apps).text("demands")["item_id"])
    # a block is one save: one undo takes all of it back
    grid.get_by_role("button", name="Undo", exact=True).click()
    page.wait_for_function(
        "n => document.querySelectorAll('[data-table=demands] tbody tr').length === n",
        arg=before,
        timeout=30_000,
    )
    assert saved(page) == version + 1
    assert not {"Z1", "Z2"} & set(kept(apps).text("demands")["item_id"])
    # the version with the block comes back from the list
    grid.get_by_text("Earlier versions").click()
    grid.locator(".cl-versions li", has_text=f"Version {version},").get_by_role("button").press("Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('[data-table=demands] tbody tr').length === n",
        arg=before + 2,
        timeout=30_000,
    )
    for _ in range(2):
        grid.locator("tbody tr").last.get_by_role("button").press("Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('[data-table=demands] tbody tr').length === n",
        arg=before,
        timeout=30_000,
    )
    deadline = time.monotonic() + 20
    while {"Z1", "Z2"} & set(kept(apps).text("demands")["item_id"]):
        assert time.monotonic() < deadline
        time.sleep(0.3)
    page.close()


def test_two_tabs_do_not_lose_each_others_entries(apps, context):
    one, two = context.new_page(), context.new_page()
    open_app(one, apps.url, BOOK)
    open_app(two, apps.url, BOOK)
    # different rows: no question is asked, and each sees what the other wrote
    change(cell(one, "demands", "text", "item_id", "B1"), "from one")
    saved(one)
    change(cell(two, "demands", "text", "item_id", "B2"), "from two")
    saved(two)
    assert two.locator(".cl-clash").count() == 0
    assert cell(two, "demands", "text", "item_id", "B1").input_value() == "from one"
    assert demand(kept(apps), "B1") + demand(kept(apps), "B2") == ["from one", "from two"]

    # the same row: take theirs
    change(cell(one, "demands", "text", "item_id", "B2"), "one again")
    one.wait_for_selector(".cl-clash", timeout=30_000)
    text = one.locator(".cl-clash").inner_text()
    assert "Somebody else changed the same row" in text and "one again" in text and "from two" in text
    assert cell(one, "demands", "text", "item_id", "B2").input_value() == "one again"
    assert demand(kept(apps), "B2") == ["from two"]
    assert one.evaluate("document.activeElement.textContent") == "Keep mine as a copy"
    one.keyboard.press("Tab")
    one.keyboard.press("Enter")  # take theirs
    one.wait_for_selector(".cl-clash", state="detached", timeout=30_000)
    assert cell(one, "demands", "text", "item_id", "B2").input_value() == "from two"

    # the same row: keep mine as a copy, after a reload in between
    change(cell(two, "demands", "text", "item_id", "B1"), "two on B1")
    saved(two)
    change(cell(one, "demands", "text", "item_id", "B1"), "one on B1")
    one.wait_for_selector(".cl-clash", timeout=30_000)
    one.on("dialog", lambda dialog: dialog.accept())
    open_app(one, apps.url, BOOK)
    one.wait_for_selector(".cl-clash", timeout=30_000)
    one.get_by_role("button", name="Keep mine as a copy").press("Enter")
    one.wait_for_selector(".cl-clash", state="detached", timeout=30_000)
    deadline = time.monotonic() + 20
    while demand(kept(apps), "B1") != ["two on B1", "one on B1"]:
        assert time.monotonic() < deadline, demand(kept(apps), "B1")
        time.sleep(0.3)
    # two rows of one id: the rules of the table say so beside the cell
    one.wait_for_function(
        "() => document.querySelector('[data-table=demands] [aria-invalid=true]')", timeout=30_000
    )
    one.close()
    two.close()


def test_an_entry_made_while_the_server_is_away_comes_back(apps, context):
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    open_app(page, apps.url, BOOK)
    apps.kill()
    field = cell(page, "demands", "text", "item_id", "C1")
    change(field, "typed into the void")
    page.wait_for_function(
        "() => /Not saved yet/.test(document.querySelector('[data-table=demands] .cl-grid-kept').textContent)",
        timeout=30_000,
    )
    assert field.input_value() == "typed into the void"
    apps.start()
    open_app(page, apps.url, BOOK)
    saved(page)
    assert cell(page, "demands", "text", "item_id", "C1").input_value() == "typed into the void"
    assert demand(kept(apps), "C1") == ["typed into the void"]
    page.close()


def test_a_locked_store_is_said_and_tried_again(apps, context):
    import sqlite3

    page = context.new_page()
    open_app(page, apps.url, BOOK)
    other = sqlite3.connect(apps.home / "run" / "kept.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    field = cell(page, "demands", "text", "item_id", "C2")
    change(field, "patience")
    page.wait_for_function(
        "() => /Not saved yet: somebody else is saving/.test(document.querySelector('[data-table=demands] .cl-grid-kept').textContent)",
        timeout=40_000,
    )
    assert field.input_value() == "patience"
    other.execute("ROLLBACK")
    other.close()
    saved(page)
    assert demand(kept(apps), "C2") == ["patience"]
    page.close()
