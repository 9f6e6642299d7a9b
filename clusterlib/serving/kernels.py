"""The kernels of the apps: whose each is, how many there may be, and what a new one finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

#: Kernels at the same time, unless said otherwise; each holds about 150 MB of its own.
MOST = 40


class Full(Exception):
    """There are as many kernels as there may be, and none of them sits idle."""


class Placed:
    """The kernel manager as one visitor's page sees it: new kernels are the visitor's own.

    Parameters
    ----------
    manager
        The kernel manager of the server.
    room : str
        Workspace of the visitor.
    environment : mapping
        What a new kernel finds beside the environment of the server.
    """

    def __init__(self, manager: Any, *, room: str, environment: Mapping[str, str]) -> None:
        self._manager, self._room, self._environment = manager, room, dict(environment)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._manager, name)

    async def start_kernel(self, **words: Any) -> str:
        """Start a kernel with the visitor's case and language."""
        env = {key: value for key, value in words.pop("env", {}).items() if key not in _FROM_THE_ADDRESS}
        kernel_id: str = await self._manager.start_kernel(**words, env={**env, **self._environment})
        owners(self._manager)[kernel_id] = self._room
        return kernel_id


#: Words of a request that Voila hands to kernels, and that no kernel needs.
_FROM_THE_ADDRESS = {"QUERY_STRING", "PATH_INFO", "VOILA_REQUEST_URL"}


def owners(manager: Any) -> dict[str, str]:
    """Whose kernel each is, by its id."""
    if not hasattr(manager, "clusterlib_owners"):
        manager.clusterlib_owners = {}
    found: dict[str, str] = manager.clusterlib_owners
    return found


async def make_room(manager: Any, most: int) -> None:
    """See that one more kernel may be started: end those nobody is connected to, longest unused first.

    Raises
    ------
    Full
        If somebody sits at each of them.
    """
    running = list(manager.list_kernel_ids())
    if len(running) < most:
        return
    idle = [k for k in running if manager._kernel_connections.get(k, 0) == 0]
    idle.sort(key=lambda k: manager._kernels[k].last_activity)
    for kernel_id in idle[: len(running) - most + 1]:
        await manager.shutdown_kernel(kernel_id, now=True)
        owners(manager).pop(kernel_id, None)
    if len(list(manager.list_kernel_ids())) >= most:
        raise Full
