"""Which table a sheet of an Excel file holds, told from its name."""

from __future__ import annotations

import difflib
import unicodedata
from functools import lru_cache

from clusterlib import tables

#: Sheet that explains the file, by language of the case.
READ_ME = {"en": "read me", "fr": "lisez-moi"}
#: Hidden sheet with the words of the drop-downs.
WORDS = "_words"
#: Names that a spreadsheet program gives by itself.
_PLAIN = ("sheet", "feuil", "feuille", "tabelle", "hoja", "planilha")
#: Longest name of a sheet that Excel accepts.
LONGEST = 31


def key(name: str) -> str:
    """A sheet name without regard to case, accents, blanks, hyphens and underscores.

    Examples
    --------
    >>> key("Vote Counts"), key("Tâches ")
    ('votecounts', 'taches')
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(character for character in plain if character.isalnum())


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Keys of names and labels to tables; a label that several tables share names none of them."""
    every = [tables.table(name) for name in tables.names(first_release=False)]
    by_name = {key(table.name): table.name for table in every}
    by_label: dict[str, set[str]] = {}
    for table in every:
        for label in (table.label_en, table.label_fr):
            by_label.setdefault(key(label[:LONGEST]), set()).add(table.name)
    single = {label: min(names) for label, names in by_label.items() if len(names) == 1}
    return single | by_name


def table_of(sheet: str) -> str | None:
    """The table that a sheet holds; None when its name is no table's.

    Parameters
    ----------
    sheet : str
        The name of the table or its English or French title, in any case.

    Examples
    --------
    >>> table_of("TASKS"), table_of("Vote counts"), table_of("Décompte des votes"), table_of("Sheet1")
    ('tasks', 'vote_counts', 'vote_counts', None)
    """
    return _known().get(key(sheet))


def nearest(sheet: str) -> str | None:
    """The table whose name is nearly that of a sheet, a slip of the pen away.

    Examples
    --------
    >>> nearest("stakehoders"), nearest("Sheet1"), nearest("my notes")
    ('stakeholders', None, None)
    """
    wanted = key(sheet)
    if wanted.rstrip("0123456789") in _PLAIN:
        return None
    close = difflib.get_close_matches(wanted, list(_known()), n=1, cutoff=0.84)
    return _known()[close[0]] if close else None


def is_own(sheet: str) -> bool:
    """Whether a sheet belongs to the file itself and holds no data: its explanation, its words.

    Examples
    --------
    >>> is_own("Read me"), is_own("tasks")
    (True, False)
    """
    return key(sheet) in {key(name) for name in (*READ_ME.values(), WORDS)}
