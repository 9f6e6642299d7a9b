"""Read the small YAML file of an import profile as texts and lists of texts with the lines they stand on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from clusterlib.faults import Fault, fault
from clusterlib.inputs import safe_yaml

#: The largest profile, in bytes; brackets and nesting cost more than their size.
MAX_BYTES = 64 * 1024
_BRACKETS = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """One setting of a profile.

    Attributes
    ----------
    path : tuple of str
        Its keys from the outside in.
    value : str or tuple of str
        A text, or a list of texts.
    line : int
        Where it stands, from 1.
    """

    path: tuple[str, ...]
    value: str | tuple[str, ...]
    line: int

    @property
    def name(self) -> str:
        """The keys with points between them."""
        return ".".join(self.path)


def read_bytes(data: bytes, file: str) -> tuple[list[Entry], list[Fault]]:
    """Entries of a profile; no aliases, no types, nothing but texts, lists and groups.

    Parameters
    ----------
    data : bytes
        The file, UTF-8.
    file : str
        Name that faults carry.

    Examples
    --------
    >>> read_bytes(b"region:\\n  column: geo\\n  total: [EU, EA]\\n", "p.yml")[0][1]
    Entry(path=('region', 'total'), value=('EU', 'EA'), line=3)
    """
    where: dict[str, Any] = {"file": file, "table": "profile"}
    if len(data) > MAX_BYTES:
        size = f"{len(data) / 1024:.0f}"
        return [], [fault("yaml-large", **where, size=size, limit=MAX_BYTES // 1024)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return [], [fault("yaml-utf8", **where)]
    try:
        return list(_entries(text)), []
    except safe_yaml.Broken as broken:
        values = {"found": broken.found, "reason": broken.reason}
        return [], [fault(broken.code, **where, row=broken.line, **values)]


def _entries(text: str) -> Iterator[Entry]:
    node = safe_yaml.mapping(text, most_brackets=_BRACKETS)
    if node is None:
        raise safe_yaml.Broken("yaml-shape", None)
    yield from _flat(node, ())


def _flat(node: Any, above: tuple[str, ...]) -> Iterator[Entry]:
    import yaml

    for key, value in node.value:
        line = key.start_mark.line + 1
        for part in (key, value):
            if not str(part.tag).startswith("tag:yaml.org,2002:"):
                raise safe_yaml.Broken("yaml-tag", line, found=str(part.tag))
            if part.tag.rpartition(":")[2] not in ("str", "map", "seq"):
                tag = str(part.tag).replace("tag:yaml.org,2002:", "!!")
                raise safe_yaml.Broken("yaml-tag", line, found=tag)
        if not isinstance(key, yaml.ScalarNode) or len(above) > 3:
            raise safe_yaml.Broken("yaml-shape", line)
        path = (*above, str(key.value).strip())
        if isinstance(value, yaml.MappingNode):
            yield from _flat(value, path)
        elif isinstance(value, yaml.SequenceNode):
            if not all(isinstance(item, yaml.ScalarNode) for item in value.value):
                raise safe_yaml.Broken("yaml-shape", line)
            yield Entry(path, tuple(str(item.value) for item in value.value), line)
        else:
            yield Entry(path, str(value.value), line)
