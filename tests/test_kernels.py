"""Kernels forked from a warm parent: real ones, each its own, ended with their parent."""

from __future__ import annotations

import os
import signal
import sys
import time

import pytest

from clusterlib.kernels import provisioner

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="kernels begin cold there"),
]


@pytest.fixture(scope="module")
def spec(tmp_path_factory):
    from clusterlib.running.apps import environment

    before = dict(os.environ)
    os.environ.update(environment(None, tmp_path_factory.mktemp("run"), "en"))
    yield
    provisioner.WARM.end()
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def begin(spec):
    from jupyter_client.manager import start_new_kernel

    begun = []

    def start(**env):
        manager, client = start_new_kernel(kernel_name="python3", env={**os.environ, **env})
        begun.append((manager, client))
        return manager, client

    yield start
    for manager, client in begun:
        client.stop_channels()
        if manager.has_kernel:
            manager.shutdown_kernel(now=True)


def told(client, code: str) -> str:
    texts: list[str] = []
    client.execute_interactive(
        code, output_hook=lambda message: texts.append(message["content"].get("text", "")), timeout=60
    )
    return "".join(text for text in texts if text).strip()


def gone(pid: int, patience: float = 15.0) -> bool:
    """Whether a process ends in time; one that only waits to be collected has ended."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            with open(f"/proc/{pid}/stat") as file:
                if file.read().rsplit(")", 1)[1].split()[0] == "Z":
                    return True
        except OSError:
            return True
        time.sleep(0.1)
    return False


def test_a_kernel_is_forked_with_an_environment_folder_and_random_state_of_its_own(begin):
    _, first = begin(CLUSTERLIB_WHO="Awa")
    _, second = begin(CLUSTERLIB_WHO="Moussa")
    warm, alone = "'clusterlib.workbook' in sys.modules", "os.getsid(0) == os.getpid()"
    asked = f"import os, sys; print(os.environ['CLUSTERLIB_WHO'], {warm}, {alone})"
    assert told(first, asked) == "Awa True True"
    assert told(second, asked) == "Moussa True True"
    drawn = "import random, numpy; print(random.random(), numpy.random.rand())"
    assert told(first, drawn) != told(second, drawn)
    told(first, "leak = 1")
    assert "NameError" in told(second, "try:\n    leak\nexcept NameError:\n    print('NameError')")


def test_a_loop_without_end_is_interrupted_and_the_kernel_goes_on(begin):
    manager, client = begin()
    client.execute("while True: pass", stop_on_error=False)
    time.sleep(0.5)
    manager.interrupt_kernel()
    assert told(client, "print(6 * 7)") == "42"


def test_a_dead_kernel_is_noticed_with_its_exit_code(begin):
    manager, _ = begin()
    pid = manager.provisioner.pid
    os.kill(pid, signal.SIGKILL)
    until = time.monotonic() + 10
    while manager.is_alive() and time.monotonic() < until:
        time.sleep(0.1)
    assert not manager.is_alive()
    assert manager.provisioner.process.returncode == -signal.SIGKILL


def test_kernels_end_with_their_parent(begin):
    manager, _ = begin()
    pid = manager.provisioner.pid
    assert not gone(pid, 0.2)
    provisioner.WARM.end()
    assert gone(pid)
    provisioner.WARM.begin()  # another parent knows nothing of it, and is not asked
    assert not manager.is_alive()
    assert manager.provisioner.process.returncode == -signal.SIGKILL


def test_without_a_parent_a_stock_kernel_begins(begin, monkeypatch):
    def refused(request):
        raise OSError("no parent here")

    monkeypatch.setattr(provisioner.WARM, "ask", refused)
    manager, client = begin()
    assert not isinstance(manager.provisioner.process, provisioner.Forked)
    assert told(client, "print(6 * 7)") == "42"


GREEDY = """
import os, pandas as pd
from clusterlib import section, workbook
step = workbook.start("demand_ranking", case={case!r}, out={out!r}, lang="en")
def greedy(demands):
    return bytes(2_000_000_000)
node = step.show(greedy, "demands", reading=lambda value, say: "done")
made = section.section(node, step)
made.visible = True
print("BOX", made.html)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="no bound can be set there")
def test_a_kernel_that_wants_too_much_says_so_and_keeps_what_it_has(begin, tmp_path):
    from clusterlib import places

    _, client = begin(CLUSTERLIB_MEMORY="300", CLUSTERLIB_MODE="live", CLUSTERLIB_STORE="")
    told(client, "kept = 'entry'; some = bytes(50_000_000)")
    assert "MemoryError" in told(
        client, "try:\n    bytes(2_000_000_000)\nexcept MemoryError as error:\n    print(repr(error))"
    )
    said = told(client, GREEDY.format(case=str(places.shipped_case()), out=str(tmp_path / "run")))
    assert "more memory than one person may take here (300 MB)" in said
    assert told(client, "print(kept, len(some))") == "entry 50000000"


@pytest.mark.skipif(sys.platform != "linux", reason="no bound can be set there")
def test_a_cold_kernel_has_a_bound_as_well_and_one_without_has_none(begin, monkeypatch):
    from clusterlib.kernels import memory

    def nobody(*args, **words):
        raise OSError("no parent here")

    monkeypatch.setattr(provisioner.WARM, "ask", nobody)
    _, client = begin(CLUSTERLIB_MEMORY="200")
    ask = "import resource; print(resource.getrlimit(resource.RLIMIT_DATA)[0] // 2**20)"
    assert 200 + memory.LOADING <= int(told(client, ask)) < 1500
    _, free = begin(CLUSTERLIB_MEMORY="0")
    assert int(told(free, ask)) in (-1, 2**44 - 1)


def test_a_page_can_ask_a_forked_kernel_for_all_its_widgets_at_once(begin):
    _, client = begin()
    asked = "import comm; print(sorted(comm.get_comm_manager().targets))"
    assert told(client, asked) == "['jupyter.widget', 'jupyter.widget.control']"


def test_a_forked_kernel_checks_a_table_without_loading_anything(begin):
    _, client = begin()
    asked = (
        "import sys; from clusterlib import tables; before = len(sys.modules)\n"
        "tables.schema('demand_scores').validate(tables.empty('demand_scores'), lazy=True)\n"
        "print(len(sys.modules) - before)"
    )
    assert told(client, asked) == "0"


def test_a_stopped_kernel_does_not_beat_and_a_busy_one_does(begin):
    import asyncio

    from clusterlib.serving.pulse import Pulse, pulse

    manager, client = begin()
    assert asyncio.run(pulse(manager)) == Pulse(beats=True, works=False)
    client.execute("while True: pass")
    assert asyncio.run(pulse(manager)) == Pulse(beats=True, works=True)
    os.kill(manager.provisioner.pid, signal.SIGSTOP)
    assert asyncio.run(pulse(manager)) == Pulse(beats=False, works=False)
    os.kill(manager.provisioner.pid, signal.SIGKILL)
    assert asyncio.run(pulse(manager)).beats is False


def test_a_forked_kernel_has_no_debugger_and_writes_down_no_history(begin):
    _, client = begin()
    code = "import sys; print(sys.modules['debugpy'], get_ipython().history_manager.enabled)"
    assert told(client, code) == "None False"
