"""What a step assumes: its parameters with their values now, where those come from, and what follows them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

from clusterlib.faults import ClusterlibError, DomainError
from clusterlib.following import Later
from clusterlib.readings import Speaker
from clusterlib.running import ranges
from clusterlib.running.declared import RESERVED, Parameter, Workbook

#: More decimals than this are not shown.
_DIGITS = 6


class Assumed:
    """The parameters of one open step.

    Parameters
    ----------
    book : Workbook
        Declares them.
    names : mutable mapping
        Names of the cells of the workbook; parameters are read and set there, since cells use them.
    """

    def __init__(self, book: Workbook, names: MutableMapping[str, Any]) -> None:
        self.step = book.step
        self.known: dict[str, Parameter] = {k: p for k, p in book.parameters.items() if k not in RESERVED}
        self._names = names
        self._remade: dict[str, Later] = {}

    def value(self, name: str) -> Any:
        """What a parameter is now."""
        return self._names.get(name, self.known[name].default)

    def differing(self) -> Iterator[tuple[Parameter, Any]]:
        """Parameters that are not at their default, with their values."""
        for name, parameter in self.known.items():
            if (value := self.value(name)) != parameter.default:
                yield parameter, value

    @property
    def changeable(self) -> tuple[str, ...]:
        """Parameters that a person may change in an app."""
        return tuple(name for name in self.known if ranges.of(self.step, name).form != "aside")

    # ------------------------------------------------------------------ changing
    def read(self, name: str, text: str, say: Speaker) -> Any:
        """The value that somebody wrote, in the type of the parameter.

        Raises
        ------
        DomainError
            If it is of another type or out of range; the sentence says what is allowed.
        """
        parameter, allowed = self.known[name], ranges.of(self.step, name)
        try:
            value = parameter.read(text)
        except DomainError:
            if allowed.low is None:
                raise DomainError(say("Choose yes or no.")) from None
            whole = parameter.kind == "int"
            gaps = {"low": ranges.written(allowed.low), "high": ranges.written(allowed.high)}
            raise DomainError(
                say("Choose a whole number between {low} and {high}.", **gaps)
                if whole
                else say("Choose a number between {low} and {high}.", **gaps)
            ) from None
        if sentence := allowed.wrong(value, say):
            raise DomainError(sentence)
        return value

    def put(self, name: str, value: Any) -> None:
        """Give a parameter another value, and make again what rests on it.

        Raises
        ------
        ClusterlibError
            If something that rests on it refuses the value; then everything is as before.
        """
        before = {key: self._names[key] for key in (name, *self._remade) if key in self._names}
        self._names[name] = value
        try:
            for made, later in self._remade.items():
                if name in later.names:
                    self._names[made] = later.ask()
        except ClusterlibError:
            self._names.update(before)
            raise

    def take(self, settings: Mapping[str, Any], say: Speaker) -> tuple[list[str], set[str]]:
        """Take values from the settings of a case, as a run does; what they do not name is as by default.

        Returns
        -------
        refused : list of str
            A sentence for each setting that is not allowed; the default holds instead.
        changed : set of str
            Parameters that are not as they were.
        """
        refused, changed = [], set()
        for name, parameter in self.known.items():
            before, text = self.value(name), settings.get(f"{self.step}.{name}")
            value: Any = parameter.default
            try:
                if text is not None:
                    value = self.read(name, str(text), say)
                self.put(name, value)
            except ClusterlibError as error:
                refused.append(f"{self.label(name, say)}: {say.quoted(text)}. {error}")
            if self.value(name) != before:
                changed.add(name)
        return refused, changed

    # ------------------------------------------------------------------ following
    def later(self, ask: Callable[[], Any], names: tuple[str, ...]) -> Later:
        """An option that is asked for again when one of these names changes."""
        return Later(ask, self._behind(names))

    def remade(self, name: str, ask: Callable[[], Any], names: tuple[str, ...]) -> None:
        """A name that a cell makes from others is made again when one of them changes."""
        self._remade[name] = self.later(ask, names)

    def _behind(self, names: tuple[str, ...]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for name in names:
            made = self._remade.get(name)
            found |= dict.fromkeys((name,) if made is None else made.names)
        return tuple(found)

    # ------------------------------------------------------------------ in words
    def label(self, name: str, say: Speaker) -> str:
        """What a parameter means, as its workbook says it."""
        text = say(self.known[name].help) if self.known[name].help else name
        return text[:1].upper() + text[1:]

    def basis(self, name: str, say: Speaker) -> str:
        """The default of a parameter and where it comes from."""
        value, origin = self.said(name, self.known[name].default, say), ranges.of(self.step, name).origin
        if origin == "observatory":
            return say("Default: {value}, as the European Cluster Observatory took it.", value=value)
        if origin:
            return say("Default: {value}, from the guide ({lines}).", value=value, lines=origin)
        return say("Default: {value}. It is ours; the guide gives none.", value=value)

    def said(self, name: str, value: Any, say: Speaker) -> str:
        """A value in the reader's way of writing; a word where there is nothing."""
        if isinstance(value, str):
            return say.quoted(value) if value else say("nothing entered")
        if isinstance(value, bool):
            return say("yes") if value else say("no")
        if ranges.of(self.step, name).by is None and isinstance(value, int):
            return str(value)
        _, _, decimals = ranges.written(value).partition(".")
        return say.number(value, min(len(decimals), _DIGITS))

    def sentences(self, say: Speaker) -> list[str]:
        """What differs from the defaults, one sentence each."""
        return [
            say(
                "{label}: {value} instead of {default}.",
                label=self.label(parameter.name, say),
                value=self.said(parameter.name, value, say),
                default=self.said(parameter.name, parameter.default, say),
            )
            for parameter, value in self.differing()
        ]
