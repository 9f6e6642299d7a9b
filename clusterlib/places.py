"""Where the workbooks, the shipped cases and the reference facts lie, in a checkout and when installed."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

import pandas as pd

from clusterlib.faults import ClusterlibError

_PACKAGE = Path(__file__).resolve().parent
#: Scripts, styles and templates of the pages.
STATIC = _PACKAGE / "static"


def script(*names: str) -> str:
    """Scripts of a widget as one module; a widget cannot import another file.

    Examples
    --------
    >>> "function newId()" in script("widget.js", "grid.js")
    True
    """
    return "\n".join((STATIC / name).read_text("utf-8") for name in names)


def fetched(name: str) -> str:
    """A script of a widget that the page of an app fetches once, whatever the number of its widgets.

    Parameters
    ----------
    name : str
        Of the script, as the server gives it out under ``pages/``.

    Examples
    --------
    >>> print(fetched("grid.js"))
    const style = document.querySelector('link[href$="pages/product.css"]');
    export default (await import(new URL("grid.js", style.href))).default;
    """
    return (
        "const style = document.querySelector('link[href$=\"pages/product.css\"]');\n"
        f'export default (await import(new URL("{name}", style.href))).default;'
    )


def jupyter_path() -> str:
    """Where Jupyter finds kernels that begin warm, before what the user has set.

    Examples
    --------
    >>> jupyter_path().startswith(str(STATIC / "jupyter"))
    True
    """
    own = str(STATIC / "jupyter")
    return os.pathsep.join(path for path in (own, os.environ.get("JUPYTER_PATH", "")) if path)


def root() -> Path:
    """Folder that holds ``workbooks`` and ``data``."""
    shipped = _PACKAGE / "_shipped"
    return shipped if shipped.is_dir() else _PACKAGE.parent


def workbooks() -> Path:
    """Folder of the built workbooks; the chain names it to the processes it starts."""
    named = os.environ.get("CLUSTERLIB_WORKBOOKS", "")
    return Path(named) if named else root() / "workbooks"


def shipped_case(name: str = "dakar-ict") -> Path:
    """Folder of one of the shipped cases."""
    return root() / "data" / "cases" / name


@lru_cache(maxsize=64)
def _reference(name: str) -> pd.DataFrame:
    path = root() / "data" / "reference" / f"{name}.csv"
    known = sorted(p.stem for p in path.parent.glob("*.csv"))
    if name not in known:
        raise ClusterlibError(f"There are no reference facts called {name!r}; there are {', '.join(known)}.")
    return pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")


def reference(name: str) -> pd.DataFrame:
    """Facts of the guide and of public sources, all cells as text; each row names its lines.

    Parameters
    ----------
    name : str
        File name in ``data/reference`` without ending.

    Raises
    ------
    ClusterlibError
        If there is no such file.
    """
    return _reference(name).copy()
