"""Links and balance of a results chain."""

from __future__ import annotations

import pandas as pd
import pytest

from clusterlib import tables
from clusterlib.faults import IntegrityError
from clusterlib.monitoring import results_chain, results_chain_links

LEVELS = ["input", "output", "output", "outcome", "impact"]


def indicators(levels: list[str] = LEVELS) -> pd.DataFrame:
    return tables.typed(
        "indicators", [{"id": f"K{i}", "name": f"indicator {i}", "level": w} for i, w in enumerate(levels, 1)]
    )


def links(*pairs: tuple[str, str]) -> pd.DataFrame:
    return tables.typed("chain_links", [{"from": a, "to": b} for a, b in pairs])


def test_states_and_share() -> None:
    found = results_chain_links.structure(indicators(), links(("K1", "K2"), ("K2", "K4"), ("K2", "K5")))
    assert list(found.frame["state"]) == ["start", "linked", "unlinked", "linked", "skips"]
    assert found.frame.loc[4, "skipped"] == ("outcome",)
    assert found.share_linked == pytest.approx(2 / 4)
    assert list(found.links["kind"]) == ["up", "up", "skips"]


def test_a_link_from_the_level_below_outweighs_a_skip() -> None:
    found = results_chain_links.structure(indicators(), links(("K2", "K5"), ("K4", "K5")))
    assert found.frame.loc[4, "state"] == "linked"


def test_links_sideways_and_down_bear_nothing() -> None:
    found = results_chain_links.structure(indicators(), links(("K2", "K3"), ("K5", "K4")))
    assert list(found.links["kind"]) == ["level", "down"]
    assert found.linked == 0
    assert not found.frame.loc[1, "leads_on"]


def test_without_links_nothing_is_judged_but_the_balance_is() -> None:
    found = results_chain_links.structure(indicators())
    assert found.share_linked is None
    assert set(found.frame["state"]) == {"start", "not judged"}
    assert found.outcome_share == pytest.approx(0.2)


def test_only_means_leave_nothing_to_link() -> None:
    found = results_chain_links.structure(indicators(["input", "input"]), links())
    assert found.expected == 0
    assert found.share_linked is None
    assert found.empty_levels == ["output", "outcome", "impact"]


def test_no_indicator() -> None:
    found = results_chain_links.structure(tables.empty("indicators"), links())
    assert found.outcome_share is None
    assert found.frame.empty


def test_unknown_indicator_is_refused_with_its_name() -> None:
    with pytest.raises(IntegrityError, match="K99"):
        results_chain_links.structure(indicators(), links(("K1", "K99")))


def test_status_comes_along() -> None:
    frame = indicators()
    found = results_chain_links.structure(frame, links(), results_chain.progress(frame))
    assert found.status["K1"] == "no data"
