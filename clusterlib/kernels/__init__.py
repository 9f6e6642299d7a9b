"""Kernels that begin warm: forked from a parent process that has loaded everything."""
