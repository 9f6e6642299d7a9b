# ruff: noqa: E501
"""Servers that the benchmarks of the apps compare, each as a process of its own, and what they use."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.request import urlopen

import psutil

from clusterlib import places

#: The case that all are given.
CASE = places.shipped_case()
#: Processors that a server and all it begins may use.
CORES = 2


@dataclass
class Server:
    """A running server.

    Parameters
    ----------
    process : Popen
        Its first process.
    url : str
        Where it answers.
    home : Path
        Its folder.
    """

    process: subprocess.Popen[bytes]
    url: str
    home: Path
    code: str = ""
    trainer: str = ""
    _gone: dict[int, float] = field(default_factory=dict)

    def processes(self) -> list[psutil.Process]:
        """The server and all it began, kernels too."""
        first = psutil.Process(self.process.pid)
        return [first, *first.children(recursive=True)]

    def cpu(self) -> float:
        """Seconds of processor time of all processes so far, those that ended meanwhile included."""
        now = {}
        for process in self.processes():
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            now[process.pid] = times.user + times.system
        self._gone |= now  # what ended keeps what it had used when it was last seen
        return sum(self._gone.values())

    def kernels(self) -> list[psutil.Process]:
        """Processes of kernels: forked from the warm parent, or begun as stock ones."""
        found = []
        for process in self.processes():
            try:
                words = process.cmdline()
                above = process.parent()
                forked = above is not None and "clusterlib.kernels.parent" in above.cmdline()
            except psutil.Error:
                continue
            if forked or "ipykernel_launcher" in words:
                found.append(process)
        return found

    def memory(self) -> tuple[float, float]:
        """Megabytes of the kernels on average, and of all processes together; shared pages counted once (PSS)."""
        kernels = {process.pid for process in self.kernels()}
        sizes = {}
        for process in self.processes():
            try:
                sizes[process.pid] = process.memory_full_info().pss / 1e6
            except psutil.Error:
                continue
        own = [size for pid, size in sizes.items() if pid in kernels]
        return sum(own) / max(1, len(own)), sum(sizes.values())

    def stop(self) -> None:
        """End it and all it began."""
        left = self.processes()
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
        for process in left:
            try:
                process.kill()
            except psutil.Error:
                continue


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def begin(words: Sequence[str], home: Path, port: int, env: dict[str, str], path: str = "/") -> Server:
    """Start a server on `CORES` processors and wait until it answers.

    Raises
    ------
    RuntimeError
        If it does not.
    """
    home.mkdir(parents=True, exist_ok=True)
    log = home / "log.txt"
    with log.open("wb") as out:
        process = subprocess.Popen(words, stdout=out, stderr=out, env={**os.environ, **env}, cwd=home)
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))[:CORES]
        os.sched_setaffinity(process.pid, allowed)
    url = f"http://127.0.0.1:{port}"
    deadline = time.monotonic() + 180
    while True:
        try:
            urlopen(url + path, timeout=30).close()
            return Server(process, url, home)
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(log.read_text("utf-8", "replace")[-2000:]) from None
            time.sleep(0.2)


def ours(home: Path, *, for_class: bool = False) -> Server:
    """`clusterlib serve`; it has loaded its warm parent when it is given back."""
    port = free_port()
    case = shutil.copytree(CASE, home / "case")
    words = [sys.executable, "-m", "clusterlib", "serve", str(case), "--port", str(port), "--no-browser"]
    words += ["--out", str(home / "run"), *(["--class"] if for_class else [])]
    made = begin(words, home, port, {})
    if for_class:
        known = json.loads((home / "run" / "class.json").read_text("utf-8"))
        made.code, made.trainer = known["code"], known["trainer"]
    quiet(made)
    return made


def plain_voila(home: Path) -> Server:
    """Voila as it is, with stock kernels, over the same workbooks: every part is computed at once."""
    port = free_port()
    case = shutil.copytree(CASE, home / "case")
    words = [sys.executable, "-m", "voila", str(places.workbooks()), "--no-browser", f"--port={port}"]
    env = {
        "CLUSTERLIB_CASE": str(case),
        "CLUSTERLIB_OUT": str(home / "run"),
        "CLUSTERLIB_MODE": "",
        "JUPYTER_PATH": "",
    }
    made = begin(words, home, port, env)
    quiet(made)
    return made


def quiet(server: Server, *, patience: float = 60.0) -> None:
    """Wait until a server has nothing to do."""
    deadline = time.monotonic() + patience
    before = server.cpu()
    while time.monotonic() < deadline:
        time.sleep(1.0)
        now = server.cpu()
        if now - before < 0.05:
            return
        before = now


# ---------------------------------------------------------------------- rivals
_CONTENT = """
from pathlib import Path
from clusterlib.demand_ranking import demand_plots, demand_readings, demand_tables, demands
from clusterlib.inputs import cases

def content():
    case = cases.open_case({case!r})
    say = case.say()
    votes = case.table("vote_counts")
    scores = demands.score(case.table("demands"), votes, None, invited=case.setting("demand_ranking.invited"))
    figure = demand_plots.plot_votes(scores, say=say).figure
    return votes, figure, demand_tables.table_scores(scores, say=say), demand_readings.read_scores(scores, say=say)
"""
_STREAMLIT = """
import streamlit as st
from content import content
votes, figure, table, reading = content()
st.title("What value do we want to create?")
st.data_editor(votes, num_rows="dynamic")
st.pyplot(figure)
st.table(table)
st.write(reading)
"""
_PANEL = """
import panel as pn
from content import content
pn.extension("tabulator")
votes, figure, table, reading = content()
pn.Column("# What value do we want to create?", pn.widgets.Tabulator(votes), pn.pane.Matplotlib(figure, tight=True),
          pn.pane.DataFrame(table), pn.pane.Markdown(reading)).servable()
"""


def rivals_python(folder: Path) -> Path | None:
    """Python of an environment with Streamlit, Panel and what clusterlib needs; None if it cannot be made."""
    root = Path(__file__).parents[1]
    uv = next(
        (p for p in (root / ".tools" / "bin" / "uv", Path(shutil.which("uv") or "")) if p.is_file()), None
    )
    python = folder / "bin" / "python"
    if python.exists():
        return python
    if uv is None:
        return None
    made = subprocess.run([str(uv), "venv", "--quiet", "--python", sys.executable, str(folder)], check=False)
    words = [str(uv), "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python)]
    words += ["-r", str(root / "requirements.txt"), "streamlit", "panel"]
    if made.returncode or subprocess.run(words, check=False).returncode:
        shutil.rmtree(folder, ignore_errors=True)
        return None
    return python


def rival(name: str, python: Path, home: Path) -> Server:
    """A Streamlit or Panel server whose page shows the first part of workbook 03, computed by clusterlib."""
    home.mkdir(parents=True)
    port = free_port()
    (home / "content.py").write_text(_CONTENT.format(case=str(CASE)), "utf-8")
    script = home / f"{name}_app.py"
    script.write_text({"streamlit": _STREAMLIT, "panel": _PANEL}[name], "utf-8")
    words = {
        "streamlit": ["run", str(script), "--server.port", str(port), "--server.headless", "true",
                      "--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1"],
        "panel": ["serve", str(script), "--port", str(port), "--address", "127.0.0.1"],
    }[name]  # fmt: skip
    env = {"PYTHONPATH": f"{home}{os.pathsep}{Path(__file__).parents[1]}", "MPLBACKEND": "agg"}
    made = begin(
        [str(python), "-m", name, *words], home, port, env, "/" if name == "streamlit" else f"/{name}_app"
    )
    if name == "panel":
        made.url += f"/{name}_app"
    return made


def version(python: Path, name: str) -> str:
    """Version of a package in an environment."""
    code = f"import importlib.metadata as m; print(m.version({name!r}))"
    found = subprocess.run([str(python), "-c", code], capture_output=True, text=True, check=True)
    return re.sub(r"\s", "", found.stdout)
