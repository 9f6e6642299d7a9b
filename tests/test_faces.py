from __future__ import annotations

import pytest

from clusterlib import places
from clusterlib.readings import LOCALE_FOLDER
from clusterlib.reports import document as d
from clusterlib.reports import faces, pdf


@pytest.mark.parametrize("script", faces.COVERED)
def test_the_scripts_that_are_promised_can_be_drawn(script):
    assert faces.uncovered([faces.COVERED[script]]) == []


def test_a_letter_that_no_font_holds_is_told():
    assert faces.uncovered(["会社 Dakar", "ክላስተር"])[-1] == "社" and len(faces.uncovered(["会社"])) == 2
    assert faces.uncovered(["a\u2068b\u2069\u200b\n\u00a0c"]) == []


def test_every_letter_of_the_sentences_and_the_shipped_cases_can_be_drawn():
    files = [*LOCALE_FOLDER.glob("*.po"), *places.shipped_case().parent.rglob("*.csv")]
    files += list(places.shipped_case().parent.rglob("case.yml"))
    assert len(files) > 50
    lacking = {path.name: faces.uncovered([path.read_text("utf-8")]) for path in files}
    assert {name: letters for name, letters in lacking.items() if letters} == {}
    assert faces.uncovered([*pdf.SIGNS.values(), "\ufffd…–“”«»→"]) == []
    assert set(pdf.SIGNS) == set(d.TONES)


def test_the_licence_lies_beside_the_fonts():
    assert (faces.folder() / "LICENSE_DEJAVU").is_file()


def test_names_keep_their_own_direction():
    assert faces.isolated("Cap Cloud") == "Cap Cloud"
    assert faces.isolated("شركة (A-1)") == "\u2068شركة (A-1)\u2069"
