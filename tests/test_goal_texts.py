"""The wording check must find a second aim and must not cry wolf."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clusterlib.strategy import goal_texts


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("Raise exports and train 200 founders", ("raise", "train")),
        ("Raise exports and also train 200 founders", ("raise", "train")),
        ("Raising exports and training founders", ("raise", "train")),
        ("Augmenter les exportations et former 200 jeunes", ("augmenter", "former")),
        ("Augmenter les ventes ainsi que les emplois et de les former", ("augmenter", "former")),
        ("Raise investment in start-ups and growing firms", ()),
        ("Raise the share of women and young people among founders to 40 %", ()),
        ("Increase training and marketing", ()),
        ("Reduce time and cost of testing", ()),
        ("Doubler les ventes en Côte d'Ivoire et au Mali", ()),
        ("", ()),
    ],
)
def test_joined_aims(text: str, joined: tuple[str, ...]) -> None:
    assert goal_texts.wording(text).joined == joined


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("Raise exports and support start-ups", "support"),
        ("Improve skills and access to finance", ""),
        ("Improve design and research", ""),
        ("Improve research and design, then sell", ""),
    ],
)
def test_a_word_that_may_be_a_noun_raises_only_a_question(text: str, doubtful: str) -> None:
    found = goal_texts.wording(text)
    assert (found.doubtful, found.joined) == (doubtful, ())


def test_words_are_counted_as_people_count_them() -> None:
    assert goal_texts.wording("Win 3 start-ups – 40 % women – by 2028").words == 7


def test_own_verbs_are_known() -> None:
    assert goal_texts.wording("Greenify ten firms").verbs == ()
    assert goal_texts.wording("Greenify ten firms", more_verbs=["greenify"]).verbs == ("greenify",)


def test_lists_are_lower_case_and_free_of_blanks() -> None:
    for verb in goal_texts.VERBS_EN | goal_texts.VERBS_FR | goal_texts.DOUBTFUL:
        assert verb == verb.casefold().strip() and " " not in verb


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(goal_texts.VERBS_EN - goal_texts.DOUBTFUL)), st.text(max_size=60))
def test_a_second_clear_verb_is_always_found(verb: str, noise: str) -> None:
    tail = "".join(letter if letter.isdigit() else " " for letter in noise)
    assert goal_texts.wording(f"Raise exports {tail} and {verb} people").joined == ("raise", verb)


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_survived(text: str) -> None:
    assert goal_texts.wording(text).words >= 0
