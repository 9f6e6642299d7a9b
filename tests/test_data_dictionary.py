from __future__ import annotations

from clusterlib import places, tables
from clusterlib.inputs import data_dictionary, settings


def test_the_file_is_fresh() -> None:
    path = places.root() / "data" / "README.md"
    assert path.read_text("utf-8") == data_dictionary.render(), (
        "run python -m clusterlib.inputs.data_dictionary"
    )


def test_everything_is_in_it() -> None:
    text = data_dictionary.render()
    for name in tables.names(first_release=False):
        assert f"`{name}`" in text or name == "case"
    for name in tables.names():
        if name != "case":
            assert f"### {name}\n" in text
            for column in tables.table(name).columns:
                assert f"`{column.name}`" in text
    for name in settings.known():
        assert f"| `{name}` |" in text


def test_every_row_of_a_table_has_as_many_cells_as_its_heading() -> None:
    width = 0
    for line in data_dictionary.render().splitlines():
        cells = line.replace("\\|", "").count("|")
        if line.startswith("|"):
            width = width or cells
            assert cells == width, line
        else:
            width = 0
