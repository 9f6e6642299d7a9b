"""A class in real browsers: two learners and a trainer, each in an own room; cases in, out and in French."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from accessibility import grave_faults
from test_browser import CHROMIUM, change, free_port, open_app

from clusterlib import places
from clusterlib.inputs import cases
from clusterlib.running import declared

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"),
]
BOOK = "11_roadmapping.ipynb"


@dataclass(frozen=True)
class Room:
    """A class that is being served."""

    url: str
    code: str
    trainer: str


@pytest.fixture(scope="module")
def room(tmp_path_factory) -> Iterator[Room]:
    home = tmp_path_factory.mktemp("class")
    shutil.copytree(places.shipped_case(), home / "dakar-ict")
    port = free_port()
    words = [sys.executable, "-m", "clusterlib", "serve", str(home / "dakar-ict"), "--port", str(port)]
    words += ["--no-browser", "--class", "--out", str(home / "run")]
    with (home / "log.txt").open("wb") as log:
        process = subprocess.Popen(words, stdout=log, stderr=log)
    deadline, said = time.monotonic() + 90, ""
    while not (link := re.search(r"(http://127\.0\.0\.1:\d+)/trainer/(\S+?)\.?\s", said)):
        said = (home / "log.txt").read_text("utf-8")
        assert process.poll() is None and time.monotonic() < deadline, said
        time.sleep(0.3)
    known = json.loads((home / "run" / "class.json").read_text("utf-8"))
    assert known["trainer"] == link[2] and known["code"] in said
    yield Room(link[1], known["code"], known["trainer"])
    process.terminate()
    process.wait(timeout=20)


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="module")
def person(browser):
    """Make somebody with a browser of their own."""
    made = []

    def come(**size: int):
        context = browser.new_context(viewport=size or {"width": 1200, "height": 900})
        made.append(context)
        return context.new_page()

    yield come
    for context in made:
        context.close()


def enter(page, room: Room, name: str, code: str = "") -> None:
    page.goto(f"{room.url}/", timeout=60_000)
    page.fill("#code", code or room.code)
    page.fill("#who", name)
    page.click("button.main")


@pytest.fixture(scope="module")
def awa(person, room):
    page = person()
    enter(page, room, "Awa <b>Diop</b>")
    return page


@pytest.fixture(scope="module")
def moussa(person, room):
    page = person(width=390, height=844)
    enter(page, room, "Moussa")
    return page


def case_of(page, room: Room) -> str:
    page.goto(f"{room.url}/")
    return page.locator(".cards .current a").get_attribute("href").split("case=")[1]


def status(page, address: str) -> int:
    return page.request.get(address, max_redirects=0).status


def test_a_stranger_is_led_to_the_door_and_a_wrong_code_opens_nothing(person, room):
    page = person()
    page.goto(f"{room.url}/voila/render/{BOOK}")
    assert page.url == f"{room.url}/join"
    enter(page, room, "Nobody", code="wrong")
    assert "not right" in page.locator("[role=alert]").inner_text()
    assert grave_faults(page) == []
    assert "clusterlib-room" not in {cookie["name"] for cookie in page.context.cookies()}
    for path in ("/class", f"/trainer/{'x' * 22}", f"/room/{'x' * 22}"):
        assert status(page, room.url + path) == 404, path


def test_a_learner_comes_in_and_is_told_who_sees_what(awa, room):
    awa.goto(f"{room.url}/")
    assert "Dakar" in awa.inner_text("h1")
    assert "The trainer sees your name" in awa.locator(".sight").inner_text()
    assert awa.locator(".steps a").count() == len(declared.workbooks())


def test_learners_reach_neither_cases_nor_kernels_of_each_other(awa, moussa, room):
    mine, other = case_of(awa, room), case_of(moussa, room)
    assert mine != other
    open_app(awa, room.url, f"{BOOK}?case={mine}")
    config = json.loads(awa.locator("#jupyter-config-data").text_content())
    kernel = config["kernelId"]
    assert status(awa, f"{room.url}/api/kernels/{kernel}") == 200
    for path in (
        f"/api/kernels/{kernel}",
        "/api/kernels",
        "/api/sessions",
        "/api/contents",
        f"/voila/render/{BOOK}?case={mine}",
        f"/?case={mine}",
        f"/take/case.xlsx?case={mine}",
        f"/report/docx?case={mine}",
    ):
        assert status(moussa, room.url + path) == 404, path
    refused = moussa.evaluate(
        """url => new Promise(done => {
          const line = new WebSocket(url);
          line.onopen = () => done("open");
          line.onerror = () => done("refused");
        })""",
        f"{room.url.replace('http', 'ws')}/api/kernels/{kernel}/channels",
    )
    assert refused == "refused"
    token = next(c["value"] for c in moussa.context.cookies() if c["name"] == "_xsrf")
    for method, path in (("DELETE", f"/api/kernels/{kernel}"), ("POST", f"/voila/api/shutdown/{kernel}")):
        asked = moussa.request.fetch(room.url + path, method=method, headers={"X-XSRFToken": token})
        assert asked.status in (403, 404, 405), path
    assert status(awa, f"{room.url}/api/kernels/{kernel}") == 200


def test_a_learner_runs_no_code_of_their_own(awa, room):
    open_app(awa, room.url, f"{BOOK}?case={case_of(awa, room)}")
    kernel = json.loads(awa.locator("#jupyter-config-data").text_content())["kernelId"]
    answers = awa.evaluate(
        """([url, code]) => new Promise(done => {
          const got = [];
          const line = new WebSocket(url);
          const ask = (type, content) => line.send(JSON.stringify({
            channel: "shell", parent_header: {}, metadata: {}, buffers: [], content,
            header: {msg_id: type, msg_type: type, username: "", session: "s", version: "5.3", date: ""},
          }));
          line.onmessage = message => {
            const said = JSON.parse(message.data);
            if (said.parent_header.msg_id === "execute_request") got.push(said.msg_type);
            if (said.msg_type === "kernel_info_reply") setTimeout(() => done(got), 1500);
          };
          line.onopen = () => {
            ask("execute_request", {code, silent: false, store_history: false, user_expressions: {},
                                    allow_stdin: false, stop_on_error: true});
            ask("kernel_info_request", {});
          };
          line.onerror = () => done("refused");
        })""",
        [f"{room.url.replace('http', 'ws')}/api/kernels/{kernel}/channels", "print(6 * 7)"],
    )
    assert answers == []


def test_an_entry_stays_in_its_room(awa, moussa, room):
    open_app(awa, room.url, f"{BOOK}?case={case_of(awa, room)}")
    field = awa.locator('[data-table="trends"] tbody tr').first.locator('[data-column="name"]')
    change(field, "only in the room of Awa")
    awa.wait_for_function(
        "t => /Saved, version/.test(document.querySelector(`[data-table=${t}] .cl-grid-kept`).textContent)",
        arg="trends",
        timeout=30_000,
    )
    open_app(moussa, room.url, f"{BOOK}?case={case_of(moussa, room)}")
    names = moussa.locator('[data-table="trends"] [data-column="name"]')
    assert "only in the room of Awa" not in [one.input_value() for one in names.all()]


def test_on_a_phone_nothing_but_tables_is_wider_than_the_screen(moussa, room):
    for path in ("/", f"/voila/render/{BOOK}?case={case_of(moussa, room)}"):
        moussa.goto(room.url + path)
        moussa.wait_for_load_state("networkidle")
        assert grave_faults(moussa) == [], path
        wide = moussa.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, path


def test_the_trainer_sees_names_and_marks_and_no_content(awa, moussa, person, room):
    page = person()
    page.goto(f"{room.url}/trainer/{room.trainer}")
    page.goto(f"{room.url}/class")
    text = page.inner_text("body")
    assert "Awa <b>Diop</b>" in text and "Moussa" in text and room.code in text
    assert grave_faults(page) == []
    assert page.locator("tbody tr").count() == 2
    assert page.locator("thead th").count() == 1 + len(declared.workbooks())
    assert "only in the room of Awa" not in page.content()
    assert status(page, f"{room.url}/take/case.xlsx?case={case_of(awa, room)}") == 404
    assert status(awa, f"{room.url}/class") == 404
    page.get_by_role("link", name="Open the workbooks").click()  # the trainer has a copy to show
    assert "Dakar" in page.inner_text("h1")
    assert page.locator(".cards li", has_text="Dakar").count() == 1
    shipped = [place for place in places.shipped_case().parent.iterdir() if place.is_dir()]
    assert page.locator(".cards li").count() == len(shipped)  # the others are offered as copies


def test_an_own_case_a_file_the_language_and_the_way_home(moussa, room, tmp_path: Path):
    page = moussa
    page.goto(f"{room.url}/")
    if not page.locator("#name").is_visible():
        page.click("summary")
    page.fill("#name", "Café & Cie <i>")
    page.get_by_role("button", name="Begin an empty case").click()
    assert page.inner_text("h1") == "Café & Cie <i>"
    assert "waits for" in page.locator(".steps .waiting").first.inner_text()

    with page.expect_download() as coming:
        page.get_by_role("link", name="Case as Excel").click()
    home = tmp_path / "home.xlsx"
    coming.value.save_as(home)
    assert cases.open_case(home).name == "Café & Cie <i>"

    page.click("summary")
    page.set_input_files("#file", home)
    assert "home.xlsx" in page.locator("#size").inner_text()
    before = page.locator(".cards li").count()
    page.get_by_role("button", name="Take this file in").click()
    page.wait_for_load_state()
    assert page.inner_text("h1") == "Café & Cie <i>"
    assert page.locator(".cards li").count() == before + 1

    no_case = tmp_path / "no case.xlsx"
    no_case.write_bytes(b"not a workbook")
    page.click("summary")
    page.set_input_files("#file", no_case)
    page.get_by_role("button", name="Take this file in").click()
    page.wait_for_load_state()
    assert "not taken in" in page.inner_text("h1") and "Traceback" not in page.content()

    page.get_by_role("button", name="Français").click()
    page.wait_for_load_state()
    assert page.get_attribute("html", "lang") == "fr"
    assert "Votre chemin à travers le guide" in page.inner_text("body")
    page.get_by_role("button", name="English").click()
