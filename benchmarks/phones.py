"""Two hundred phones vote on one laptop: are all votes there, and how long did each wait?

`python benchmarks/phones.py` starts the server that phones talk to as `clusterlib serve` does, lets each
phone open the page, vote, look at its vote, and half of them change it, while the trainer's screen counts;
then it compares every score with what the phones sent.
"""

from __future__ import annotations

import http.client
import random
import re
import statistics
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psutil
from record import write

from clusterlib import places
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.store import poll_results, polls, workspaces
from clusterlib.store.database import open_store
from clusterlib.voting import kinds
from clusterlib.voting.beside import LOOPBACK, Beside
from clusterlib.voting.counting import Counting

PHONES = 200
#: Seconds a person looks at the page before voting, from and to.
LOOKS = (2.0, 8.0)


@dataclass
class Phone:
    """One phone: its cookie, what it sent last, and how long it waited."""

    port: int
    code: str
    rng: random.Random
    items: int
    sent: dict[int, int] = field(default_factory=dict)
    pages: list[float] = field(default_factory=list)
    votes: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    _cookie: str = ""

    def visit(self, wait: float, looks: tuple[float, float]) -> None:
        """Come, vote, and perhaps change the vote."""
        time.sleep(wait)
        for _ in range(1 + self.rng.randrange(2)):
            found = re.search(r'name="seal" value="([0-9a-f]+)"', self._ask("GET", f"/{self.code}?change=1"))
            if found is None:
                self.wrong.append("no ballot came")
                return
            time.sleep(self.rng.uniform(*looks))
            ballot = {i: self.rng.randint(1, 3) for i in range(self.items) if self.rng.random() < 0.9}
            ballot = ballot or {0: 1}
            fields = {"seal": found[1]} | {f"i{i}": str(score) for i, score in ballot.items()}
            self._ask("POST", f"/{self.code}", urlencode(fields))
            self.sent = ballot
            if "You answered" not in self._ask("GET", f"/{self.code}"):
                self.wrong.append("the vote is not on the page")

    def _ask(self, method: str, path: str, body: str | None = None) -> str:
        line = http.client.HTTPConnection(LOOPBACK, self.port, timeout=60)
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        if self._cookie:
            headers["Cookie"] = self._cookie
        began = time.perf_counter()
        line.request(method, path, body, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        (self.votes if body else self.pages).append((time.perf_counter() - began) * 1000)
        line.close()
        if answer.status != (303 if body else 200):
            self.wrong.append(f"{method} was answered with {answer.status}")
        if cookie := answer.getheader("Set-Cookie"):
            self._cookie = cookie.split(";")[0]
        return text


def measure(
    *, phones: int = PHONES, seconds: float = 60.0, looks: tuple[float, float] = LOOKS, seed: int = 20260101
) -> dict[str, object]:
    """Let phones come evenly spread by chance over some seconds, and compare what was sent and what is there.

    Parameters
    ----------
    phones : int
        How many.
    seconds : float
        All of them come within this time.
    looks : tuple of float
        Seconds between page and vote, from and to.
    seed : int
        Start of the random numbers.
    """
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "kept.sqlite")
        room = workspaces.make_workspace(store, kind="course")
        case = cases.open_case(places.shipped_case())
        items = next(kind for kind in kinds.offered(case, Speaker()) if kind.id == kinds.DEMANDS).items
        poll = polls.open_poll(store, room.id, question="What matters?", items=items, kind=kinds.DEMANDS)
        served = Beside(str(store.file), LOOPBACK, LOOPBACK, 8930, b"benchmark", "en")
        try:
            assert served.begin(patience=90) and served.process is not None
            process = psutil.Process(served.process)
            used = process.cpu_times()
            rng = random.Random(seed)
            made = [
                Phone(served.port, poll.code, random.Random(rng.random()), len(items)) for _ in range(phones)
            ]
            counts: list[float] = []
            over = threading.Event()
            screen = threading.Thread(target=_screen, args=(store, poll.id, counts, over))
            screen.start()
            threads = [
                threading.Thread(target=phone.visit, args=(rng.uniform(0, seconds), looks)) for phone in made
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            over.set()
            screen.join()
            now = process.cpu_times()
            busy = now.user + now.system - used.user - used.system
            memory = process.memory_info().rss / 1e6
            found = poll_results.results(store, poll.id)
        finally:
            served.end()
            store.close()
    lost = _lost(made, found, list(items))
    votes = statistics.quantiles([took for phone in made for took in phone.votes], n=100)
    pages = statistics.quantiles([took for phone in made for took in phone.pages], n=100)
    requests = sum(len(phone.votes) + len(phone.pages) for phone in made)
    return {
        "phones": phones,
        "within, s": f"{seconds:.0f}",
        "votes sent": sum(len(phone.votes) for phone in made),
        "lost or wrong": lost,
        "vote p50, ms": f"{votes[49]:.0f}",
        "vote p95, ms": f"{votes[94]:.0f}",
        "page p95, ms": f"{pages[94]:.0f}",
        "screen counts, slowest, ms": f"{max(counts):.0f}",
        "processor of the server, s": f"{busy:.1f}",
        "processor per request, ms": f"{busy * 1000 / requests:.1f}",
        "memory, MB": f"{memory:.0f}",
    }


def _screen(store, id: str, counts: list[float], over: threading.Event) -> None:
    """The trainer's screen: counts every two seconds."""
    keeps = Counting()
    while True:
        began = time.perf_counter()
        keeps.now(store, id)
        counts.append((time.perf_counter() - began) * 1000)
        if over.wait(2):
            return


def _lost(phones: list[Phone], found: poll_results.Results, items: list[str]) -> int:
    """Scores that are not those the phones sent last, ballots too many or too few, and answers at fault."""
    sent = Counter((items[i], score) for phone in phones for i, score in phone.sent.items())
    kept = Counter({(item, score): n for item, given in found.counts.items() for score, n in given.items()})
    differ = sum(((sent - kept) + (kept - sent)).values())
    return differ + abs(len(phones) - found.ballots) + sum(len(phone.wrong) for phone in phones)


def main() -> None:
    """Measure one minute, and the hardest case: all within five seconds of a show of hands."""
    rows = [measure(), measure(seconds=5.0, looks=(0.5, 3.0))]
    note = (
        "Each phone opened the page, voted and looked at its vote; half of them changed it. Every score was "
        "compared with what the phones sent. Phones, trainer's screen and server shared the same two cores; "
        "each vote was on the disk when it was answered."
    )
    write("Two hundred phones", rows, note=note)
    for row in rows:
        print(row)


if __name__ == "__main__":
    main()
