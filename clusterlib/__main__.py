"""``python -m clusterlib`` is the `clusterlib` command."""

from clusterlib.cli import main

main()
