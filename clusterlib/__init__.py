"""Guided workbooks for cluster development: the helper library.

Nothing happens at import: no file is read, no setting of pandas or matplotlib is changed.
"""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("clusterlib")
except PackageNotFoundError:  # a bare checkout that was never installed
    __version__ = "0+unknown"

__all__ = ["__version__"]
