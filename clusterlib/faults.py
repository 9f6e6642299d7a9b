"""Exceptions a caller can catch. What is wrong in an input is a `Fault`, collected, not raised one by one."""

from __future__ import annotations


class ClusterlibError(ValueError):
    """Anything this library refuses, said in a sentence."""


class SchemaError(ClusterlibError):
    """A column or table is missing or of the wrong kind."""


class DomainError(ClusterlibError):
    """A value lies outside what is allowed."""


class IntegrityError(ClusterlibError):
    """Rows do not fit together: a key twice, an id nobody has, a circle."""
