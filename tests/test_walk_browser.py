# ruff: noqa: E501
"""A learner's whole way in a real Chromium: an Excel file goes in, seven steps, a Word report comes out."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from test_browser import CHROMIUM, browser, cell, change, page, server  # noqa: F401

from clusterlib import places
from clusterlib.inputs import cases
from clusterlib.inputs.excel_write import write_book
from clusterlib.running import declared

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"),
]
#: What a learner brings: enough for each step, and little enough to type in an afternoon.
BROUGHT = (
    "swot_items",
    "nodes",
    "stakeholders",
    "demands",
    "vote_counts",
    "goals",
    "canvas",
    "strategy_tree",
    "tasks",
    "budget_lines",
    "services",
    "indicators",
    "cards",
    "trends",
)
NAME = "Lagune & Fils"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def brought(tmp_path_factory) -> Path:
    """The learner's Excel file."""
    case = cases.open_case(places.shipped_case())
    settings = case.text("case")
    settings.loc[settings["setting"] == "name", "entry"] = NAME
    frames = {name: case.text(name) for name in BROUGHT}
    small = cases.from_tables("lagune", {"case": settings, **frames})
    assert not small.faults
    return write_book(small, tmp_path_factory.mktemp("brought") / "lagune.xlsx")


def saved(page, table: str) -> None:  # noqa: F811
    page.wait_for_function(
        "t => /Saved, version/.test(document.querySelector(`[data-table=${t}] .cl-grid-kept`).textContent)",
        arg=table,
        timeout=60_000,
    )


def begin(page, number: str) -> None:  # noqa: F811
    """Open a step from the path, and wait until its first part can be used."""
    page.locator(".steps a", has=page.locator(".number", has_text=number)).click()
    page.wait_for_selector(".cl-grid", state="attached", timeout=120_000)
    page.wait_for_selector(".cl-part", state="attached", timeout=120_000)
    page.evaluate("document.querySelectorAll('details.cl-grid-fold').forEach(fold => { fold.open = true })")
    page.evaluate("document.querySelector('.cl-part').scrollIntoView()")  # a part is computed when it is seen
    page.wait_for_selector(".cl-part[aria-busy=false] .cl", state="attached", timeout=120_000)
    text = page.inner_text("body")
    assert "Traceback" not in text and "There was an error" not in text
    assert "could not be computed" not in text
    assert page.locator(".bar strong").inner_text() == number
    assert page.locator("h1").count() == 1


def paragraphs(document: ElementTree.Element) -> list[str]:
    return ["".join(text.text or "" for text in p.iter(f"{W}t")) for p in document.iter(f"{W}p")]


def rows(document: ElementTree.Element) -> list[str]:
    return [" | ".join(paragraphs(row)) for row in document.iter(f"{W}tr")]


def test_from_an_excel_file_through_seven_steps_to_the_word_report(page, server, brought, tmp_path):  # noqa: F811
    page.set_default_timeout(120_000)
    page.goto(server)
    page.click("summary")
    page.set_input_files("#file", brought)
    assert "lagune.xlsx" in page.locator("#size").inner_text()
    page.get_by_role("button", name="Take this file in").click()
    page.wait_for_load_state()
    assert page.inner_text("h1") == NAME
    home = page.url
    assert page.locator(".steps .done").count() == 0

    for book in declared.workbooks():
        begin(page, book.number)
        if book.step == "demand_ranking":
            change(cell(page, "vote_counts", "n3", "item_id", "C3"), "5")
            change(cell(page, "vote_counts", "n2", "item_id", "C3"), "2")
            saved(page, "vote_counts")
            page.click("#show-all")  # also what is handed over to later steps
            page.wait_for_function(
                "() => [...document.querySelectorAll('.cl table tr')].some(r => /start-up funding/i.test(r.textContent) && /2\\.7/.test(r.textContent))"
            )
            page.wait_for_function("() => !document.querySelector('.cl-part[aria-busy=true]')")
        if book.step == "financing":
            change(page.locator('[data-table="budget_lines"] [data-column="amount"]').first, "54321")
            saved(page, "budget_lines")
        page.goto(home)
    state = page.locator(".steps li", has=page.locator(".number", has_text="03"))
    assert "done" in (state.get_attribute("class") or "")
    assert "results are there" in state.inner_text()

    target = tmp_path / "report.docx"
    with page.expect_download(timeout=300_000) as coming:  # the page waits while the report is being made
        page.get_by_role("link", name="Report as Word").click()
    coming.value.save_as(target)
    with zipfile.ZipFile(target) as packed:
        document = ElementTree.fromstring(packed.read("word/document.xml"))
        pictures = [name for name in packed.namelist() if name.startswith("word/media/")]
    text = paragraphs(document)
    assert any(NAME in line for line in text[:10])
    assert all(any(book.title in line for line in text) for book in declared.workbooks())
    assert any("start-up funding" in row.casefold() and "2.7" in row for row in rows(document))
    assert any("54,321" in row or "54321" in row for row in rows(document))
    assert len(pictures) >= len(declared.workbooks())
    names = [place.get("descr", "") for place in document.iter() if place.tag.endswith("}docPr")]
    assert len(names) >= len(pictures) and all(len(name) > 10 for name in names)
