from __future__ import annotations

from html.parser import HTMLParser

import report_samples as samples
from hypothesis import given, settings

from clusterlib.reports import document as d
from clusterlib.reports import page


class Reader(HTMLParser):
    """Tags, attributes and text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.said.append(data)


def read(document: d.Document) -> Reader:
    reader = Reader()
    reader.feed(page.write(document, contents="Contents", skip="Skip"))
    return reader


def shape(reader: Reader) -> list[str]:
    return [tag for tag, _ in reader.tags]


@settings(max_examples=8, deadline=None)
@given(samples.many)
def test_no_text_changes_the_shape_of_a_page(said):
    reader = read(samples.rows(said))
    assert shape(reader) == shape(read(samples.rows(["Name"] * len(said))))
    assert not any(name.startswith("on") for _, known in reader.tags for name in known)
    whole = "".join("".join(reader.said).split())
    for text in said:  # blanks mean nothing in a page
        assert "".join(d.printable(text).split()) in whole


def test_no_text_in_any_place_changes_the_shape_of_a_page():
    known = shape(read(samples.document("Name")))
    for text in samples.HOSTILE:
        assert shape(read(samples.document(text))) == known


def test_every_link_leads_somewhere_and_every_picture_has_words():
    reader = read(samples.document())
    keys = [known["id"] for _, known in reader.tags if "id" in known]
    inner = [known["href"][1:] for tag, known in reader.tags if tag == "a" and known["href"].startswith("#")]
    assert len(keys) == len(set(keys)) and set(inner) <= set(keys) and {"one", "one-1"} <= set(inner)
    pictures = [known for tag, known in reader.tags if tag == "img"]
    assert pictures and all(known["alt"] and known["src"].startswith("data:image/svg") for known in pictures)


def test_the_page_is_in_the_language_of_the_reader():
    reader = read(samples.document(lang="fr"))
    assert reader.tags[0] == ("html", {"lang": "fr"})


def test_a_document_without_content_is_still_a_page():
    empty = d.Document("Case", "", "", "en", "2027-02-01T10:00:00+00:00", (), (), ())
    assert shape(read(empty)).count("h1") == 1 and "nav" not in shape(read(empty))
