"""YAML as plain text: no types, no tags that make objects, no aliases that unfold without end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import yaml


class Broken(Exception):
    """The text is not read; `code` names the sentence, `line` (from 1) and the rest fill it."""

    def __init__(self, code: str, line: int | None, found: str = "", reason: str = "") -> None:
        super().__init__(code)
        self.code, self.line, self.found, self.reason = code, line, found, reason


def mapping(text: str, *, most_brackets: int) -> yaml.MappingNode | None:
    """The node of a text that holds keys and values, its scalars as they are written.

    Parameters
    ----------
    text : str
        YAML.
    most_brackets : int
        How many lists and groups in brackets it may open: nesting costs more than its size.

    Returns
    -------
    MappingNode or None
        None where the text holds nothing.

    Raises
    ------
    Broken
        If it is no YAML, has an anchor or alias, nests too deep, or is a list or a single text.

    Examples
    --------
    >>> node = mapping("country: NO", most_brackets=9)
    >>> [(key.value, value.value) for key, value in node.value]
    [('country', 'NO')]
    """
    import yaml

    class Texts(yaml.SafeLoader):
        """Scalars stay texts."""

        yaml_implicit_resolvers = {}  # noqa: RUF012

    if text.count("[") + text.count("{") > most_brackets:
        raise Broken("yaml-syntax", None, reason="too many brackets")
    try:
        for event in yaml.parse(text, Loader=Texts):
            anchored = isinstance(event, yaml.NodeEvent) and event.anchor is not None
            if isinstance(event, yaml.AliasEvent) or anchored:
                start: Any = event.start_mark
                raise Broken("yaml-alias", start.line + 1)
        node = yaml.compose(text, Loader=Texts)
    except yaml.YAMLError as error:
        mark: Any = getattr(error, "problem_mark", None)
        reason = str(getattr(error, "problem", "") or "?")
        raise Broken("yaml-syntax", mark.line + 1 if mark else None, reason=reason) from None
    except RecursionError:
        raise Broken("yaml-syntax", None, reason="too deep") from None
    if node is not None and not isinstance(node, yaml.MappingNode):
        raise Broken("yaml-shape", node.start_mark.line + 1)
    return node
