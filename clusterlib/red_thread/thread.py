"""The red thread of a case: its edges, the ways along it, and where it breaks."""

from __future__ import annotations

from clusterlib.red_thread.thread_coverage import coverage, coverage_title, plot_coverage, read_coverage
from clusterlib.red_thread.thread_edges import EVIDENCE, edges, path_down, path_up, row_ids, twin_of

__all__ = [
    "EVIDENCE",
    "coverage",
    "coverage_title",
    "edges",
    "path_down",
    "path_up",
    "plot_coverage",
    "read_coverage",
    "row_ids",
    "twin_of",
]
