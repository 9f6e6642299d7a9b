"""The workbooks as apps: Voila over the same files, on this machine only, with the network off."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from clusterlib import atomic, places
from clusterlib.inputs import cases
from clusterlib.inputs.cases import Case
from clusterlib.kernels.lean import lean
from clusterlib.kernels.memory import BOUND, USUAL
from clusterlib.readings import Speaker
from clusterlib.running import app_store
from clusterlib.serving import hub
from clusterlib.serving.hub import Hub
from clusterlib.store import desk
from clusterlib.store.database import Store, open_store

if TYPE_CHECKING:  # loaded once `lean` has been called
    from clusterlib.serving.rooms import Rooms
    from clusterlib.serving.server import Server

#: Nobody but this machine: a class of strangers needs a login in front.
LOOPBACK = "127.0.0.1"
#: Extensions of JupyterLab that the apps need; others only slow them down.
EXTENSIONS = ("@jupyter-widgets/jupyterlab-manager", "@voila-dashboards/widgets-manager8", "anywidget")
#: Minutes after which a forgotten app is ended.
IDLE_MINUTES = 60


def run_folder(case: Path, out: Path | None) -> Path:
    """Run folder of the apps of a case."""
    return (out or Path("runs") / f"{atomic.slug(case.stem)}-apps").absolute()


def environment(case: Path | None, out: Path | None, lang: str) -> dict[str, str]:
    """What the kernels of the apps find: case, run folder and language."""
    chosen = (case or places.shipped_case()).absolute()
    found = {
        "CLUSTERLIB_CASE": str(chosen),
        "CLUSTERLIB_OUT": str(run_folder(chosen, out)),
        "CLUSTERLIB_LANG": lang,
        "CLUSTERLIB_MODE": "live",
        "MPLBACKEND": "agg",
        "JUPYTER_PREFER_ENV_PATH": "1",
        "JUPYTER_PLATFORM_DIRS": "1",
    }
    return found | {"JUPYTER_PATH": places.jupyter_path()}


def arguments(port: int, *, browser: bool, ip: str = LOOPBACK, base: str = "/") -> list[str]:
    """Words Voila is started with."""
    return [
        str(places.workbooks()),
        f"--Voila.ip={ip}",
        f"--port={port}",
        *([] if base == "/" else [f"--Voila.base_url={base}", f"--Voila.server_url={base}"]),
        "--template=clusterlib",
        "--VoilaConfiguration.show_tracebacks=False",
        "--VoilaConfiguration.strip_sources=True",
        "--VoilaConfiguration.file_allowlist=[]",
        "--VoilaConfiguration.allow_template_override=NO",
        "--VoilaConfiguration.allow_theme_override=NO",
        "--VoilaConfiguration.classic_tree=True",
        f"--VoilaConfiguration.extension_allowlist={list(EXTENSIONS)!r}",
        "--VoilaConfiguration.theme=light",
        f"--MappingKernelManager.cull_idle_timeout={IDLE_MINUTES * 60}",
        "--MappingKernelManager.cull_interval=60",
        "--MappingKernelManager.cull_connected=True",
        "--KernelManager.autorestart=False",  # a kernel that begins anew knows nothing of the page it served
        *([] if browser else ["--no-browser"]),
    ]


def serve(
    case: Path | None = None,
    *,
    port: int = 8866,
    out: Path | None = None,
    lang: str = "",
    browser: bool = True,
    store: str = "",
    again: bool = False,
    for_class: bool = False,
    most: int = 0,
    memory: int = USUAL,
) -> int:
    """Serve the workbooks until the process is ended.

    Parameters
    ----------
    case : Path, optional
        Folder or Excel file; the shipped Dakar case if not given.
    port : int
        Port on the loopback address.
    out : Path, optional
        Run folder of the apps.
    lang : {"", "en", "fr"}
        Language of the texts; empty: the language of the case.
    browser : bool
        Whether to open a browser.
    store : str
        File or address of the store that keeps what is entered; ``kept.sqlite`` in the run folder if empty.
    again : bool
        Take the files of the case in again, as a new version.
    for_class : bool
        Let a class in, over the network of the room: with a code, a room for each learner, and a page
        for the trainer. Else nobody but this machine is answered.
    most : int
        Workbooks open at the same time; 0: a default.
    memory : int
        MB that each open workbook may take of its own; 0: no bound.

    Raises
    ------
    ClusterlibError
        If the case or the store cannot be opened.
    """
    path = case or places.shipped_case()
    opened = cases.open_case(path)
    words = lang or opened.language or "en"
    folder = run_folder(path.absolute(), out)
    where = app_store.place(store, folder)
    kept = open_store(where)
    under = hub.from_environment(os.environ)
    found = None if under else app_store.open_for_apps(kept, path.absolute(), opened, again=again)
    os.environ.update(environment(case, out, words))
    os.environ |= {desk.STORE: where, BOUND: str(memory)}
    lean()
    from clusterlib.serving import pages, votes
    from clusterlib.serving.server import Prepare

    threading.Thread(target=_warm, daemon=True).start()
    ip = "0.0.0.0" if for_class else LOOPBACK
    if under is not None:
        ip, port, browser = under.ip, under.port or port, False
    server = _server(
        _people(kept, folder, opened, for_class=for_class, under=under), folder, lang=words, under=under,
        note="" if found is None else found.sentence(Speaker(words)), port=port, most=most,
    )  # fmt: skip
    if under is None:  # phones in the room reach a hub's server by no short way
        votes.attach(server.site, where=where, host=ip, port=port, secret=server.secret)
    server.initialize(arguments(port, browser=browser, ip=ip, base=server.site.base))
    server.voila_configuration.prelaunch_hook = Prepare()
    for line in pages.class_lines(Speaker(words), server.site, port) if for_class and under is None else ():
        print(line, flush=True)
    _run(server, kept)
    return 0


def _people(kept: Store, folder: Path, opened: Case, *, for_class: bool, under: Hub | None) -> Rooms:
    """Who is let in, and sees what."""
    from clusterlib.serving import rooms
    from clusterlib.store import held

    held.hold(opened)
    if under is not None:
        return rooms.Rooms(kept, course=(opened,), owner=under.user)
    return rooms.open_class(kept, folder, (opened,)) if for_class else rooms.Rooms(kept)


def _server(
    people: Rooms, folder: Path, *, lang: str, under: Hub | None, note: str, port: int, most: int
) -> Server:
    """The server of these people, not yet listening."""
    from clusterlib.serving.asked import Site
    from clusterlib.serving.server import Server

    server: Server = Server.instance()
    server.site = Site(
        people, folder, base="/" if under is None else under.prefix, lang=lang, note=note,
        address=f"http://{_own_address()}:{port}", hub=under,
    )  # fmt: skip
    server.most = most or server.most
    server.secret = _secret(folder)
    return server


def _run(server: Server, kept: Store) -> None:
    """Serve until the process is ended; then end all that stands beside the server."""
    from clusterlib.kernels.provisioner import WARM

    try:
        server.start()
    finally:
        server.site.reports.end()
        WARM.end()
        if server.site.votes is not None:
            server.site.votes.end()
        kept.close()


def _own_address() -> str:
    """The address of this machine in its network; nothing is sent to find it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documentation
            return str(probe.getsockname()[0])
        except OSError:
            return LOOPBACK


def _warm() -> None:
    """Load what kernels need while the person still reads the start page."""
    from clusterlib.kernels.provisioner import WARM

    with contextlib.suppress(OSError):  # then kernels begin cold, and the provisioner says why
        WARM.begin()


def _secret(folder: Path) -> bytes:
    """The secret that cookies are signed with; it stays with the run folder and is nobody else's to read."""
    file = folder / "cookie-secret"
    folder.mkdir(parents=True, exist_ok=True)
    with contextlib.suppress(FileExistsError), open(file, "xb", opener=_private) as new:
        new.write(secrets.token_bytes(32))
    return file.read_bytes()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
