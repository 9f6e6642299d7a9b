"""Likeness of sub-sectors: intervals inside a margin, the permutation test, protection of small groups."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from clusterlib import figures, tables
from clusterlib.demand_ranking import sub_sectors
from clusterlib.demand_ranking.demand_checks import pitfalls
from clusterlib.demand_ranking.demands import score
from clusterlib.demand_ranking.sub_sector_views import plot_means, plot_sectors, read_sectors, table_sectors
from clusterlib.faults import DomainError
from clusterlib.readings import Speaker

SAY = Speaker()


def survey(
    *groups: list[list[int]], names: str = "abcdef"
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Demands, votes and respondents; each group a list of ballots of one sub-sector."""
    width = len(groups[0][0])
    items = tables.typed(
        "demands", [{"item_id": f"X{j}", "category": "g", "text": f"demand {j}"} for j in range(width)]
    )
    votes, people = [], []
    for name, rows in zip(names, groups, strict=False):
        for i, row in enumerate(rows):
            people.append({"respondent_id": f"{name}{i}", "sub_sector": name.strip() or None})
            votes += [
                {"respondent_id": f"{name}{i}", "item_id": f"X{j}", "score": v} for j, v in enumerate(row)
            ]
    return items, tables.typed("votes", votes), tables.typed("respondents", people)


def test_same_votes_are_similar() -> None:
    found = sub_sectors.compare(*survey([[3, 2, 1]] * 6, [[3, 2, 1]] * 8), draws=300)
    assert found.verdict == "similar" and found.p == 1.0 and found.rho == pytest.approx(1)
    assert found.table["gap"].tolist() == [0, 0, 0]


def test_a_difference_not_found_is_not_likeness() -> None:
    rows = [[1], [3], [1], [3], [2]]
    found = sub_sectors.compare(*survey(rows, rows), draws=1000)
    assert found.table.loc[0, "gap"] == 0 and found.p == 1.0
    assert found.verdict == "open" and not found.table.loc[0, "within"]
    assert "no proof of likeness" in read_sectors(found, say=SAY)


def test_opposite_wishes_are_different_and_p_is_that_of_all_splits() -> None:
    found = sub_sectors.compare(*survey([[3, 1]] * 5, [[1, 3]] * 5), draws=10_000)
    assert found.verdict == "different" and found.rho == pytest.approx(-1)
    assert found.p == pytest.approx(2 / 252, abs=0.003)  # two of the 252 splits of ten into five and five
    assert found.table[["gap", "low", "high"]].to_numpy().tolist() == [[2, 2, 2]] * 2
    assert found.table["one"].tolist() == [0, 1]


def test_a_small_sure_difference_stays_inside_the_margin() -> None:
    group = [[3]] * 19 + [[2]]
    found = sub_sectors.compare(*survey(group, [[3]] * 20), draws=2000)
    assert found.verdict == "similar"
    assert sub_sectors.compare(*survey(group, [[3]] * 20), draws=2000, margin=0.05).verdict == "open"


def test_small_sub_sectors_are_shown_together_or_not_at_all() -> None:
    found = sub_sectors.compare(*survey([[3]] * 5, [[2]] * 3, [[1]] * 2), draws=50)
    assert found.names == ("a", "") and found.people == (5, 5) and found.small == {"b": 3, "c": 2}
    few = sub_sectors.compare(*survey([[3]] * 5, [[2]] * 4), draws=50)
    assert few.silence == "small" and few.means.empty
    assert "recognised" in read_sectors(few, say=SAY)


def test_sub_sectors_that_voted_on_nothing_in_common_give_a_sentence() -> None:
    items, votes, people = survey([[3, None]] * 5, [[None, 2]] * 5)
    found = sub_sectors.compare(items, votes, people, draws=50)
    assert found.silence == "apart" and "no demand on which people of each" in read_sectors(found, say=SAY)
    for plot in (plot_sectors, plot_means):
        assert "cannot" in plot(found).get_title(loc="left") or plot(found).texts
    assert table_sectors(found, say=SAY).empty


def test_silences() -> None:
    items, votes, people = survey([[3]] * 6, [[2]] * 6)
    assert sub_sectors.compare(items).silence == "votes"
    assert sub_sectors.compare(items, votes, None).silence == "sectors"
    assert sub_sectors.compare(items, votes, people.assign(sub_sector="a")).silence == "sectors"
    for found in (sub_sectors.compare(items), sub_sectors.compare(items, votes, None)):
        assert plot_sectors(found).get_title() or plot_sectors(found).get_title(loc="left")
        assert table_sectors(found, say=SAY).empty and read_sectors(found, say=SAY).endswith(".")


@pytest.mark.parametrize(
    ("groups", "status"),
    [
        (([[3, 1]] * 6, [[3, 1]] * 6), "fine"),
        (([[3, 1]] * 6, [[1, 3]] * 6), "finding"),
        (([[1], [3], [1], [3], [2]], [[1], [3], [1], [3], [2]]), "not judged"),
        (([[3]] * 2, [[1]] * 2), "not judged"),
    ],
)
def test_the_pitfall_follows_the_verdict(groups: tuple[list[list[int]], ...], status: str) -> None:
    items, votes, people = survey(*groups)
    found = sub_sectors.compare(items, votes, people, draws=500)
    checks = pitfalls(score(items, None, votes), None, None, found, say=SAY)
    assert next(c for c in checks if c.rule_id == "03-sectors").status == status


def test_the_round_with_most_voters_is_judged() -> None:
    items, votes, people = survey([[3]] * 6, [[2]] * 6)
    later = votes[votes["respondent_id"].isin(["a0", "b0"])].assign(round=2)
    assert sub_sectors.compare(items, pd.concat([votes, later]), people, draws=50).round == 1


def test_order_of_rows_changes_nothing_and_seed_repeats() -> None:
    rng = np.random.default_rng(3)
    items, votes, people = survey(*[rng.integers(1, 4, (6, 4)).tolist() for _ in range(3)])
    one = sub_sectors.compare(items, votes, people, draws=200)
    two = sub_sectors.compare(items, votes.sample(frac=1, random_state=1), people.iloc[::-1], draws=200)
    pd.testing.assert_frame_equal(one.table, two.table)
    assert one.p == two.p


@pytest.mark.parametrize("options", [{"margin": 0}, {"level": 1}, {"alpha": 0}, {"least": 0}, {"draws": 0}])
def test_options_have_bounds(options: dict[str, float]) -> None:
    with pytest.raises(DomainError):
        sub_sectors.compare(*survey([[3]] * 5, [[2]] * 5), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [1, 8, 20])
def test_views_hold(width: int) -> None:
    rng = np.random.default_rng(width)
    items, votes, people = survey(*[rng.integers(1, 4, (7, width)).tolist() for _ in range(4)])
    hostile = ["$x_{", "<script>", "W" * 200, "التدريب"]
    items["text"] = [f"{hostile[j % 4]} {j}" for j in range(width)]
    people["sub_sector"] = people["sub_sector"].map(dict(zip("abcd", hostile, strict=True)))
    found = sub_sectors.compare(items, votes, people, draws=100)
    for ax in (plot_sectors(found), plot_means(found)):
        assert figures.overlaps(ax.get_figure(root=True)) == [] and ax.get_title(loc="left")
    numbers = [text.get_text() for text in ax.texts]
    assert len(numbers) == 4 * width and all(1 <= float(number) <= 3 for number in numbers)
    text = read_sectors(found, say=SAY)
    assert text.endswith(".") and "nan" not in text
    assert len(table_sectors(found, say=SAY)) <= 10
