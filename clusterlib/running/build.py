"""Build the notebooks from their sources: ``python -m clusterlib.running.build``.

A source is a jupytext percent script. Cell ids are fixed (step and position), so the same source gives
the same bytes; outputs are kept only in cells tagged ``nbval-check-output`` whose code did not change.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from clusterlib import atomic, places

#: Every tag a cell may carry.
TAGS = frozenset(
    [
        "narrative",
        "defaults",
        "parameters",
        "setup",
        "hide-input",
        "inputs",
        "compute",
        "figure",
        "hand-over",
        "check",
        "exercise",
        "solution",
        "nbval-check-output",
        "nbval-ignore-output",
        "trainer-note",
    ]
)
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def sources(folder: Path | None = None) -> list[Path]:
    """The hand-written scripts, in the order of the guide."""
    return sorted(((folder or places.workbooks()) / "src").glob("[0-9][0-9]_*.py"))


def notebook(source: Path) -> Any:
    """One notebook (nbformat 4), from its script, without outputs.

    Parameters
    ----------
    source : Path
        A jupytext percent script whose header declares the step.
    """
    import jupytext

    made = jupytext.read(source, fmt="py:percent")
    for position, cell in enumerate(made.cells):
        cell["id"] = f"{source.stem.replace('_', '-')}-{position:02d}"
        if cell.cell_type == "markdown":
            cell.metadata.setdefault("tags", ["narrative"])
        else:
            cell["outputs"], cell["execution_count"] = [], None
    declared = made.metadata.get("clusterlib", {})
    made.metadata = {"clusterlib": declared, "kernelspec": _KERNEL, "language_info": {"name": "python"}}
    made.nbformat, made.nbformat_minor = 4, 5
    return made


def with_outputs(made: Any, known: Any) -> Any:
    """Carry the compared outputs of an earlier build over, where the code is the same."""
    kept: dict[str, list[Any]] = {}
    for cell in _compared(known):
        kept.setdefault(cell.source, []).append(cell.outputs)
    for cell in _compared(made):
        if found := kept.get(cell.source):  # the same code twice: in the order in which it stands
            outputs = cell["outputs"] = found.pop(0)
            cell["execution_count"] = 1 if outputs else None  # nbval compares only cells that have run
    return made


def _compared(made: Any) -> list[Any]:
    return [
        cell
        for cell in made.cells
        if cell.cell_type == "code" and "nbval-check-output" in cell.metadata.get("tags", ())
    ]


def text(made: Any) -> str:
    """The notebook as it is written to disk."""
    import nbformat

    return str(nbformat.writes(made, version=4)) + "\n"  # type: ignore[no-untyped-call]


def _read(path: Path) -> Any:
    import nbformat

    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def build(folder: Path | None = None, *, run: bool = False) -> list[Path]:
    """Build every workbook of a folder; gives back the files that changed.

    Parameters
    ----------
    folder : Path, optional
        Holds ``src``; the shipped workbooks by default.
    run : bool
        Execute them on the shipped case and store what ``nbval-check-output`` cells print.
    """
    changed = []
    for source in sources(folder):
        made, target = notebook(source), source.parent.parent / f"{source.stem}.ipynb"
        if target.exists():
            made = with_outputs(made, _read(target))
        if not target.exists() or target.read_text("utf-8") != text(made):
            atomic.write_bytes(target, text(made).encode("utf-8"))
            changed.append(target)
    return changed + (_store_outputs(folder) if run else [])


def _store_outputs(folder: Path | None) -> list[Path]:
    """Run all workbooks on the shipped case, in order, and keep the outputs that tests compare."""
    import os
    import tempfile

    from nbclient import NotebookClient

    changed = []
    with tempfile.TemporaryDirectory() as run:
        os.environ.update(CLUSTERLIB_MODE="batch", CLUSTERLIB_OUT=run, CLUSTERLIB_LANG="en")
        for source in sources(folder):
            target = source.parent.parent / f"{source.stem}.ipynb"
            made = _read(target)
            cells = NotebookClient(
                made, kernel_name="python3", resources={"metadata": {"path": target.parent}}
            )
            before = text(with_outputs(notebook(source), _read(target)))
            cells.execute()
            after = text(with_outputs(notebook(source), _plain(made)))
            if before != after:
                atomic.write_bytes(target, after.encode("utf-8"))
                changed.append(target)
    return changed


def _plain(made: Any) -> Any:
    for cell in made.cells:
        for output in cell.get("outputs", ()):
            if "execution_count" in output:
                output["execution_count"] = None
    return made


def main(arguments: list[str] | None = None) -> int:
    """Build; ``--check`` only says whether a notebook differs from its source, ``--run`` stores outputs."""
    given = sys.argv[1:] if arguments is None else arguments
    if "--check" in given:
        stale = []
        for source in sources():
            target = source.parent.parent / f"{source.stem}.ipynb"
            fresh = notebook(source)
            if not target.exists() or target.read_text("utf-8") != text(with_outputs(fresh, _read(target))):
                stale.append(target.name)
        print(
            "\n".join(f"{name} differs from its source" for name in stale)
            or "all workbooks equal their sources"
        )
        return bool(stale)
    for path in build(run="--run" in given):
        print(f"built {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
