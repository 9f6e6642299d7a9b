"""Words that show whether a measure only informs or brings people in; a default the user sees and changes."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

#: Beginnings of words for measures that only inform, English and French.
WEAK = "inform;newsletter;mailing;leaflet;website;bulletin;courriel;dépliant"
_STRONG_EN = (
    "invit;meet;visit;talk;ask;interview;involv;join;observ;lead;agree;negotiat;consult;advis;seat;board;"
    "workshop;partner;contract;co-;present to;offer"
)
_STRONG_FR = (
    "rencontr;rendez-vous;parler;discut;entretien;impliqu;associer;pilot;anim;accord;convenir;négoci;siège;"
    "conseil;atelier;partenari;contrat;proposer;offrir;rendre compte"
)
#: Beginnings of words for measures that bring somebody in, English and French.
STRONG = f"{_STRONG_EN};{_STRONG_FR}"


def is_weak(measure: str, *, weak: str = WEAK, strong: str = STRONG) -> bool:
    """Whether a measure only informs: it has a weak word and no strong one.

    Parameters
    ----------
    measure : str
        What will be done; an empty text is not weak, it is missing.
    weak, strong : str
        Beginnings of words, separated by ";"; accents and capitals do not count.

    Examples
    --------
    >>> is_weak("Keep informed by newsletter"), is_weak("Inform; invite to every workshop"), is_weak("")
    (True, False, False)
    """
    text = _plain(measure)
    return _any(text, weak) and not _any(text, strong)


def _any(text: str, words: str) -> bool:
    pattern = _pattern(words)
    return pattern is not None and pattern.search(text) is not None


@lru_cache(maxsize=32)
def _pattern(words: str) -> re.Pattern[str] | None:
    parts = [re.escape(_plain(part)) for part in words.split(";") if part.strip()]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})") if parts else None


def _plain(text: str) -> str:
    """Small letters without accents, typographic apostrophes made plain."""
    split = unicodedata.normalize("NFKD", text.strip().casefold().replace("’", "'"))
    return "".join(c for c in split if not unicodedata.combining(c))
