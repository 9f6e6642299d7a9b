"""The one call of typst: files in memory go in, a file comes out; nothing on disk is read but the fonts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from clusterlib.faults import ClusterlibError
from clusterlib.reports import faces


def typeset(files: Mapping[str, bytes], *, system_fonts: bool = False, **options: Any) -> bytes:
    """Compile ``main.typ``.

    Parameters
    ----------
    files : mapping of str to bytes
        ``main.typ`` and all that it reads.
    system_fonts : bool
        Whether fonts of this machine may help out where the ones that come along lack a letter.
    **options
        What typst takes: ``format``, ``ppi``, ``pdf_standards``, ``timestamp``.

    Raises
    ------
    ClusterlibError
        If typst refuses the document.

    Examples
    --------
    >>> typeset({"main.typ": b"Hello"}, format="pdf")[:5]
    b'%PDF-'
    """
    import typst

    try:
        made = typst.compile(
            dict(files), font_paths=[str(faces.folder())], ignore_system_fonts=not system_fonts, **options
        )
    except typst.TypstError as error:
        raise ClusterlibError(f"The page could not be set: {error.message}") from error
    assert isinstance(made, bytes)
    return made
