"""The four profiles of the office: who holds them, what hangs on one person, what nobody was asked."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure

from clusterlib import figures, places, tables
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.readings import Speaker
from clusterlib.roadmapping import team_mix, team_mix_views
from clusterlib.roadmapping.team_mix import PROFILES, TeamMix

Row = tuple[str, str | None, float]
LISTED = places.reference("team_profiles")


def skills(*rows: Row, skill: str = "own words {i}") -> pd.DataFrame:
    names = ("person", "profile", "score")
    return tables.typed(
        "skills",
        [{"skill": skill.format(i=i)} | dict(zip(names, row, strict=True)) for i, row in enumerate(rows)],
    )


def staff(*rows: tuple[str, float, str]) -> pd.DataFrame:
    names = ("person", "fte", "in_scope")
    return tables.typed("staff", [dict(zip(names, row, strict=True)) for row in rows])


def mix(*rows: Row, **options: Any) -> TeamMix:
    return team_mix.mix(skills(*rows), **options)


FULL: list[Row] = [("Awa", name, 3) for name in PROFILES] + [("Ben", name, 4) for name in PROFILES]


def test_level_three_holds_a_profile_and_less_does_not() -> None:
    """The rule of the method: each profile needs one person or more at level 3."""
    found = mix(("Awa", "networking", 3), ("Awa", "tools", 2.9), ("Ben", "sector", 4), ("Ben", "sector", 1))
    assert found.profiles["state"].tolist() == ["one", "nobody", "one", "not rated"]
    assert found.profiles["best"].tolist()[:3] == [3, 2.9, 4]
    assert found.of("nobody", "not rated") == ["tools", "organisation"]
    assert mix(("Awa", "tools", 2.5), able_from=2.5).of("one") == ["tools"]


def test_the_guides_skills_find_their_profile_in_both_languages_and_a_row_may_say_otherwise() -> None:
    words = ["Records of contacts", "suivi des CONTACTS", "Work in a firm", "Communication"]
    rows = [{"person": "Awa", "skill": word, "score": 3} for word in words]
    rows[3] |= {"profile": "sector"}
    found = team_mix.mix(tables.typed("skills", rows), reference=LISTED)
    assert found.of("one") == ["tools", "sector"]
    assert found.unplaced["skill"].tolist() == ["Work in a firm"]
    assert len(team_mix.mix(tables.typed("skills", rows)).unplaced) == 3


def test_the_list_of_the_guide_has_its_thirteen_skills_in_four_profiles() -> None:
    assert tuple(dict.fromkeys(LISTED["profile"])) == PROFILES
    assert LISTED.loc[LISTED["basis"] == "GUIDE", "profile"].value_counts().to_dict() == {
        "networking": 4,
        "tools": 4,
        "sector": 3,
        "organisation": 2,
    }


def test_back_office_counts_only_when_it_is_said_so() -> None:
    rows: list[Row] = [("Awa", "tools", 3), ("Ndeye", "organisation", 4)]
    out = mix(*rows, staff=staff(("Awa", 1, "yes"), ("Ndeye", 0.2, "no")))
    assert (out.of("not rated"), out.posts, out.aside) == (["networking", "sector", "organisation"], 1, 1)
    inside = mix(*rows, staff=staff(("Awa", 1, "yes"), ("Ndeye", 0.2, "yes")))
    assert inside.of("one") == ["tools", "organisation"] and inside.posts == pytest.approx(1.2)
    assert mix(*rows).posts is None


def test_people_without_a_score_and_people_who_hold_two_profiles_alone_are_named() -> None:
    found = mix(
        ("Awa", "tools", 3),
        ("Awa", "sector", 3),
        ("Ben", "networking", 1),
        staff=staff(("Awa", 1, "yes"), ("Ben", 0.5, "yes"), ("Cheikh", 0.5, "yes")),
    )
    assert found.carrying == ("Awa",) and found.unrated == ("Cheikh",)
    read = team_mix_views.read_team(found)
    assert "Awa alone holds more than one profile" in read and "Without any score: Cheikh." in read


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(DomainError, match="0 to 4"):
        mix(("Awa", "tools", 3), able_from=5)
    with pytest.raises(IntegrityError, match="Ben"):
        mix(("Ben", "tools", 3), staff=staff(("Awa", 1, "yes")))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.sampled_from([*PROFILES, None]), st.integers(0, 4)),
        min_size=1,
        max_size=9,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_rows_is_nothing_and_one_more_able_person_never_opens_a_gap(
    rows: list[Row], source: Any
) -> None:
    found, turned = mix(*rows), list(rows)
    source.shuffle(turned)
    other = mix(*turned)
    assert found.profiles.equals(other.profiles) and found.people.equals(other.people)
    more = mix(*rows, ("D", "tools", 4))
    assert set(more.of("nobody", "not rated")) == set(found.of("nobody", "not rated")) - {"tools"}


CASES = {
    "empty": mix(),
    "unplaced": mix(("Awa", None, 4)),
    "weak": mix(*((name, profile, 1) for name in ("Awa", "Ben") for profile in PROFILES)),
    "single": mix(*FULL[:4]),
    "full": mix(*FULL),
    "unrated": mix(*FULL[:3], ("Ben", "tools", 4)),
    "gap": mix(*FULL[:3], ("Ben", "organisation", 2)),
    "many": mix(*((f"Person {i} with a long name", PROFILES[i % 4], i % 5) for i in range(15))),
    "hostile": mix(("$x_{ <b>", "tools", 4), ("L" * 80, "sector", 2.5)),
}


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("name", CASES)
def test_every_team_gets_sentences_a_table_and_a_picture_without_overlaps(name: str, lang: str) -> None:
    say, found = Speaker(lang), CASES[name]
    read, table = team_mix_views.read_team(found, say=say), team_mix_views.table_team(found, say=say)
    assert read and not any(word in f"{read} {table.to_string()}" for word in ("nan", "None", "<NA>"))
    assert len(table) == 4
    ax = team_mix_views.plot_team(found, say=say)
    assert ax.get_title(loc="left") and isinstance(ax.figure, Figure)
    assert not figures.overlaps(ax.figure)
    check = team_mix_views.team_check(found, say=say)
    assert check.finding and (check.status != "finding" or check.cure)


@pytest.mark.parametrize(
    ("name", "status", "severity", "said"),
    [
        ("empty", "not judged", "note", "Nobody of the office is rated"),
        ("weak", "finding", "amber", "Nobody in the office reaches 3 of 4"),
        ("gap", "finding", "amber", "What the office lacks a partner may have"),
        ("unrated", "finding", "note", "that is not asked, not missing"),
        ("single", "fine", "amber", "Awa alone holds more than one profile"),
        ("full", "fine", "amber", "Awa and Ben"),
    ],
)
def test_what_is_said(name: str, status: str, severity: str, said: str) -> None:
    check = team_mix_views.team_check(CASES[name])
    assert (check.status, check.severity) == (status, severity)
    assert said in team_mix_views.read_team(CASES[name])
