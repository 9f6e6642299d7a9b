# ruff: noqa: F401, F811
"""A live vote in real browsers: a trainer asks, ten phones vote in two rounds, the votes land in the case."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from test_browser import CHROMIUM
from test_class_browser import Room, browser, enter, person, room, status

from clusterlib.inputs import cases

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="no Chromium on this machine"),
]
PHONES = 10
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="module")
def trainer(person, room):
    page = person()
    page.goto(f"{room.url}/trainer/{room.trainer}", timeout=60_000)
    return page


@pytest.fixture(scope="module")
def phones(browser):
    """Ten phones of their own; every third of them runs no script."""
    made = [
        browser.new_context(viewport=PHONE, has_touch=True, locale="fr-SN" if i == 1 else "en-GB",
                            java_script_enabled=i % 3 != 2)
        for i in range(PHONES)
    ]  # fmt: skip
    yield [context.new_page() for context in made]
    for context in made:
        context.close()


def vote(page, link: str, scores: dict[int, int]) -> None:
    page.goto(link)
    for item, score in scores.items():
        page.check(f'input[name="i{item}"][value="{score}"]')
    page.click("main button")


def lead(page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    page.wait_for_load_state()


def shows(locator, text: str) -> None:
    """Wait until a place shows a text; the page's own rules forbid waiting with a script in it."""
    from playwright.sync_api import expect

    expect(locator).to_contain_text(text, timeout=20_000)


def votes_in_case(page, room: Room, folder: Path):
    page.goto(f"{room.url}/class")
    page.get_by_role("link", name="Open the workbooks").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Case as Excel").click()
    coming.value.save_as(folder / "case.xlsx")
    case = cases.open_case(folder / "case.xlsx")
    assert not case.faults
    return case


def test_a_trainer_leads_a_vote_of_ten_phones_from_the_question_to_the_case(
    trainer, phones, room, person, tmp_path
):
    page = trainer
    page.goto(f"{room.url}/class")
    page.get_by_role("link", name="Let people vote on their phones").click()
    assert "cannot reach" not in page.inner_text("body")  # a class is open to the network of the room
    page.fill("#question", "What matters <b>most</b>?")
    page.fill("#invited", "12")
    page.get_by_role("button", name="Open the vote").click()
    page.wait_for_load_state()
    screen = page.url
    assert page.inner_text("h1") == "What matters <b>most</b>?"
    assert page.locator(".invite svg.qr").bounding_box()["width"] > 200
    shown = page.locator(".invite .link a").get_attribute("href")
    port, code = re.fullmatch(r"http://[^/]+:(\d+)/([A-Z0-9]{6})", shown).groups()
    link = f"http://127.0.0.1:{port}/{code}"

    # on a phone: nothing wider than the screen, targets for thumbs, and the keyboard reaches them
    phones[0].goto(link)
    assert phones[0].evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    small = phones[0].evaluate(
        "[...document.querySelectorAll('label, main button, nav a')]"
        ".filter(x => x.getBoundingClientRect().height < 44).length"
    )
    assert small == 0 and phones[0].locator("fieldset").count() == 11
    phones[0].focus('input[name="i0"]:checked')
    phones[0].keyboard.press("ArrowLeft")
    assert phones[0].is_checked('input[name="i0"][value="3"]')
    phones[1].goto(link)
    assert "peu important" in phones[1].inner_text("main") and phones[1].get_attribute("html", "lang") == "fr"

    for i, phone in enumerate(phones):
        vote(phone, link, {0: 3, 1: 1 + i % 3, 10: 1})
    assert "Your vote is counted" in phones[0].inner_text("main")
    vote(phones[4], f"{link}?change=1", {10: 2})  # changed: still one ballot
    shows(page.locator("#people"), "10 ballots")
    shows(page.locator("#results"), "10 of 12 people")
    first = page.locator(".tally tbody tr").first
    assert "3.0" in first.inner_text() and "10 gave 3" in first.inner_text()
    assert page.locator(".tally tbody tr").count() == 11

    lead(page, "Close the round")
    assert "Round 1 is closed." in page.inner_text("main")
    phones[0].locator("#turned a").wait_for(timeout=25_000)  # the phone says so by itself
    late = phones[2]
    late.goto(link)
    assert "Your vote was counted" in late.inner_text("main")
    lead(page, "Open another round")
    for i, phone in enumerate(phones[:9]):
        phone.goto(link)
        text = phone.inner_text("main")
        mean = "3,0 sur 3" if i == 1 else "3.0 of 3"
        assert mean in text and ("Vous avez donné 3." if i == 1 else "You gave 3.") in text
        vote(phone, link, {0: 3, 1: 2})
    shows(page.locator("#people"), "9 ballots")
    lead(page, "Close the round")
    assert "Round before" in page.locator(".tally thead").inner_text()

    lead(page, "Take these votes into the case")
    assert "R1 to R10" in page.inner_text("main") and "put aside" in page.inner_text("main")
    case = votes_in_case(page, room, tmp_path)
    votes = case.table("votes")
    assert sorted(set(votes["respondent_id"]), key=lambda r: int(r[1:])) == [f"R{i}" for i in range(1, 11)]
    one, two = (votes[votes["round"] == number] for number in (1, 2))
    assert len(one[one["item_id"] == "A1"]) == 10 and len(two[two["item_id"] == "A1"]) == 9
    assert set(two[two["item_id"] == "A2"]["score"]) == {2}
    page.goto(screen)
    lead(page, "Take back the last change")
    assert not len(votes_in_case(page, room, tmp_path).table("votes"))

    # nobody but the trainer leads
    learner = person()
    enter(learner, room, "Awa")
    stranger = person()
    for who in (learner, stranger):
        for path in (screen, f"{screen}/live", f"{screen}/votes.csv", f"{room.url}/votes"):
            assert status(who, path) == 404, path
        assert who.request.post(f"{screen}/close", max_redirects=0).status in (403, 404)
    assert page.request.post(f"{screen}/end", max_redirects=0).status == 403  # without the token of a page

    page.goto(screen)
    lead(page, "End the vote for good")
    assert page.locator(".invite").count() == 0 and "This vote is over." in page.inner_text("main")
    phones[3].goto(link)
    assert "This vote is over" in phones[3].inner_text("main")
    assert (
        page.request.get(f"{screen}/votes.csv").text().startswith("respondent_id,item_id,score,round\r\nR1,")
    )


def test_an_own_list_asks_for_names_and_says_what_is_wrong(trainer, phones, room):
    page, phone = trainer, phones[0]
    page.goto(f"{room.url}/class")
    page.get_by_role("link", name="Let people vote on their phones").click()
    page.get_by_label("any list of your own").check()
    page.get_by_role("button", name="Open the vote").click()
    assert "one item a line" in page.inner_text("main")
    page.get_by_role("link", name="Back to the vote").click()
    page.get_by_label("any list of your own").check()
    page.fill("#list", "A <i>joint</i> stand\nA fair")
    page.get_by_label("Ask for names").check()
    page.get_by_role("button", name="Open the vote").click()
    page.wait_for_load_state()
    path = page.locator(".invite .link a").get_attribute("href").rsplit(":", 1)[1]
    phone.goto(f"http://127.0.0.1:{path}")
    assert "A <i>joint</i> stand" in phone.inner_text("main") and "the trainer sees" in phone.inner_text(
        "main"
    )
    phone.fill("#name", "Moussa <script>")
    phone.click("main button")
    assert "Nothing was chosen" in phone.locator("[role=alert]").inner_text()
    assert phone.input_value("#name") == "Moussa <script>"
    phone.check('input[name="i1"][value="2"]')
    phone.click("main button")
    shows(page.locator(".names"), "Moussa <script>")
    page.get_by_role("button", name="Français").click()
    page.wait_for_load_state()
    page.go_back()
    page.reload()
    assert "Le tour 1 est ouvert." in page.inner_text("main")
    page.get_by_role("button", name="English").click()
