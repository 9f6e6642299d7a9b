"""What keeps strangers off: seals that only a page of ours can carry, and a limit on guessed codes."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import OrderedDict

#: Wrong codes that one address may try within `WINDOW` seconds.
TRIES = 20
WINDOW = 60.0
#: Addresses remembered; the oldest are forgotten first.
_MOST = 10_000


def seal(secret: bytes, code: str, token: str) -> str:
    """Proof that a device was shown the page of a poll: made of its token, which no other page can read.

    Examples
    --------
    >>> made = seal(b"key", "AB2C3D", "token")
    >>> made == seal(b"key", "AB2C3D", "token"), made == seal(b"key", "AB2C3E", "token")
    (True, False)
    """
    said = f"{len(code)} {code} {token}".encode("utf-8", "surrogatepass")
    return hmac.new(secret, said, hashlib.sha256).hexdigest()


def sealed(secret: bytes, code: str, token: str, given: str) -> bool:
    """Whether a seal is right; as slow for a wrong one as for a right one."""
    return hmac.compare_digest(seal(secret, code, token).encode(), given.encode("utf-8", "surrogatepass"))


class Guesses:
    """How often an address named a code that is none.

    Examples
    --------
    >>> guesses = Guesses(tries=1)
    >>> guesses.too_many("10.0.0.7"), guesses.wrong("10.0.0.7"), guesses.too_many("10.0.0.7")
    (False, None, True)
    """

    def __init__(self, *, tries: int = TRIES, window: float = WINDOW) -> None:
        self.tries, self.window = tries, window
        self._seen: OrderedDict[str, list[float]] = OrderedDict()

    def too_many(self, address: str) -> bool:
        """Whether this address has to wait."""
        return len(self._recent(address)) >= self.tries

    def wrong(self, address: str) -> None:
        """Count a wrong code."""
        self._seen[address] = [*self._recent(address), time.monotonic()][-self.tries :]
        self._seen.move_to_end(address)
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)

    def _recent(self, address: str) -> list[float]:
        now = time.monotonic()
        return [moment for moment in self._seen.get(address, []) if now - moment < self.window]
