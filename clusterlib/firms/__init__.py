"""From ten million firm rows to one table of jobs that may be published."""
