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

import psutil
import pytest
from test_browser import CHROMIUM, cell, change, free_port, open_app

from clusterlib import places
from clusterlib.inputs import cases
from clusterlib.running import app_store

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"),
]
BOOK = "11_roadmapping.ipynb"


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
        deadline = time.monotonic() + 120
        while True:
            try:
                urlopen(self.url, timeout=30).close()
                return
            except OSError:
                assert self.process.poll() is None and time.monotonic() < deadline, (
                    self.home / "log.txt"
                ).read_text("utf-8")
                time.sleep(0.3)

    def kernels(self) -> set[int]:
        """Process ids of the kernels: children of the warm parent."""
        assert self.process is not None
        parents = [
            p
            for p in psutil.Process(self.process.pid).children()
            if "clusterlib.kernels.parent" in p.cmdline()
        ]
        return {child.pid for parent in parents for child in parent.children()}

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


def saved(page, table: str = "trends") -> int:
    """Wait until the grid says which version was saved."""
    page.wait_for_function(
        "t => /Saved, version/.test(document.querySelector(`[data-table=${t}] .cl-grid-kept`)?.textContent)",
        arg=table,
        timeout=30_000,
    )
    text = page.locator(f'[data-table="{table}"] .cl-grid-kept').first.inner_text()
    return int(text.split("version ")[1].rstrip(".").replace(",", ""))


def kept(apps: Apps) -> cases.Case:
    """What the store holds, as another program finds it."""
    target = apps.home / f"out-{time.monotonic_ns()}"
    return cases.open_case(app_store.export(str(apps.home / "run" / "kept.sqlite"), target))


def names(case: cases.Case, key: str) -> list[str]:
    frame = case.text("trends")
    return frame.loc[frame["id"] == key, "name"].tolist()


def trend(page, key: str):
    return cell(page, "trends", "name", "id", key)


def test_an_entry_is_there_after_a_reload_a_restart_and_an_undo(apps, context):
    page = context.new_page()
    open_app(page, apps.url, BOOK)
    first = trend(page, "TR1").input_value()
    hostile = '<script>document.title="x"</script> =1+1 $x_{ $ العربية \u202e'
    change(trend(page, "TR1"), hostile)
    version = saved(page)
    assert names(kept(apps), "TR1") == [hostile]

    open_app(page, apps.url, BOOK)
    assert trend(page, "TR1").input_value() == hostile
    assert page.title() != "x"

    apps.kill()
    apps.start()
    open_app(page, apps.url, BOOK)
    assert trend(page, "TR1").input_value() == hostile

    page.locator('[data-table="trends"]').get_by_role("button", name="Undo", exact=True).click()
    page.wait_for_function(
        "text => [...document.querySelectorAll('[data-table=trends] [data-column=name]')].some(i => i.value === text)",
        arg=first,
        timeout=30_000,
    )
    assert saved(page) == version + 1
    assert names(kept(apps), "TR1") == [first]
    page.close()


def test_rows_are_added_pasted_and_removed_and_brought_back(apps, context):
    page = context.new_page()
    open_app(page, apps.url, BOOK)
    grid = page.locator('[data-table="trends"]')
    rows = grid.locator("tbody tr")
    before = rows.count()
    grid.get_by_role("button", name="Add a row").click()
    page.evaluate(
        """() => {
          const input = document.querySelector('[data-table=trends] tbody tr:last-child input');
          const data = new DataTransfer();
          data.setData('text/plain', 'Z1\\tA laboratory\\nZ2\\tA canteen');
          input.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    version = saved(page)
    assert rows.count() == before + 2
    assert {"Z1", "Z2"} <= set(kept(apps).text("trends")["id"])
    # a block is one save: one undo takes all of it back
    grid.get_by_role("button", name="Undo", exact=True).click()
    page.wait_for_function(
        "n => document.querySelectorAll('[data-table=trends] tbody tr').length === n",
        arg=before,
        timeout=30_000,
    )
    assert saved(page) == version + 1
    assert not {"Z1", "Z2"} & set(kept(apps).text("trends")["id"])
    # the version with the block comes back from the list
    grid.get_by_text("Earlier versions").click()
    grid.locator(".cl-versions li", has_text=f"Version {version},").get_by_role("button").press("Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('[data-table=trends] tbody tr').length === n",
        arg=before + 2,
        timeout=30_000,
    )
    for _ in range(2):
        grid.locator("tbody tr").last.get_by_role("button").press("Enter")
    page.wait_for_function(
        "n => document.querySelectorAll('[data-table=trends] tbody tr').length === n",
        arg=before,
        timeout=30_000,
    )
    deadline = time.monotonic() + 20
    while {"Z1", "Z2"} & set(kept(apps).text("trends")["id"]):
        assert time.monotonic() < deadline
        time.sleep(0.3)
    page.close()


def test_two_tabs_do_not_lose_each_others_entries(apps, context):
    one, two = context.new_page(), context.new_page()
    open_app(one, apps.url, BOOK)
    open_app(two, apps.url, BOOK)
    # different rows: no question is asked, and each sees what the other wrote
    change(trend(one, "TR2"), "from one")
    saved(one)
    change(trend(two, "TR3"), "from two")
    saved(two)
    assert two.locator(".cl-clash").count() == 0
    assert trend(two, "TR2").input_value() == "from one"
    assert names(kept(apps), "TR2") + names(kept(apps), "TR3") == ["from one", "from two"]

    # the same row: take theirs
    change(trend(one, "TR3"), "one again")
    one.wait_for_selector(".cl-clash", timeout=30_000)
    text = one.locator(".cl-clash").inner_text()
    assert "Somebody else changed the same row" in text and "one again" in text and "from two" in text
    assert trend(one, "TR3").input_value() == "one again"
    assert names(kept(apps), "TR3") == ["from two"]
    assert one.evaluate("document.activeElement.textContent") == "Keep mine as a copy"
    one.keyboard.press("Tab")
    one.keyboard.press("Enter")  # take theirs
    one.wait_for_selector(".cl-clash", state="detached", timeout=30_000)
    assert trend(one, "TR3").input_value() == "from two"

    # the same row: keep mine as a copy, after a reload in between
    change(trend(two, "TR2"), "two on TR2")
    saved(two)
    change(trend(one, "TR2"), "one on TR2")
    one.wait_for_selector(".cl-clash", timeout=30_000)
    one.on("dialog", lambda dialog: dialog.accept())
    open_app(one, apps.url, BOOK)
    one.wait_for_selector(".cl-clash", timeout=30_000)
    one.get_by_role("button", name="Keep mine as a copy").press("Enter")
    one.wait_for_selector(".cl-clash", state="detached", timeout=30_000)
    deadline = time.monotonic() + 20
    while names(kept(apps), "TR2") != ["two on TR2", "one on TR2"]:
        assert time.monotonic() < deadline, names(kept(apps), "TR2")
        time.sleep(0.3)
    # two rows of one id: the rules of the table say so beside the cell
    one.wait_for_function(
        "() => document.querySelector('[data-table=trends] [aria-invalid=true]')", timeout=30_000
    )
    one.close()
    two.close()


def test_an_entry_made_while_the_server_is_away_comes_back(apps, context):
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    open_app(page, apps.url, BOOK)
    apps.kill()
    field = trend(page, "TR4")
    change(field, "typed into the void")
    page.wait_for_function(
        "() => /Not saved yet/.test(document.querySelector('[data-table=trends] .cl-grid-kept').textContent)",
        timeout=30_000,
    )
    assert field.input_value() == "typed into the void"
    apps.start()
    open_app(page, apps.url, BOOK)
    saved(page)
    assert trend(page, "TR4").input_value() == "typed into the void"
    assert names(kept(apps), "TR4") == ["typed into the void"]
    page.close()


def test_a_kernel_that_stops_answering_is_noticed_and_nothing_is_lost(apps, context):
    page = context.new_page()
    others = apps.kernels()
    open_app(page, apps.url, BOOK)
    (kernel,) = apps.kernels() - others
    os.kill(kernel, signal.SIGSTOP)
    change(trend(page, "TR6"), "entered while it stood still")
    trend(page, "TR7").fill("not even left the field")
    began = time.monotonic()
    page.wait_for_selector(".healed", timeout=90_000)
    assert time.monotonic() - began < 60  # on a quiet machine about ten seconds, most of them patience
    assert "stopped answering" in page.locator(".healed").inner_text()
    saved(page)
    deadline = time.monotonic() + 30
    while [names(kept(apps), key) for key in ("TR6", "TR7")] != [
        ["entered while it stood still"],
        ["not even left the field"],
    ]:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    psutil.wait_procs([psutil.Process(kernel)] if psutil.pid_exists(kernel) else [], timeout=30)
    assert kernel not in apps.kernels()
    page.close()


def test_a_locked_store_is_said_and_tried_again(apps, context):
    import sqlite3

    page = context.new_page()
    open_app(page, apps.url, BOOK)
    other = sqlite3.connect(apps.home / "run" / "kept.sqlite", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    field = trend(page, "TR5")
    change(field, "patience")
    page.wait_for_function(
        "() => /Not saved yet: somebody else is saving/.test(document.querySelector('[data-table=trends] .cl-grid-kept').textContent)",
        timeout=40_000,
    )
    assert field.input_value() == "patience"
    other.execute("ROLLBACK")
    other.close()
    saved(page)
    assert names(kept(apps), "TR5") == ["patience"]
    page.close()
