from __future__ import annotations

import pytest

from clusterlib import figures, places
from clusterlib.faults import DomainError, IntegrityError
from clusterlib.mapping.swot import PAIRS, judge
from clusterlib.mapping.swot_plots import plot_board, plot_posture, plot_tows
from clusterlib.mapping.swot_readings import listing, paired, read_swot, table_strategies, table_swot
from clusterlib.readings import Speaker
from clusterlib.tables import empty, typed

SAY = Speaker()
SIDES = {"S": "strength", "W": "weakness", "O": "opportunity", "T": "threat"}


def board(*points):
    """Points as (id, importance, rating) or dicts; the first letter of the id is its field."""
    rows = [p if isinstance(p, dict) else {"id": p[0], "importance": p[1], "rating": p[2]} for p in points]
    return typed(
        "swot_items", [{"quadrant": SIDES[r["id"][0]], "text": f"point {r['id']}", **r} for r in rows]
    )


VECTOR = [("S1", 5, 4), ("S2", 4, 3), ("S3", 3, 4), ("W1", 4, 1), ("W2", 2, 2), ("W3", 2, 1)]


def test_vector_of_annex_c():
    result = judge(board(*VECTOR))
    assert result.inside.value == pytest.approx(2.7)
    assert result.inside.step == pytest.approx(5 / 20) and (result.inside.used, result.inside.all) == (6, 6)


@pytest.mark.parametrize(
    ("inside", "outside", "posture"),
    [
        (("S1", 1, 4), ("O1", 1, 4), "aggressive"),
        (("W1", 1, 1), ("O1", 1, 4), "conservative"),
        (("S1", 1, 4), ("T1", 1, 1), "competitive"),
        (("W1", 1, 1), ("T1", 1, 1), "defensive"),
    ],
)
def test_postures(inside, outside, posture):
    result = judge(board(inside, outside))
    assert result.posture == posture
    assert posture in plot_posture(result).get_title(loc="left")
    assert posture in read_swot(result, say=SAY)


def test_the_middle_counts_as_high():
    result = judge(board(("S1", 1, 4), ("W1", 1, 1), ("O1", 1, 3), ("T1", 1, 2)))
    assert (result.inside.value, result.outside.value) == (2.5, 2.5) and result.posture == "aggressive"
    assert "could tip it" in read_swot(result, say=SAY)


def test_points_without_rating_are_left_out_and_said():
    result = judge(board(("S1", 5, 4), ("S2", None, 4), ("S3", 5, None), ("O1", 1, 3)))
    assert result.inside.value == 4 and (result.inside.used, result.inside.all) == (1, 3)
    assert "2 points without a rating are not in it" in read_swot(result, say=SAY)


def test_wrong_ratings_are_listed_at_once():
    with pytest.raises(DomainError, match=r"S1 \(strength, 2\), W1 \(weakness, 3\)"):
        judge(board(("S1", 1, 2), ("W1", 1, 3)))


def test_merged_points_do_not_count():
    result = judge(board(("S1", 4, 4), {"id": "S2", "merged_into": "S1", "importance": 5, "rating": 3}))
    assert result.counts["strength"] == 1 and result.merged == 1 and result.inside.value == 4


def test_tows_sums_shares_and_strategies():
    items = board(("S1", 2, 4), ("W1", 3, 1), ("O1", 5, 3), ("T1", 1, 2))
    tows = typed(
        "tows",
        [
            {"internal_id": "S1", "external_id": "O1", "effect": 2, "text": "go"},
            {"internal_id": "W1", "external_id": "O1", "effect": -2, "text": "mend"},
            {"internal_id": "W1", "external_id": "T1", "effect": -1, "text": "mend"},
            {"internal_id": "S1", "external_id": "T1", "effect": 0},
        ],
    )
    result = judge(items, tows)
    assert result.pairs["share"].tolist() == pytest.approx([20 / 53, 0, 30 / 53, 3 / 53])
    assert result.pairs["signed"].tolist() == [20, 0, -30, -3] and tuple(result.pairs.index) == PAIRS
    assert result.strategies[["text", "weight"]].values.tolist() == [["mend", 33], ["go", 20]]
    assert table_strategies(result, say=SAY).iloc[0, 1] == "“point W1” (W1); “point O1” (O1); “point T1” (T1)"
    assert "“mend” carries most weight" in read_swot(result, say=SAY)


def test_tows_of_no_weight_has_no_shares():
    items = board(("S1", None, None), ("O1", 5, 3))
    result = judge(items, typed("tows", [{"internal_id": "S1", "external_id": "O1", "effect": 2}]))
    assert result.pairs["share"].isna().all() and result.unweighed == 1
    assert not plot_tows(result).axison


@pytest.mark.parametrize(
    ("row", "error", "words"),
    [
        ({"internal_id": "S9", "external_id": "O1"}, IntegrityError, "no point 'S9'"),
        ({"internal_id": "O1", "external_id": "O1"}, DomainError, "under strength or weakness"),
        ({"internal_id": "S1", "external_id": "S1"}, DomainError, "under opportunity or threat"),
    ],
)
def test_tows_rows_that_do_not_fit(row, error, words):
    with pytest.raises(error, match=words):
        judge(board(("S1", 1, 4), ("O1", 1, 3)), typed("tows", [{**row, "effect": 1}]))


def test_guide_board_counts_and_what_it_gets_wrong():
    facts = places.reference("swot_abc")
    items = typed("swot_items", facts[["id", "quadrant", "text", "text_fr"]]).assign(contradicts=None)
    items["contradicts"] = (
        items["id"]
        .map({"S1": "W2", "W2": "S1", "S3": "W4"})
        .astype("str")
        .where(items["id"].isin(["S1", "W2", "S3"]))
    )
    result = judge(items)
    assert result.counts == {"strength": 6, "weakness": 6, "opportunity": 4, "threat": 4}
    found = {(query.kind, query.ids) for query in result.queries if query.kind != "evidence"}
    assert found == {
        ("contradiction", ("S1", "W2")),
        ("contradiction", ("S3", "W4")),
        ("action", ("W6",)),
        ("external", ("S6",)),
    }
    text = read_swot(result, say=SAY)
    assert (
        "(S1) and “Too few automotive firms in ABC; the sector is…” (W2); “Firms cooperate well” (S3)" in text
        and "coordination…” (W6) reads as an action" in text
        and "(S6) speaks of the world outside" in text
    )
    assert (
        "No point names its evidence" in text
        and listing(result).splitlines()[0] == "strength 6, weakness 6, opportunity 4, threat 4"
    )


def test_empty_board_and_no_posture():
    result = judge(empty("swot_items"))
    assert result.posture is None and "The board is empty" in read_swot(result, say=SAY)
    assert plot_posture(result).figure.get_figheight() < 2
    assert listing(None) == "no SWOT board" and paired(result) is result


@pytest.mark.parametrize("count", [0, 3, 8, 20])
@pytest.mark.parametrize(
    "text", ["short", "$x_{ <script>", "تجربة " * 8, "a long sentence of many words " * 7]
)
def test_board_never_overlaps(count, text):
    points = [
        {
            "id": f"{'SWOT'[k % 4]}{k}",
            "text": text[:200],
            "contradicts": f"{'SWOT'[(k + 1) % 4]}{k + 1}" if k == 0 and count > 1 else None,
        }
        for k in range(count)
    ]
    ax = plot_board(judge(board(*points) if points else empty("swot_items")))
    ax.figure.savefig("/dev/null", format="svg")
    assert figures.overlaps(ax.figure) == []


def test_table_of_queries_names_words_and_stays_short():
    shown = table_swot(
        judge(board(*[{"id": f"W{k}", "text": "more staff needed"} for k in range(14)])), say=SAY
    )
    assert len(shown) == 10 and "“needed” reads as an action" in set(shown.iloc[:, 2])


def test_points_without_evidence_are_told_in_words_too():
    """A row that says only ids leaves the reader to look them up; more than three would fill the table."""
    two = table_swot(judge(board(("S1", 1, 4), ("O1", 1, 3))))
    row = two[two.iloc[:, 2] == "no evidence is named"].iloc[0]
    assert row.iloc[1] == "point S1 / point O1"
    many = table_swot(judge(board(*VECTOR)))
    row = many[many.iloc[:, 2] == "no evidence is named"].iloc[0]
    assert row.iloc[1] == "point S1 / point S2 / point S3 / …"
