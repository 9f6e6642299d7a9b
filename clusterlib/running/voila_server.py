"""Voila with our start page. Kept apart, because importing Voila is slow and needed only to serve."""

from __future__ import annotations

from typing import Any

from voila.app import Voila


class Server(Voila):  # type: ignore[misc]
    """Voila whose start page knows the case and the names of the steps."""

    #: Title, text and names of the steps; set before `initialize`.
    start_page: dict[str, Any] = {}  # noqa: RUF012 - a traitlets application forbids dataclass fields

    def init_settings(self) -> dict[str, Any]:
        """Settings of Voila, and the words of the start page for its template."""
        settings: dict[str, Any] = super().init_settings()
        settings["voila_jinja2_env"].globals["start_page"] = self.start_page
        return settings
