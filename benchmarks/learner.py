"""A learner without a browser: asks a class for what its pages ask for, and counts the seconds.

It opens a page, the line to the kernel, fetches the state of all widgets as the page does, asks for the
parts that are in view and waits for their content; then it edits cells. It draws nothing, so that thirty
of them leave the processors to the server.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
import uuid
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.websocket import WebSocketClientConnection, websocket_connect

#: The way in which browsers and Jupyter servers pack messages.
PROTOCOL = "v1.kernel.websocket.jupyter.org"
_CONTROL = "jupyter.widget.control"
_SECONDS = 120.0


def pack(
    channel: str, kind: str, content: dict[str, Any], session: str, metadata: dict[str, Any] | None = None
) -> bytes:
    """One message to a kernel as bytes: offsets, then channel, header, parent, metadata and content."""
    header = {"msg_id": uuid.uuid4().hex, "msg_type": kind, "username": "", "session": session}
    header |= {"version": "5.2", "date": "2027-01-01T00:00:00Z"}
    parts = [channel.encode(), *(json.dumps(part).encode() for part in (header, {}, metadata or {}, content))]
    offsets = [8 * (len(parts) + 2)]
    for part in parts:
        offsets.append(offsets[-1] + len(part))
    head = len(offsets).to_bytes(8, "little") + b"".join(at.to_bytes(8, "little") for at in offsets)
    return head + b"".join(parts)


def unpack(data: bytes) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Type, parent header and content of a message from a kernel."""
    count = int.from_bytes(data[:8], "little")
    at = [int.from_bytes(data[8 * (i + 1) : 8 * (i + 2)], "little") for i in range(count)]
    header, parent, _, content = (json.loads(data[at[i] : at[i + 1]]) for i in range(1, 5))
    return header["msg_type"], parent, content


@dataclass
class Learner:
    """One learner at one server.

    Parameters
    ----------
    url : str
        Where the server is.
    name : str
        Name that the class sees.
    """

    url: str
    name: str = "Awa"
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    heard: float = 0.0
    _cookies: dict[str, str] = field(default_factory=dict)
    _line: WebSocketClientConnection | None = None
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _reader: asyncio.Task[None] | None = None
    _control: str = ""
    _complete: bool = False
    _session: str = field(default_factory=lambda: uuid.uuid4().hex)
    kernel: str = ""

    # ------------------------------------------------------------------ pages
    async def get(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """One request with this learner's cookies; redirections are not followed."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        body = None if form is None else urlencode({**form, "_xsrf": self._cookies.get("_xsrf", "")})
        asked = HTTPRequest(
            self.url + path,
            method="GET" if form is None else "POST",
            body=body,
            headers=headers,
            follow_redirects=False,
            request_timeout=_SECONDS,
        )
        answer = await AsyncHTTPClient().fetch(asked, raise_error=False)
        for line in answer.headers.get_list("Set-Cookie"):
            self._cookies |= {key: morsel.value for key, morsel in SimpleCookie(line).items()}
        return answer.code, answer.body.decode("utf-8", "replace")

    async def join(self, code: str) -> None:
        """Come into the class."""
        await self.get("/join")
        status, _ = await self.get("/join", {"code": code, "who": self.name})
        if status != 302:
            raise RuntimeError(f"the door answered {status}")

    async def open(self, book: str, *, parts: int = 1) -> float:
        """Open a workbook and wait until its first parts are there; gives back the seconds it took."""
        began = time.monotonic()
        status, page = await self.get(f"/voila/render/{book}")
        found = re.search(r'"kernelId": "([0-9a-f-]+)"', page)
        if status != 200 or found is None:
            raise RuntimeError(f"{book} answered {status}")
        self.kernel = found[1]
        views = re.findall(r'"model_id": "([0-9a-f]+)"', page)
        await self._connect()
        self._control = uuid.uuid4().hex
        opening = {"comm_id": self._control, "target_name": _CONTROL, "data": {}}
        self._send("comm_open", opening, {"version": "1.0.0"})
        self._send("comm_msg", {"comm_id": self._control, "data": {"method": "request_states"}})
        await self._until(lambda: self._complete)
        self.parts = [key for key in views if "visible" in self.states.get(key, {})]
        wanted = self.parts[:parts]
        for key in wanted:
            update = {"method": "update", "state": {"visible": True}, "buffer_paths": []}
            self._send("comm_msg", {"comm_id": key, "data": update})
        await self._until(lambda: all(not self.states[key]["busy"] for key in wanted))
        return time.monotonic() - began

    # ------------------------------------------------------------------ editing
    def grid(self, table: str) -> str:
        """Id of the grid of a table."""
        return next(key for key, state in self.states.items() if state.get("table") == table)

    async def edit(self, table: str, row: int, column: str) -> tuple[float, float]:
        """Change a text; seconds until it is kept, and until the first part shows it."""
        grid, part = self.grid(table), self.parts[0]
        state, before = self.states[grid], self.states[part].get("told", 0)
        asked = uuid.uuid4().hex[:22]
        kept = state["rows"][row]
        names = [known["name"] for known in state["columns"]]
        value = f"{kept['cells'][names.index(column)].partition(' · ')[0]} · {kept['version']}"
        edits = [{"row": kept["id"], "cells": {column: value}, "seen": kept["version"], "after": None}]
        content = {"kind": "save", "id": asked, "edits": edits}
        began = time.monotonic()
        self._send("comm_msg", {"comm_id": grid, "data": {"method": "custom", "content": content}})
        await self._until(lambda: asked in self.answers)
        saved = time.monotonic() - began
        if self.answers[asked]["outcome"] != "saved":
            raise RuntimeError(f"not saved: {self.answers[asked]}")
        await self._until(lambda: self.states[part].get("told", 0) > before and not self.states[part]["busy"])
        return saved, time.monotonic() - began

    async def leave(self) -> None:
        """Close the page; its kernel ends."""
        if self._line is not None:
            self._line.close()
        if self._reader is not None:
            self._reader.cancel()
        if self.kernel:
            await self.get(f"/voila/api/shutdown/{self.kernel}", {})

    # ------------------------------------------------------------------ the line to the kernel
    async def _connect(self) -> None:
        address = f"{self.url.replace('http', 'ws', 1)}/api/kernels/{self.kernel}/channels"
        cookies = "; ".join(f"{k}={v}" for k, v in self._cookies.items())
        asked = HTTPRequest(address, headers={"Cookie": cookies}, request_timeout=_SECONDS)
        self._line = await websocket_connect(asked, subprotocols=[PROTOCOL])
        self._reader = asyncio.create_task(self._read())
        self._send("kernel_info_request", {})

    def _send(self, kind: str, content: dict[str, Any], metadata: dict[str, Any] | None = None) -> None:
        assert self._line is not None
        self._line.write_message(pack("shell", kind, content, self._session, metadata), binary=True)

    async def _until(self, there: Any) -> None:
        async with asyncio.timeout(_SECONDS):
            while not there():
                self._news.clear()
                await self._news.wait()

    async def _read(self) -> None:
        assert self._line is not None
        while (data := await self._line.read_message()) is not None:
            assert isinstance(data, bytes)
            self.heard = time.monotonic()
            kind, _, content = unpack(data)
            if kind in ("comm_msg", "comm_open"):
                self._take(content)
            self._news.set()

    def _take(self, content: dict[str, Any]) -> None:
        data = content.get("data", {})
        if content.get("comm_id") == self._control and data.get("method") == "update_states":
            self.states = {key: model["state"] for key, model in data["states"].items()}
            self._complete = True
        elif data.get("method") == "update" and content["comm_id"] in self.states:
            state = self.states[content["comm_id"]]
            state |= data["state"]
            if "html" in data["state"]:
                state["told"] = state.get("told", 0) + 1
        elif data.get("method") == "custom" and "id" in (data.get("content") or {}):
            self.answers[data["content"]["id"]] = data["content"]
