"""Cells that follow parameters: what is rewritten, what is not, and what it gives when run."""

from __future__ import annotations

import ast
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.following import Follower, Later, names_of, settled
from clusterlib.running import declared, ranges


def rewritten(source: str, *names: str) -> str:
    return ast.unparse(Follower(names).visit(ast.parse(source)))


def test_options_and_words_of_checks_are_asked_again():
    assert rewritten("step.check(f, a, majority=majority, top=3)", "majority") == (
        "step.check(f, a, majority=step.later(lambda: majority, 'majority'), top=3)"
    )
    assert "step.later(lambda: {'a': seed, 'b': draws}, 'seed', 'draws')" in rewritten(
        "x = step.show(f, options={'a': seed, 'b': draws}, table=t)", "draws", "seed"
    )


def test_what_a_result_looks_like_and_other_calls_stay():
    for source in (
        "step.show(f, options={'a': 1}, source=label)",
        "other.show(f, options={'a': draws})",
        "print(draws)",
        "a, b = (draws, 1)",
        "draws: int = 10000",
    ):
        assert rewritten(source, "draws", "label") == source


def test_a_name_made_of_parameters_is_made_again_and_followed_through():
    cell = (
        "period = {'count': months}\nwide = [period, seed]\nstep.show(f, options={**period})\n"
        "step.show(g, options=wide)"
    )
    lines = rewritten(cell, "months", "seed").splitlines()
    assert lines[1] == "step.remade('period', lambda: {'count': months}, 'months')"
    assert lines[3] == "step.remade('wide', lambda: [period, seed], 'period', 'seed')"
    assert lines[4].endswith("options=step.later(lambda: {**period}, 'period'))")
    assert lines[5].endswith("options=step.later(lambda: wide, 'wide'))")


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.sampled_from("abcde"), st.integers(), min_size=1))
def test_settled_options_are_the_plain_ones(values):
    late = {name: Later(lambda value=value: value, (name,)) for name, value in values.items()}
    assert settled(late) == settled(values) == settled(Later(lambda: values, ("a",))) == values
    assert names_of(late) == tuple(values) and names_of(values) == ()


# ------------------------------------------------------------------ the workbooks themselves
def cells(book: declared.Workbook):
    for cell in json.loads(book.path.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code" and not {"parameters", "defaults"} & set(cell["metadata"]["tags"]):
            yield "".join(cell["source"])


@pytest.mark.parametrize("book", declared.workbooks(), ids=lambda book: book.step)
def test_every_parameter_of_a_workbook_reaches_a_part_of_the_app(book):
    own = [
        name
        for name in book.parameters
        if name not in declared.RESERVED and ranges.of(book.step, name).form != "aside"
    ]
    follower, reached = Follower(own), set()
    start, *after = [*cells(book)]  # in an app, cells follow from the one on that opens the step
    assert "step = workbook.start(" in start
    for source in after:
        for node in ast.walk(follower.visit(ast.parse(source))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("later", "remade"):
                reached |= {arg.value for arg in node.args if isinstance(arg, ast.Constant)}
    assert set(own) <= reached


@pytest.mark.parametrize("book", declared.workbooks(), ids=lambda book: book.step)
def test_every_parameter_has_a_range_that_admits_its_default(book):
    from clusterlib.readings import Speaker

    known = {name for step, name in ranges.known() if step == book.step}
    assert known == set(book.parameters) - set(declared.RESERVED)
    for name in known:
        parameter, allowed = book.parameters[name], ranges.of(book.step, name)
        assert allowed.wrong(parameter.default, Speaker()) == "", name
        assert parameter.help, f"{book.step}.{name} says nothing of itself"
        if parameter.kind in ("int", "float"):
            assert allowed.low is not None and allowed.high is not None and allowed.low < allowed.high
            assert parameter.read(ranges.written(parameter.default)) == parameter.default
