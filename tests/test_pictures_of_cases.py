"""Every picture of the workbooks, on the shipped cases: no label lies on another, and none is cut."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from clusterlib import figures, places

pytestmark = pytest.mark.slow

_SOURCES = Path(__file__).parents[1] / "workbooks" / "src"
#: Enough for the shape of a picture; what the numbers are is tested elsewhere.
_FEW = {"draws": 200, "resamples": 200}


def _cells(book: str) -> list[tuple[str, str]]:
    """Tags and code of each cell that is no text."""
    text = (_SOURCES / f"{book}.py").read_text(encoding="utf-8")
    parts = [part.partition("\n") for part in re.split(r"^# %%", text, flags=re.MULTILINE)[1:]]
    return [(head, code) for head, _, code in parts if "[markdown]" not in head]


@pytest.mark.parametrize("book", sorted(path.stem for path in _SOURCES.glob("*.py")))
@pytest.mark.parametrize(
    ("name", "lang"), [("dakar-ict", "en"), ("cotedivoire-plastics", "fr"), ("tunisia-automotive", "en")]
)
def test_no_label_lies_on_another_and_none_is_cut(
    name: str, lang: str, book: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, bad = [], {}

    def look(ax: Any, *, alt: str, source: str, png: bool = True) -> figures.Picture:
        drawn.append(alt)
        figure = ax.get_figure(root=True)
        if found := [*figures.overlaps(figure), *figures.cut(figure)]:
            bad[alt] = found
        return figures.Picture(b"<svg/>", b"", alt, source)

    monkeypatch.setattr(figures, "finish", look)
    monkeypatch.setenv("CLUSTERLIB_MODE", "batch")
    world: dict[str, Any] = {"__name__": book}
    for head, code in _cells(book):
        exec(compile(code, book, "exec"), world)
        if "parameters" in head or "defaults" in head:
            own = {"case": str(places.shipped_case(name)), "out": str(tmp_path), "lang": lang}
            world |= own | {key: min(few, world[key]) for key, few in _FEW.items() if key in world}
    assert len(drawn) >= 3
    assert bad == {}
