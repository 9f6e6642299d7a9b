"""What axe-core, the common checker of accessibility, finds on an open page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe

#: What keeps somebody from using a page; what axe calls minor or moderate is good manners.
GRAVE = {"serious", "critical"}
#: Of the found places of one rule so many are named.
_NAMED = 4


def grave_faults(page: Any) -> list[str]:
    """Serious and critical violations on a page as it stands, a line per rule with its places."""
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response
    assert found["passes"], "axe-core looked at nothing"
    told = []
    for fault in found["violations"]:
        if fault["impact"] in GRAVE:
            places = [node["html"][:160] for node in fault["nodes"]]
            more = f" and {len(places) - _NAMED} more" if len(places) > _NAMED else ""
            told.append(f"{fault['id']}: {fault['help']}: {' | '.join(places[:_NAMED])}{more}")
    return told
