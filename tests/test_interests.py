"""The interest map: likeness by hand, drivers who pull apart, names that stay hidden, bad weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_stakeholder_plots import HOSTILE

from clusterlib import figures, places, tables
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.inputs import cases
from clusterlib.readings import Speaker
from clusterlib.stakeholder_analysis import interests_views as views
from clusterlib.stakeholder_analysis.interests import InterestMap, likeness, map_interests

SAY = Speaker()


def rows(*cells: tuple[str, str, float]) -> pd.DataFrame:
    return tables.typed(
        "interests", [dict(zip(("actor_id", "topic", "weight"), cell, strict=True)) for cell in cells]
    )


def register(*keys: str) -> pd.DataFrame:
    return tables.typed("actors", [{"actor_id": key, "name": f"Firm {key}"} for key in keys])


def contributions(heavy: dict[str, int], light: int = 10) -> pd.DataFrame:
    made = [
        {"actor_id": key, "period": "2026", "fee_paid": 100, "hours": hours, "knowledge_items": hours,
         "lead_roles": hours, "services_used": 1, "contacts": 1}
        for key, hours in [*heavy.items(), *((f"x{i}", 1) for i in range(light))]
    ]  # fmt: skip
    return tables.typed("contributions", made)


def two_drivers() -> InterestMap:
    given_ = rows(("a", "funding", 100), ("b", "staff", 90), ("b", "funding", 10), ("c", "funding", 100))
    people = register("a", "b", "c", *(f"x{i}" for i in range(10)))
    return map_interests(given_, people, contributions({"a": 90, "b": 80, "c": 1}))


def test_likeness_by_hand() -> None:
    found = likeness(np.array([[60.0, 40, 0], [0, 40, 60], [0, 0, 100]]))
    assert found[0, 1] == pytest.approx(1600 / 5200)
    assert found[0, 2] == 0
    assert found[1, 2] == pytest.approx(60 / np.sqrt(5200))


def test_means_count_a_subject_not_named_as_nothing() -> None:
    found = map_interests(
        rows(("a", "funding", 60), ("a", "staff", 40), ("b", "staff", 100)), register("a", "b")
    )
    assert found.topics[["topic", "mean", "named"]].to_numpy().tolist() == [
        ["staff", 70, 2],
        ["funding", 30, 1],
    ]


def test_a_conflict_is_a_pair_of_drivers_far_apart() -> None:
    found = two_drivers()
    assert found.drivers == 2
    assert [sorted(found.people["actor_id"].iloc[list(pair)]) for pair in found.conflicts] == [["a", "b"]]
    first, second = found.conflicts[0]
    assert found.alike[first, second] == pytest.approx(10 / np.sqrt(8200))


def test_the_limit_itself_is_no_conflict() -> None:
    given_ = rows(("a", "funding", 100), ("b", "staff", 100))
    people = register("a", "b", *(f"x{i}" for i in range(10)))
    gave = contributions({"a": 90, "b": 80})
    assert len(map_interests(given_, people, gave, far=0.1).conflicts) == 1
    assert map_interests(given_, people, gave, far=0.0).conflicts == ()


def test_without_contributions_nobody_is_called_a_driver() -> None:
    found = map_interests(rows(("a", "funding", 100), ("b", "staff", 100)), register("a", "b"))
    assert found.drivers is None
    assert found.conflicts == ()
    assert "not judged" in views.read_interests(found, say=SAY)


def test_who_drives_is_named_only_when_asked() -> None:
    found = two_drivers()
    text = views.read_interests(found, say=SAY)
    assert "One pair of drivers wants different things" in text
    assert "They are" not in text
    labels = [label.get_text() for label in views.plot_interests(found).get_yticklabels()]
    assert not any("drives" in label for label in labels)


def test_bad_weights_are_told_all_at_once() -> None:
    with pytest.raises(DomainError, match=r"a, staff: less than 0; a: the weights add up to 20; b: .* 101"):
        map_interests(
            rows(("a", "funding", 30), ("a", "staff", -10), ("b", "staff", 101)), register("a", "b")
        )
    with pytest.raises(IntegrityError, match="a names staff twice; a is not in the table of actors"):
        map_interests(rows(("a", "staff", 50), ("a", "staff", 50)), register("b"))
    assert len(map_interests(rows(("a", "staff", 100.5)), register("a")).people) == 1


@pytest.mark.parametrize("given_", [rows(), rows(("a", "staff", 100))])
def test_nobody_and_one(given_: pd.DataFrame) -> None:
    found = map_interests(given_, register("a"), tables.typed("contributions", []))
    assert views.read_interests(found, say=SAY)
    assert views.plot_interests(found) is not None
    assert len(views.table_interests(found, say=SAY)) == len(given_)


def test_all_want_the_same() -> None:
    found = map_interests(rows(*((key, "staff", 100) for key in "abc")), register(*"abc"))
    assert "All want the same" in views.read_interests(found, say=SAY)
    assert np.allclose(found.alike, 1)


@settings(max_examples=25, deadline=None)
@given(
    data=st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3).filter(any), min_size=2, max_size=8),
    seed=st.integers(0, 99),
)
def test_order_of_rows_changes_nothing(data: list[list[int]], seed: int) -> None:
    cells = [
        (f"a{i}", f"t{j}", 100 * value / sum(line))
        for i, line in enumerate(data)
        for j, value in enumerate(line)
    ]
    made, people = rows(*cells), register(*(f"a{i}" for i in range(len(data))))
    one = map_interests(made, people)
    other = map_interests(made.sample(frac=1, random_state=seed), people)
    pd.testing.assert_frame_equal(one.people, other.people)
    pd.testing.assert_frame_equal(one.topics, other.topics)
    np.testing.assert_allclose(one.alike, other.alike)
    assert (one.alike >= 0).all()
    assert (one.alike <= 1).all()
    assert np.allclose(one.alike, one.alike.T)


@pytest.mark.parametrize("case", ["dakar-ict", "tunisia-automotive"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pictures_of_the_shipped_cases_have_no_overlap(case: str, lang: str) -> None:
    opened = cases.open_case(places.shipped_case().parent / case)
    given_, people = opened.table("interests"), opened.table("actors")
    found = map_interests(given_, people, show_names=True)
    figure = views.plot_interests(found, say=Speaker(lang)).get_figure(root=True)
    assert not figures.overlaps(figure)  # type: ignore[arg-type]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text(name: str) -> None:
    made = tables.typed("interests", [{"actor_id": "a", "topic": name, "weight": 100}])
    people = tables.typed("actors", [{"actor_id": "a", "name": name}])
    figures.finish(views.plot_interests(map_interests(made, people)), alt="x", source="y")
