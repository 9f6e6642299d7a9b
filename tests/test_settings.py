from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from clusterlib.inputs import settings
from clusterlib.inputs.raw import RawTable


def read(text: str) -> tuple[dict[str, Any], list[tuple[str, int | None]]]:
    raw, faults = settings.read_bytes(text.encode(), "case.yml")
    own = settings.check(raw, file="case.yml")
    return own.values, [(item.code, item.row) for item in (*faults, *own.faults)]


def test_scalars_stay_texts() -> None:
    values, faults = read("name: 007\ncountry: NO\nregion: 22:30\nsector: 1.10\npurpose: null\n")
    assert faults == []
    assert [values[k] for k in ("name", "country", "region", "sector", "purpose")] == [
        "007",
        "NO",
        "22:30",
        "1.10",
        "null",
    ]


def test_types_defaults_and_dotted_names() -> None:
    values, faults = read(
        "name: X\ncurrency: xof\nas_of: 2026-11-20\nfounded: 2024\ninstigator: Politique\nlanguage: FR\n"
        "financing:\n  opening_cash: 10000\n  months: 36\n"
        "demand_ranking.invited: 10\nreview: {off: [R1, R2]}\n"
    )
    assert faults == []
    assert values == {
        "name": "X",
        "currency": "XOF",
        "as_of": "2026-11-20",
        "founded": "2024",
        "instigator": "policy",
        "language": "fr",
        "schema": 1,
        "financing.opening_cash": 10000.0,
        "financing.months": "36",
        "demand_ranking.invited": 10,
        "review.off": "R1;R2",
    }
    assert isinstance(values["demand_ranking.invited"], int)


def test_number_style_holds_for_settings() -> None:
    assert read("name: X\nnumber_style: 1 234,5\nfinancing: {opening_cash: '10 000,5'}\n") == (
        {
            "name": "X",
            "language": "en",
            "schema": 1,
            "number_style": "1 234,5",
            "financing.opening_cash": 10000.5,
        },
        [],
    )
    assert read("name: X\nfinancing:\n  opening_cash: 945.000\n")[1] == [("number-ambiguous", 3)]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("name: X\ncurency: XOF\n", "setting-near", 2),
        ("name: X\nfinancing: {opening_csh: 1}\n", "setting-near", 2),
        ("name: X\nweather: fine\n", "setting-unknown", 2),
        ("name: X\nname: Y\n", "setting-twice", 2),
        ("country: X\n", "setting-missing", None),
        ("", "setting-missing", None),
        ("name: X\ncurrency: CFA\n", "currency", 2),
        ("name: X\nlanguage: de\n", "word", 2),
        ("name: X\nnumber_style: english\n", "word", 2),
        ("name: X\nas_of: 20/11/2026\n", "date", 2),
        ("name: X\nschema: 2\n", "schema-newer", 2),
        ("name: X\ndemand_ranking: {invited: 0}\n", "bound-from", 2),
        ("name: X\ndemand_ranking: {invited: 7.5}\n", "number-whole", 2),
    ],
)
def test_what_is_wrong_in_a_setting(text: str, code: str, line: int | None) -> None:
    assert read(text)[1] == [(code, line)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a: &x 1\nb: *x\n", "yaml-alias"),
        ("a: !!python/object/apply:os.system [ls]\n", "yaml-tag"),
        ("a: !!int 3\n", "yaml-tag"),
        ("- a\n", "yaml-shape"),
        ("a: [[b]]\n", "yaml-shape"),
        ("[a, b]: c\n", "yaml-shape"),
        ("a: [", "yaml-syntax"),
        ("a: b: c\n", "yaml-syntax"),
        ("a: 1\n---\nb: 2\n", "yaml-syntax"),
        ("[" * 50_000 + "]" * 50_000, "yaml-syntax"),
        ("name: \x00\n", "yaml-syntax"),
        ("{" * 3000, "yaml-syntax"),
    ],
)
def test_files_that_are_no_settings(text: str, code: str) -> None:
    raw, faults = settings.read_bytes(text.encode(), "case.yml")
    assert raw is None and [item.code for item in faults] == [code]


def test_the_alias_bomb_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x,x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)},*{chr(97 + i)}]\n" for i in range(20)
    )
    raw, faults = settings.read_bytes(bomb.encode(), "case.yml")
    assert raw is None and (faults[0].code, faults[0].row) == ("yaml-alias", 1)


def test_large_and_badly_encoded_files(tmp_path: Path) -> None:
    path = tmp_path / "case.yml"
    path.write_bytes(b"name: " + b"x" * settings.MAX_BYTES)
    assert settings.read(path)[1][0].code == "yaml-large"
    path.write_bytes("name: Société".encode("cp1252"))
    assert settings.read(path)[1][0].code == "yaml-utf8"
    assert settings.read(tmp_path / "nothing.yml")[1][0].code == "file-unreadable"


def test_the_sheet_of_an_excel_file_says_the_same() -> None:
    rows = (
        ("name", "X", None),
        ("financing.opening_cash", 945.0, None),
        ("country", None, None),
        ("currency", "EUR", "example"),
        ("founded", 2024, None),
        ("schema", 1.0, None),
    )
    raw = RawTable("case", "x.xlsx", "case", ("setting", "entry", "note"), rows, tuple(range(2, 8)))
    own = settings.check(raw, file="x.xlsx", sheet="case")
    assert own.faults == ()
    assert own.values == {
        "name": "X",
        "language": "en",
        "schema": 1,
        "financing.opening_cash": 945.0,
        "founded": "2024",
    }


def test_every_example_of_the_dictionary_is_taken() -> None:
    for name, column in settings.known().items():
        values, faults = read(f"name: X\n{name}: '{column.example}'\n" if name != "name" else "name: X\n")
        assert faults == [] and name in values
