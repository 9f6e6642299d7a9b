"""Under JupyterHub: who comes is told by the hub, and nobody but the owner of this server is let in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from tornado import web
from tornado.httputil import url_concat

from clusterlib.faults import ClusterlibError

#: What a hub tells the servers that it starts; with both, this server is one of them.
PREFIX, TOKEN = "JUPYTERHUB_SERVICE_PREFIX", "JUPYTERHUB_API_TOKEN"


@dataclass(frozen=True, slots=True)
class Hub:
    """The hub that started this server.

    Attributes
    ----------
    user : str
        Owner of this server.
    prefix : str
        Where its addresses begin, with slashes at both ends.
    ip, port : str, int
        Where the hub expects it to listen; port 0: not said.
    auth
        `jupyterhub.services.auth.HubOAuth`, which asks the hub who comes.
    """

    user: str
    prefix: str
    ip: str
    port: int
    auth: Any

    def owner(self, asked: web.RequestHandler) -> None:
        """Let the owner pass; send who is not signed in to the hub, and everybody else away.

        Raises
        ------
        Finish
            After the way to the hub's sign-in.
        HTTPError
            403: somebody else, a token that does not reach this server, or a request that is no page.
        """
        user = self.auth.get_user(asked)
        if user is None:
            upgrade = asked.request.headers.get("Upgrade", "").casefold()
            if asked.request.method != "GET" or upgrade == "websocket":
                raise web.HTTPError(403)
            state = self.auth.set_state_cookie(asked, next_url=asked.request.uri)
            asked.redirect(url_concat(self.auth.login_url, {"state": state}))
            raise web.Finish
        needed = self.auth.access_scopes
        if user.get("name") != self.user or (needed and not self.auth.check_scopes(needed, user)):
            raise web.HTTPError(403)

    def routes(self) -> list[tuple[str, type[web.RequestHandler]]]:
        """Where the hub sends the owner back to."""
        from jupyterhub.services.auth import HubOAuthCallbackHandler

        callback = type("Callback", (HubOAuthCallbackHandler,), {"hub_auth": self.auth})
        return [(f"{self.prefix}oauth_callback", callback)]


def from_environment(environment: Mapping[str, str]) -> Hub | None:
    """The hub that started this server; None where none did.

    Raises
    ------
    ClusterlibError
        If a hub did, but does not say for whom, or the package to ask it with is not installed.
    """
    prefix = environment.get(PREFIX, "")
    if not prefix or not environment.get(TOKEN):
        return None
    user = environment.get("JUPYTERHUB_USER", "")
    if not user:
        raise ClusterlibError("JupyterHub started this server without JUPYTERHUB_USER; nobody is let in.")
    try:
        from jupyterhub.services.auth import HubOAuth
    except ImportError:
        raise ClusterlibError(
            "Under JupyterHub one more package is needed. Install it with: pip install 'clusterlib[hub]'"
        ) from None
    place = urlsplit(environment.get("JUPYTERHUB_SERVICE_URL", ""))
    whole = "/" + "/".join(part for part in prefix.split("/") if part) + "/"
    return Hub(user, whole, place.hostname or "127.0.0.1", place.port or 0, HubOAuth())
