"""One workbook in one process of its own: ``python -m clusterlib.running.execute JOB.json``.

The chain starts it, watches it and believes only what lies in the folder afterwards.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from clusterlib.kernels.lean import lean


def execute(job: dict[str, Any]) -> dict[str, Any]:
    """Run one workbook with papermill.

    Parameters
    ----------
    job : dict
        ``notebook``, ``output``, ``parameters``, ``lang``, ``limit`` (seconds a cell may take).

    Returns
    -------
    dict
        ``ok`` and, when it is false, ``reason`` in one line and ``cell``.
    """
    lean()
    import nbformat
    import papermill
    from papermill.exceptions import PapermillExecutionError

    from clusterlib.running.translation import translated

    source = Path(job["output"]).with_suffix(".source.ipynb")
    given = nbformat.read(job["notebook"], as_version=4)  # type: ignore[no-untyped-call]
    nbformat.write(translated(given, job["lang"]), source)  # type: ignore[no-untyped-call]
    try:
        papermill.execute_notebook(
            str(source),
            job["output"],
            parameters=job["parameters"],
            kernel_name="python3",
            progress_bar=False,
            execution_timeout=job["limit"],
            cwd=job["folder"],
        )
    except PapermillExecutionError as error:
        return {"ok": False, "reason": f"{error.ename}: {error.evalue}", "cell": error.cell_index}
    except Exception as error:  # the kernel died, a cell never ended, the disk is full: all end here
        return {"ok": False, "reason": f"{type(error).__name__}: {_first_line(error)}", "cell": None}
    finally:
        source.unlink(missing_ok=True)
    return {"ok": True}


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), "no further word")


def main(path: str) -> int:
    """Read the job, run it, write the result beside it."""
    job_file = Path(path)
    result = execute(json.loads(job_file.read_text("utf-8")))
    job_file.with_name("result.json").write_text(json.dumps(result), "utf-8")
    return 0 if result["ok"] else 3


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
