"""In an app, the cells of a workbook follow its parameters: plain cells become cells that can be asked again.

A workbook says ``options={"draws": draws}``, and a run or a lesson takes it at its word. In an app a person
may change `draws` later. So IPython, before it runs a cell, is given the cell with
``options=step.later(lambda: {"draws": draws}, "draws")``: the same expression, to be asked again. A name that
a cell makes from parameters (``period = {"count": months_ahead}``) is made again in the same way.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

#: What a workbook calls its step, and the calls whose options follow.
STEP = "step"
CALLS = frozenset({"show", "check", "questions"})
#: Words of those calls that say how a result looks; they rest on no parameter.
_LOOKS = frozenset({"figures", "table", "reading", "needs", "adds", "source"})


@dataclass(frozen=True, slots=True)
class Later:
    """An option that is asked for when it is needed.

    Attributes
    ----------
    ask : callable
        Gives the value as the parameters are now.
    names : tuple of str
        Parameters it rests on.
    """

    ask: Callable[[], Any]
    names: tuple[str, ...]


def settled(options: Any) -> dict[str, Any]:
    """Options as they are now.

    Examples
    --------
    >>> settled({"draws": Later(lambda: 7, ("draws",)), "seed": 1})
    {'draws': 7, 'seed': 1}
    """
    found = options.ask() if isinstance(options, Later) else options
    return {
        name: value.ask() if isinstance(value, Later) else value for name, value in dict(found or {}).items()
    }


def names_of(options: Any) -> tuple[str, ...]:
    """Parameters that options rest on, each once, in the order in which they are named."""
    parts = [options] if isinstance(options, Later) else list(dict(options or {}).values())
    return tuple(dict.fromkeys(name for part in parts if isinstance(part, Later) for name in part.names))


def mark(name: str) -> str:
    """How a parameter is called among the tables that a tool rests on.

    Examples
    --------
    >>> mark("draws")
    '?draws'
    """
    return f"?{name}"


class Follower(ast.NodeTransformer):
    """Rewrites cells so that they follow parameters; given to ``InteractiveShell.ast_transformers``.

    Parameters
    ----------
    names : iterable of str
        The parameters that can change.

    Examples
    --------
    >>> cell = ast.parse("step.show(f, 'votes', options={'n': draws})")
    >>> ast.unparse(Follower(["draws"]).visit(cell))
    "step.show(f, 'votes', options=step.later(lambda: {'n': draws}, 'draws'))"
    >>> ast.unparse(Follower(["months"]).visit(ast.parse("period = {'count': months}"))).splitlines()[1]
    "step.remade('period', lambda: {'count': months}, 'months')"
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = set(names)

    def visit_Module(self, node: ast.Module) -> ast.Module:
        """Look at the statements of one cell."""
        body: list[ast.stmt] = []
        for statement in node.body:
            body.append(statement)
            value = getattr(statement, "value", None)
            if isinstance(value, ast.Call) and _is_call(value):
                self._call(value)
            elif isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
                body += self._made(statement.targets[0].id, statement.value)
        node.body = body
        return ast.fix_missing_locations(node)

    def _call(self, call: ast.Call) -> None:
        for word in call.keywords:
            used = [] if word.arg in _LOOKS or word.arg is None else self._used(word.value)
            if used:
                word.value = _ask("later", [_later(word.value), *_constants(used)])

    def _made(self, name: str, value: ast.expr) -> list[ast.stmt]:
        used = self._used(value)
        if not used or any(_is_call(node) for node in ast.walk(value)):
            return []
        self.names.add(name)  # what is made of it follows as well
        return [ast.Expr(_ask("remade", [ast.Constant(name), _later(value), *_constants(used)]))]

    def _used(self, value: ast.expr) -> list[str]:
        found = (node.id for node in ast.walk(value) if isinstance(node, ast.Name))
        return [name for name in dict.fromkeys(found) if name in self.names]


def _is_call(value: Any) -> bool:
    """Whether this is ``step.show(...)`` or one of its like."""
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Attribute)):
        return False
    on = value.func.value
    return value.func.attr in CALLS and isinstance(on, ast.Name) and on.id == STEP


def _later(value: ast.expr) -> ast.Lambda:
    nothing = ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])
    return ast.Lambda(args=nothing, body=value)


def _constants(names: list[str]) -> list[ast.expr]:
    return [ast.Constant(name) for name in names]


def _ask(method: str, args: list[ast.expr]) -> ast.Call:
    on = ast.Attribute(value=ast.Name(STEP, ast.Load()), attr=method, ctx=ast.Load())
    return ast.Call(func=on, args=args, keywords=[])
