"""Pictures of the apps for `docs/`, on a desktop and on a phone: `python benchmarks/screenshots.py`."""

from __future__ import annotations

import asyncio
import io
import random
import re
import tempfile
from pathlib import Path

import servers
from apps import LIMIT, chromium
from learner import Learner
from phones import Phone
from PIL import Image
from playwright.async_api import Browser, Page
from servers import Server

DOCS = Path(__file__).parents[1] / "docs"
#: Of a picture, in bytes; colours are taken away until it is smaller.
SMALL = 150_000
SIZES = {"": {"width": 1200, "height": 900}, "-phone": {"width": 360, "height": 740}}
_STEP = "03_demand_ranking.ipynb"


def keep(shot: bytes, name: str) -> Path:
    """Write a picture as a PNG that is small enough.

    Raises
    ------
    RuntimeError
        If it stays too large with sixteen colours.
    """
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colours in (256, 128, 64, 32, 16):
        packed = io.BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
        if len(packed.getvalue()) <= SMALL:
            target = DOCS / f"{name}.png"
            target.write_bytes(packed.getvalue())
            return target
    raise RuntimeError(f"{name} stays larger than {SMALL:,} bytes")


async def shoot(page: Page, name: str) -> None:
    """Take what is in view."""
    print(keep(await page.screenshot(), name))


async def learner(browser: Browser, server: Server, kind: str) -> None:
    """The start page and a step, as a learner sees them."""
    context = await browser.new_context(viewport=SIZES[kind], has_touch=bool(kind))
    page = await context.new_page()
    page.set_default_timeout(LIMIT * 1000)
    await page.goto(f"{server.url}/join")
    await page.fill("#code", server.code)
    await page.fill("#who", "Awa")
    await page.click("button.main")
    await page.wait_for_selector(".steps")
    await page.locator("#path").scroll_into_view_if_needed()
    await page.evaluate("window.scrollTo(0, 0)")
    await shoot(page, f"start-page{kind}")
    await page.goto(f"{server.url}/voila/render/{_STEP}", wait_until="commit")
    part = page.locator(".cl-part").first
    await part.wait_for(state="attached")
    await part.evaluate("part => part.scrollIntoView()")  # what is out of view is not computed
    picture = page.locator(".cl-part[aria-busy=false] .cl-figure img").first
    await picture.wait_for()
    await page.evaluate("document.querySelectorAll('.cl-grid-fold').forEach(fold => { fold.open = false })")
    if not kind:
        grid = page.locator('[data-table="vote_counts"] summary').first
        await grid.click()
    await page.locator(".cl-part").first.evaluate(
        "part => window.scrollTo(0, part.getBoundingClientRect().top + window.scrollY - 120)"
    )
    await asyncio.sleep(1.0)
    await shoot(page, f"step{kind}")
    await context.close()


async def trainer(browser: Browser, server: Server, kind: str) -> None:
    """The trainer's page."""
    context = await browser.new_context(viewport=SIZES[kind])
    page = await context.new_page()
    page.set_default_timeout(LIMIT * 1000)
    await page.goto(f"{server.url}/trainer/{server.trainer}")
    await page.goto(f"{server.url}/class")
    await shoot(page, f"trainer-page{kind}")
    await context.close()


async def vote(browser: Browser, server: Server) -> None:
    """A live vote of twenty phones: the page on a phone, and the trainer's screen with the results."""
    context = await browser.new_context(viewport=SIZES[""])
    page = await context.new_page()
    page.set_default_timeout(LIMIT * 1000)
    await page.goto(f"{server.url}/trainer/{server.trainer}")
    await page.goto(f"{server.url}/class")
    await page.get_by_role("link", name="Let people vote on their phones").click()
    await page.fill("#invited", "21")
    await page.get_by_role("button", name="Open the vote").click()
    link = await page.locator(".invite .link a").get_attribute("href")
    found = re.search(r":(\d+)/([A-Z0-9]{6})$", link or "")
    assert found is not None
    chance = random.Random(20260101)
    phones = [Phone(int(found[1]), found[2], random.Random(chance.random()), 11) for _ in range(20)]
    await asyncio.gather(*(asyncio.to_thread(phone.visit, 0.1, (0.1, 0.5)) for phone in phones))
    phone = await browser.new_context(viewport=SIZES["-phone"], has_touch=True)
    ballot = await phone.new_page()
    await ballot.goto(f"http://127.0.0.1:{found[1]}/{found[2]}")
    await shoot(ballot, "voting-phone")
    await page.get_by_text("20 ballots").first.wait_for()
    await page.get_by_role("button", name="Close the round").click()
    await page.locator(".tally tbody tr").last.wait_for()
    tall = await page.evaluate("document.documentElement.scrollHeight")
    await page.set_viewport_size({"width": SIZES[""]["width"], "height": tall})
    await shoot(page, "voting-screen")
    await phone.close()
    await context.close()


async def shots() -> None:
    """All pictures, from one class."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        server = servers.ours(Path(folder), for_class=True)
        try:
            for name in ("Moussa", "Fatou", "Ibrahima", "Aminata"):
                await Learner(server.url, name).join(server.code)
            async with chromium() as browser:
                for kind in SIZES:
                    await learner(browser, server, kind)
                    await trainer(browser, server, kind)
                await vote(browser, server)
        finally:
            server.stop()


if __name__ == "__main__":
    asyncio.run(shots())
