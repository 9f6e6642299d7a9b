"""The worth of demands from orders: closed forms, the likelihood by another way, ties, degenerate input."""

from __future__ import annotations

import itertools

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from clusterlib import figures, places
from clusterlib.demand_ranking import worths_views as views
from clusterlib.demand_ranking.worths import Worths, choices, fit, weigh
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker

SAY = Speaker()
CAFE = ["ABCD", "ABDC", "BACD", "CABD", "ADBC", "DCBA", "BADC"]


def items(letters: str) -> pd.DataFrame:
    return pd.DataFrame({"item_id": list(letters), "category": "x", "text": [f"Demand {k}" for k in letters]})


def orders(*texts: str) -> pd.DataFrame:
    rows = [(f"r{i:02}", item, 1 + p) for i, text in enumerate(texts) for p, item in enumerate(text)]
    return pd.DataFrame(rows, columns=["respondent_id", "item_id", "place"])


def worth(found: Worths) -> dict[str, float]:
    return dict(zip(found.table["item_id"], found.table["worth"], strict=True))


def test_two_demands_have_the_share_of_those_who_prefer() -> None:
    found = weigh(items("AB"), orders(*["AB"] * 7, *["BA"] * 3), prior=0, draws=50)
    assert worth(found) == pytest.approx({"A": 0.7, "B": 0.3})
    assert found.table["before"].iloc[0] == pytest.approx(0.7)


@pytest.mark.parametrize("prior", [0.0, 0.5])
def test_it_is_the_maximum_of_the_likelihood(prior: float) -> None:
    letters = "ABCD"

    def against(logs: np.ndarray) -> float:
        full = logs if prior else np.append(logs, 0.0)
        total = 0.0
        for text in CAFE:
            left = list(letters)
            for item in text[:-1]:
                total += full[letters.index(item)] - np.log(sum(np.exp(full[letters.index(k)]) for k in left))
                left.remove(item)
        lent = sum(prior * (v - 2 * np.log(1 + np.exp(v))) for v in full)
        return -(total + lent)

    best = minimize(against, np.zeros(4 if prior else 3), tol=1e-12)
    full = best.x if prior else np.append(best.x, 0.0)
    wanted = np.exp(full) / np.exp(full).sum()
    found = worth(weigh(items(letters), orders(*CAFE), prior=prior, draws=20))
    assert [found[k] for k in letters] == pytest.approx(wanted, abs=1e-5)


def test_samples_solved_together_are_those_solved_alone() -> None:
    chosen = choices(orders(*CAFE), list("ABCD"))
    weights = np.random.default_rng(1).multinomial(7, np.full(7, 1 / 7), size=20).astype(float)
    together = fit(weights, *chosen, prior=0.5)
    alone = np.concatenate([fit(row[None], *chosen, prior=0.5) for row in weights])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_a_demand_without_a_place_stands_behind_and_open() -> None:
    owner, won, left = choices(orders("AB", "C"), list("ABC"))
    assert owner.tolist() == [0, 0, 1]
    assert won.tolist() == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert left.tolist() == [[1, 1, 1], [0, 1, 1], [1, 1, 1]]


def test_without_a_loan_a_worth_without_bound_is_refused() -> None:
    given_ = orders(*["ABC"] * 6)
    with pytest.raises(DomainError, match="prior above 0"):
        weigh(items("ABC"), given_, prior=0)
    found = weigh(items("ABC"), given_, draws=50)
    assert not found.settled
    assert found.table["item_id"].tolist() == ["A", "B", "C"]
    assert "larger than so few people can tell" in views.read_worths(found, say=SAY)


def test_orders_that_cancel_out_share_one_place() -> None:
    found = weigh(items("ABC"), orders(*map("".join, itertools.permutations("ABC"))), draws=50)
    assert found.table["rank"].tolist() == [1, 1, 1]
    assert "cancel out" in views.read_worths(found, say=SAY)
    assert "share the highest worth" in views.plot_worths(found).get_title(loc="left")


@pytest.mark.parametrize("given_", [None, orders(), orders("A")])
def test_nobody_one_and_few(given_: pd.DataFrame | None) -> None:
    found = weigh(items("AB"), given_)
    assert not found.judged
    assert views.read_worths(found, say=SAY)
    assert not views.table_worths(found, say=SAY).isna().any().any()
    views.plot_worths(found)
    single = weigh(items("A"), orders("A"))
    assert "only one demand" in views.read_worths(single, say=SAY)


def test_a_place_given_twice_is_refused() -> None:
    rows = pd.DataFrame([("r1", "A", 1), ("r1", "B", 1)], columns=["respondent_id", "item_id", "place"])
    with pytest.raises(IntegrityError, match="r1"):
        weigh(items("AB"), rows)


@settings(max_examples=20, deadline=None)
@given(
    data=st.lists(st.permutations("ABCD"), min_size=1, max_size=8),
    more=st.permutations("BCD"),
    seed=st.integers(0, 9),
)
def test_one_more_voice_never_lowers_and_the_order_of_rows_changes_nothing(
    data: list[list[str]], more: list[str], seed: int
) -> None:
    texts = ["".join(order) for order in data]
    before = weigh(items("ABCD"), orders(*texts), draws=10)
    after = worth(weigh(items("ABCD"), orders(*texts, "A" + "".join(more)), draws=10))
    assert after["A"] >= worth(before)["A"] - 1e-6
    mixed = weigh(items("ABCD"), orders(*texts).sample(frac=1, random_state=seed), draws=10)
    pd.testing.assert_frame_equal(mixed.table, before.table)
    assert before.table["worth"].sum() == pytest.approx(1)


@settings(max_examples=20, deadline=None)
@given(data=st.lists(st.permutations("ABC"), min_size=1, max_size=8))
def test_a_demand_behind_another_in_every_order_is_never_first(data: list[list[str]]) -> None:
    texts = ["".join(k for k in order if k not in "AD") for order in data]
    dominated = [text.replace("B", "BD") if i % 2 else text + "D" for i, text in enumerate(texts)]
    found = weigh(items("BCD"), orders(*dominated), draws=10).table.set_index("item_id")["rank"]
    assert found["D"] > found["B"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_shipped_case_reads_and_draws(lang: str) -> None:
    case = cases.open_case(places.shipped_case())
    found = weigh(case.table("demands"), case.table("rankings"), draws=500)
    assert found.settled
    assert found.table["sure"].sum() == 1
    say = Speaker(lang)
    assert not figures.overlaps(views.plot_worths(found, say=say).get_figure(root=True))  # type: ignore[arg-type]
    assert found.table["item_id"].iloc[0] == "C3"
