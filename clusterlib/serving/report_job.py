"""One report in a process of its own: ``python -m clusterlib.serving.report_job CASE RUN KIND LANG``.

It says in lines of JSON how far it is; whoever began it may end it at any time.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from clusterlib.inputs.cases import open_case
from clusterlib.running import chain, report
from clusterlib.running.declared import workbooks


def tell(done: int, of: int, what: str) -> None:
    """One line for whoever waits."""
    print(json.dumps({"done": done, "of": of, "what": what}), flush=True)


def make(case: Path, run: Path, kind: str, lang: str) -> Path:
    """Run the chain and write the report; gives back its path."""
    of, finished = len(workbooks()) + 1, [0]

    def tick(step: str, status: str, _seconds: float) -> None:
        if status != "running":
            finished[0] += 1
        tell(finished[0], of, step)

    chain.run(open_case(case), run, lang=lang, tick=tick)
    tell(of - 1, of, "report")
    file = report.write(run, to=kind)
    tell(of, of, "report")
    return file


if __name__ == "__main__":
    made = make(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4])
    print(json.dumps({"file": made.name}), flush=True)
