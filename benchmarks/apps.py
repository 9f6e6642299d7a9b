# ruff: noqa: E501
"""The apps under a stopwatch, in a real Chromium: `python benchmarks/apps.py [--part steps|rivals|class|stalls …]`.

`steps`: processor time of an opened step against plain Voila with stock kernels on the same workbook.
`rivals`: seconds from the click to a first part that can be used, against Streamlit and Panel.
`class`: thirty learners who arrive at the same moment on two processors, and edit.
`stalls`: kernels that stop for good, with stock kernels under load; and what our page does about one.

All parts take about ten minutes on a quiet machine of two cores; results go to `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import random
import shutil
import signal
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psutil
import servers
from learner import Learner
from playwright.async_api import Browser, Error, Page, async_playwright
from record import write
from servers import Server

from clusterlib.running import declared

#: Seconds after which a page counts as not usable, and in which work of an opened page that nobody waits for is done.
LIMIT, AFTER = 240.0, 8.0
#: The workbook that is compared with Streamlit and Panel, and that a class opens.
BOOK = "03_demand_ranking.ipynb"
#: A table can be used, a wide picture is drawn: whatever the page is made of, also inside shadow roots.
_USABLE = """() => {
  document.querySelector(".cl-part")?.scrollIntoView();  // as a person does: what is out of view is not computed
  const found = { table: false, picture: false };
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      const box = () => node.getBoundingClientRect();
      if (node.tagName === "IMG" && node.complete && node.naturalWidth > 250 && box().width > 0) found.picture = true;
      if (node.tagName === "TABLE" && node.rows.length > 3 && box().width > 0 && !node.querySelector("input")) found.table = true;
      if (node.shadowRoot) walk(node.shadowRoot);
    }
  };
  walk(document);
  return found.table && found.picture;
}"""
#: The first part of a step is there: computed in our apps, visible on a page that computes all of it at once.
_FIRST_PART = """() => {
  const page = document.getElementById("rendered_cells");
  if (!page || page.style.display === "none") return false;
  const part = document.querySelector(".cl-part");
  part?.scrollIntoView();  // as a person does: what is out of view is not computed
  if (part) return part.getAttribute("aria-busy") === "false" && part.innerText.length > 0;
  return [...document.querySelectorAll(".cl")].some((node) => node.innerText.length > 0);
}"""


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A Chromium of this machine."""
    path = next(
        (p for n in ("chromium", "chromium-browser", "google-chrome") if (p := shutil.which(n))), None
    )
    if path is None:
        raise SystemExit("There is no Chromium on this machine.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        await browser.close()


async def a_page(browser: Browser) -> Page:
    """A new page that reaches this machine and no other: nobody waits for a font from far away."""
    page = await browser.new_page(viewport={"width": 1200, "height": 900})
    await page.route(
        lambda url: urlsplit(url).hostname not in ("127.0.0.1", None), lambda route: route.abort()
    )
    return page


async def opened(page: Page, url: str, ready: str) -> float:
    """Seconds from the click until a page is ready."""
    began = time.monotonic()
    await page.goto(url, timeout=LIMIT * 1000, wait_until="commit")
    await until(page, ready)
    return time.monotonic() - began


async def until(page: Page, ready: str) -> None:
    """Ask a page every 50 ms whether it is ready; its own rules forbid to leave a script there that waits.

    Raises
    ------
    TimeoutError
        If it is not within `LIMIT` seconds.
    """
    async with asyncio.timeout(LIMIT):
        while not await _asked(page, ready):
            await asyncio.sleep(0.05)


async def _asked(page: Page, ready: str) -> bool:
    try:
        return bool(await page.evaluate(ready))
    except Error:  # the page is just being exchanged
        return False


# ---------------------------------------------------------------------- steps
async def steps(folder: Path, given: argparse.Namespace) -> None:
    """Processor seconds per opened step, ours against plain Voila."""
    books = [book.path.name for book in declared.workbooks()]
    chosen = [name for name in books if not given.steps or name[:2] in given.steps.split(",")]
    measured: dict[str, dict[str, tuple[float, float, float]]] = {}
    for kind, start in (("ours", servers.ours), ("plain", servers.plain_voila)):
        server = start(folder / f"steps-{kind}")
        try:
            async with chromium() as browser:
                await _step(
                    browser, server, "11_roadmapping.ipynb"
                )  # the first page of a server pays for templates
                measured[kind] = {name: await _step(browser, server, name) for name in chosen}
        finally:
            server.stop()
    rows = []
    for name in chosen:
        mine, plain = measured["ours"][name], measured["plain"][name]
        rows.append(_compared(name.removesuffix(".ipynb"), mine, plain))
    sums = [
        tuple(sum(measured[kind][name][i] for name in chosen) for i in range(3)) for kind in ("ours", "plain")
    ]
    rows.append(_compared("all", *sums))
    write("Apps: an opened step", rows, note=(
        f"Processor seconds of the server, its warm parent and the kernel together, without the browser, in a real Chromium: "
        f"until the first part can be used, and with what is done unasked in the {AFTER:.0f} s after it. Plain: Voila as it is "
        "with stock kernels on the same workbook, which computes all parts before it shows one. The target is a quarter."
    ))  # fmt: skip


async def _step(browser: Browser, server: Server, name: str) -> tuple[float, float, float]:
    """Seconds until usable, processor seconds until then, and with what follows."""
    page = await a_page(browser)
    before = server.cpu()
    took = await opened(page, f"{server.url}/voila/render/{name}", _FIRST_PART)
    usable = server.cpu() - before
    await asyncio.sleep(AFTER)
    after = server.cpu() - before
    await page.close(run_before_unload=True)
    await asyncio.sleep(1.0)
    return took, usable, after


def _compared(name: str, mine: tuple[float, ...], plain: tuple[float, ...]) -> dict[str, object]:
    return {
        "step": name,
        "CPU s until usable": f"{mine[1]:.2f}",
        "and after": f"{mine[2]:.2f}",
        "plain Voila, CPU s": f"{plain[2]:.2f}",
        "ratio": f"{mine[1] / plain[2]:.2f}",
        "ratio with after": f"{mine[2] / plain[2]:.2f}",
        "usable, s": f"{mine[0]:.1f}",
        "plain, s": f"{plain[0]:.1f}",
    }


# ---------------------------------------------------------------------- rivals
async def rivals(folder: Path, given: argparse.Namespace) -> None:
    """Seconds until the first part of workbook 03 can be used, ours against Streamlit and Panel."""
    python = servers.rivals_python(Path(given.venv).absolute() if given.venv else folder / "rivals")
    kinds: dict[str, Callable[[], Server]] = {"clusterlib": lambda: servers.ours(folder / "rivals-ours")}
    if python is None:
        print("Streamlit and Panel could not be installed here; ours is measured alone.")
    else:
        for name in ("streamlit", "panel"):
            kinds[name] = lambda name=name: servers.rival(name, python, folder / f"rivals-{name}")  # type: ignore[misc]
    rows: list[dict[str, object]] = []
    for name, start in kinds.items():
        server = start()
        try:
            url = f"{server.url}/voila/render/{BOOK}" if name == "clusterlib" else server.url
            async with chromium() as browser:
                took = []
                for _ in range(given.times + 1):
                    page = await a_page(browser)
                    before = server.cpu()
                    took.append((await opened(page, url, _USABLE), server.cpu() - before))
                    await page.close(run_before_unload=True)
                    await asyncio.sleep(1.0)
        finally:
            server.stop()
        later = [seconds for seconds, _ in took[1:]]
        which = "" if python is None or name == "clusterlib" else f" {servers.version(python, name)}"
        rows.append({
            "app": name + which, "first visitor, s": f"{took[0][0]:.2f}",
            "later visitors, median s": f"{statistics.median(later):.2f}", "worst of them, s": f"{max(later):.2f}",
            "CPU s of the server": f"{statistics.median(cpu for _, cpu in took[1:]):.2f}",
        })  # fmt: skip
    missing = "" if python is not None else " Streamlit and Panel could not be installed where this ran."
    write("Apps: from the click to the first part", rows, note=(
        f"Workbook 03: the votes to fill in, the figure, the table and the reading; the rivals show the same, computed by clusterlib, "
        f"and nothing else. In a real Chromium, {given.times} visitors after the first, one after the other.{missing}"
    ))  # fmt: skip


# ---------------------------------------------------------------------- class
async def a_class(folder: Path, given: argparse.Namespace) -> None:
    """Thirty learners at once."""
    server = servers.ours(folder / "class", for_class=True)
    try:
        async with chromium() as browser:
            contexts = [
                await browser.new_context(viewport={"width": 1200, "height": 900})
                for _ in range(given.browsers)
            ]
            pages = [await context.new_page() for context in contexts]
            learners = [Learner(server.url, f"Learner {i}") for i in range(given.learners - given.browsers)]
            began = time.monotonic()
            doors: list[Awaitable[Any]] = [learner.join(server.code) for learner in learners]
            doors += [_join(page, server, i) for i, page in enumerate(pages)]
            await asyncio.gather(*doors)
            joined = time.monotonic() - began
            before = server.cpu()
            ways: list[Awaitable[float]] = [learner.open(BOOK) for learner in learners]
            ways += [opened(page, f"{server.url}/voila/render/{BOOK}", _FIRST_PART) for page in pages]
            arrivals = await asyncio.gather(*ways, return_exceptions=True)
            cpu = server.cpu() - before
            servers.quiet(server)
            each, all_of_it = server.memory()
            editing = [_edits(learner, given.edits, given.pause) for learner in learners]
            edits = await asyncio.gather(*editing)
            healed = 0
            for page in pages:
                healed += await page.locator(".healed").count()
            await asyncio.gather(*(learner.leave() for learner in learners))
    finally:
        server.stop()
    rows = _class_rows(given, joined, arrivals, cpu, edits, healed, each, all_of_it)
    write("Apps: thirty learners", rows, note=(
        f"The server and all kernels on {servers.CORES} processors. {given.browsers} learners sit at a real Chromium; the others are "
        "clients without a browser that ask for what the page asks for: the page, the line to the kernel, the state of all "
        "widgets, the first part. They run on the same machine and share its processors. "
        f"Then {given.edits} edits each, {given.pause:.0f} s apart on average."
    ))  # fmt: skip


def _class_rows(
    given: argparse.Namespace,
    joined: float,
    arrivals: list[Any],
    cpu: float,
    edits: list[tuple[list[tuple[float, float]], list[Exception]]],
    healed: int,
    each: float,
    all_of_it: float,
) -> list[dict[str, object]]:
    usable = [seconds for seconds in arrivals if isinstance(seconds, float)]
    failed = [problem for found in edits for problem in found[1]]
    saved = sorted(pair[0] for found in edits for pair in found[0])
    seen = sorted(pair[1] for found in edits for pair in found[0])
    for problem in [*(a for a in arrivals if not isinstance(a, float)), *failed]:
        print("failed:", repr(problem)[:300])
    return [
        {"what": f"{given.learners} learners through the door at the same moment, s", "measured": f"{joined:.1f}"},
        {"what": "then all open workbook 03: usable, of them", "measured": f"{len(usable)} of {given.learners}"},
        {"what": "usable: median and last, s (target 25)", "measured": f"{statistics.median(usable):.1f} / {max(usable):.1f}"},
        {"what": "processor seconds per learner until then", "measured": f"{cpu / given.learners:.2f}"},
        {"what": "edits kept and shown, of those made", "measured": f"{len(saved):,} of {len(edits) * given.edits:,}"},
        {"what": "failed or stalled edits; pages opened again by themselves", "measured": f"{len(failed)}; {healed}"},
        {"what": "kept: p50 / p95 / worst, s (target p95 1)", "measured": _three(saved)},
        {"what": "first part shows it: p50 / p95 / worst, s", "measured": _three(seen)},
        {"what": "memory per learner (PSS of the kernel), MB", "measured": f"{each:.0f}"},
        {"what": "memory of all processes together (PSS), MB", "measured": f"{all_of_it:.0f}"},
    ]  # fmt: skip


async def _join(page: Page, server: Server, i: int) -> None:
    await page.goto(f"{server.url}/join", timeout=LIMIT * 1000)
    await page.fill("#code", server.code)
    await page.fill("#who", f"Browser {i}")
    await page.click("button.main", timeout=LIMIT * 1000)
    await page.wait_for_selector(".steps", timeout=LIMIT * 1000)


async def _edits(
    learner: Learner, count: int, pause: float
) -> tuple[list[tuple[float, float]], list[Exception]]:
    took: list[tuple[float, float]] = []
    failed: list[Exception] = []
    chance = random.Random(learner.name)
    for _ in range(count):
        await asyncio.sleep(chance.uniform(0.5, 1.5) * pause)
        try:
            took.append(await learner.edit("demands", chance.randrange(8), "text"))
        except (RuntimeError, TimeoutError, StopIteration) as problem:
            failed.append(problem)
    return took, failed


def _three(times: list[float]) -> str:
    if len(times) < 2:
        return "–"
    cuts = statistics.quantiles(times, n=100)
    return f"{cuts[49]:.2f} / {cuts[94]:.2f} / {times[-1]:.2f}"


# ---------------------------------------------------------------------- stalls
async def stalls(folder: Path, given: argparse.Namespace) -> None:
    """Stock kernels under load; and a kernel of ours that stops."""
    runs, stalled, woken = await _stock_under_load(folder, given)
    noticed = await _stopped(folder)
    rows = [
        {"what": "plain Voila, stock kernels: pages asked for, ten at once", "measured": runs},
        {"what": "of them stalled: unfinished, and no kernel used any processor time for ten seconds", "measured": stalled},
        {"what": "of those, went on after one more message to the kernel", "measured": woken},
        {"what": "ours, kernel stopped (SIGSTOP) under an open page: seconds from the edit to the page opened again", "measured": f"{noticed:.1f}"},
        {"what": "ours: the entry made while it stood still", "measured": "kept"},
    ]  # fmt: skip
    write("Apps: kernels that stop answering", rows, note=(
        "Our page asks how its kernel is only while it waits for it: a kernel whose heart is silent, or that beats and uses no "
        "processor time, is given up; the page opens itself again with a new one, and sends what was not yet acknowledged."
    ))  # fmt: skip


async def _stock_under_load(folder: Path, given: argparse.Namespace) -> tuple[int, int, int]:
    server = servers.plain_voila(folder / "stalls")
    runs = stalled = woken = 0
    until = time.monotonic() + given.stall_seconds
    try:
        while time.monotonic() < until:
            learners = [Learner(server.url, f"Learner {i}") for i in range(10)]
            asked = [asyncio.create_task(learner.get(f"/voila/render/{BOOK}")) for learner in learners]
            runs += len(asked)
            still = 0
            while not all(task.done() for task in asked) and still < 5:
                before = server.cpu()
                await asyncio.sleep(2.0)
                still = still + 1 if server.cpu() - before < 0.1 else 0
            left = [task for task in asked if not task.done()]
            stalled += len(left)
            if left:
                woken += await _wake(server, left)
            for task in asked:
                task.cancel()
            await asyncio.gather(*asked, return_exceptions=True)
            for kernel in server.kernels():
                kernel.kill()
    finally:
        server.stop()
    return runs, stalled, woken


async def _wake(server: Server, left: list[asyncio.Task[Any]]) -> int:
    """Send a harmless message to all kernels; how many of the stalled pages go on."""
    from jupyter_client.asynchronous import AsyncKernelClient

    for kernel in server.kernels():
        words = kernel.cmdline()
        client = AsyncKernelClient(connection_file=words[words.index("-f") + 1])
        client.load_connection_file()
        client.start_channels(hb=False)
        client.kernel_info()
        await asyncio.sleep(0.2)
        client.stop_channels()
    await asyncio.sleep(10.0)
    return sum(task.done() for task in left)


async def _stopped(folder: Path) -> float:
    """Stop the kernel of an open page, edit, and wait until the page has healed itself with the entry kept."""
    server = servers.ours(folder / "stopped")
    try:
        async with chromium() as browser:
            page = await a_page(browser)
            await opened(page, f"{server.url}/voila/render/{BOOK}", _FIRST_PART)
            (kernel,) = server.kernels()
            os.kill(kernel.pid, signal.SIGSTOP)
            cell = page.locator('[data-table="vote_counts"] [data-column="n3"]').first
            began = time.monotonic()
            await cell.fill("5")
            await cell.blur()
            await page.wait_for_selector(".healed", timeout=LIMIT * 1000)
            took = time.monotonic() - began
            await until(
                page,
                "() => /version/.test(document.querySelector('[data-table=vote_counts] .cl-grid-kept')?.textContent)",
            )
            if await cell.input_value() != "5":
                raise RuntimeError("the entry was lost")
    finally:
        server.stop()
    return took


PARTS = {"steps": steps, "rivals": rivals, "class": a_class, "stalls": stalls}


def main() -> None:
    """Measure the parts that are asked for."""
    words = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    words.add_argument(
        "--part", action="append", choices=sorted(PARTS), help="may be repeated; all if not given"
    )
    words.add_argument(
        "--steps", default="", help="numbers of workbooks for part steps: 03,05; all if not given"
    )
    words.add_argument("--times", type=int, default=5, help="visitors after the first, part rivals")
    words.add_argument("--venv", default="", help="folder of the environment with Streamlit and Panel, kept")
    words.add_argument("--learners", type=int, default=30)
    words.add_argument("--browsers", type=int, default=2, help="of the learners, those with a real Chromium")
    words.add_argument("--edits", type=int, default=20)
    words.add_argument("--pause", type=float, default=5.0, help="seconds between two edits of a learner")
    words.add_argument("--stall-seconds", type=float, default=60.0, help="how long stalls are looked for")
    given = words.parse_args()
    print(
        f"{platform.system()}, {psutil.cpu_count()} processors, {psutil.virtual_memory().total / 1e9:.0f} GB"
    )
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for name in given.part or PARTS:
            began = time.monotonic()
            asyncio.run(PARTS[name](Path(folder), given))
            print(f"{name}: {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
