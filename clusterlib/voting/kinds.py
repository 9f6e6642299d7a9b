"""What can be voted on: the demands of a case, its services, its trends, or a list of one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from clusterlib import tables
from clusterlib.faults import ClusterlibError
from clusterlib.inputs.cases import Case
from clusterlib.readings import Speaker
from clusterlib.twins import texts

DEMANDS, SERVICES, TRENDS, LIST = "demands", "services", "trends", "list"
#: Where the items of a kind stand: table, column of the id, column of the text.
TABLES = {
    DEMANDS: ("demands", "item_id", "text"),
    SERVICES: ("services", "id", "name"),
    TRENDS: ("trends", "id", "name"),
}
#: Lowest and highest answer of each kind.
SCALES = {DEMANDS: (1, 3), SERVICES: (1, 5), TRENDS: (1, 5), LIST: (1, 3)}
#: So many items at most fit on a phone before people stop reading.
MOST_ITEMS = 60
#: Longest item of an own list, in characters.
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """One thing a room can vote on.

    Attributes
    ----------
    id : str
        One of the kinds above.
    title : str
        What a trainer chooses.
    question : str
        What voters are asked when the trainer writes nothing else.
    items : mapping of str to str
        Id to text; empty for an own list, or when the case lacks the table.
    missing : str
        Why it cannot be chosen; empty if it can.
    """

    id: str
    title: str
    question: str
    items: Mapping[str, str]
    missing: str = ""


def offered(case: Case, say: Speaker) -> tuple[Kind, ...]:
    """What can be voted on in a case, in the language of who opens the vote.

    Parameters
    ----------
    case : Case
        Its tables give the items; one whose cells are at fault is not offered.
    say : Speaker
        Language of the titles, the questions and, where the case has both, of the items.
    """
    words = {
        DEMANDS: (say("The demands of the case"), say("How important is this for you?")),
        SERVICES: (say("Trust in the services"), say("How openly would you share in this service?")),
        TRENDS: (say("Trends: their impact"), say("How strongly will this touch us?")),
    }
    found = []
    for kind, (title, question) in words.items():
        items, missing = _items(case, kind, say)
        found.append(Kind(kind, title, question, items, missing))
    found.append(Kind(LIST, say("Ideas, or any list of your own"), say("How much do you want this?"), {}))
    return tuple(found)


def _items(case: Case, kind: str, say: Speaker) -> tuple[dict[str, str], str]:
    name, key, text = TABLES[kind]
    label = tables.table(name).label(say.locale)
    try:
        frame = case.table(name)
    except ClusterlibError:
        return {}, say("The table {table} has faults. Mend them first.", table=label)
    items = {
        str(id): words
        for id, words in zip(frame[key], texts(frame, text, say=say), strict=True)
        if words and not tables.is_blank(id)
    }
    if not items:
        return {}, say("The case has nothing in the table {table} yet.", table=label)
    if len(items) > MOST_ITEMS:
        return {}, say(
            "The table {table} has {n} rows; a phone shows at most {most}. Use a list of your own.",
            table=label, n=len(items), most=MOST_ITEMS,
        )  # fmt: skip
    return items, ""


def own_list(text: str, say: Speaker) -> dict[str, str]:
    """The items of an own list: one a line, each once.

    Raises
    ------
    ClusterlibError
        If there is none, there are too many, or one is too long.

    Examples
    --------
    >>> own_list("A fair\\n\\n A joint stand \\nA fair", Speaker())
    {'I1': 'A fair', 'I2': 'A joint stand'}
    """
    lines = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    if not lines:
        raise ClusterlibError(say("Write what is voted on, one item a line."))
    if len(lines) > MOST_ITEMS:
        raise ClusterlibError(
            say("{n} items are too many for a phone; at most {most}.", n=len(lines), most=MOST_ITEMS)
        )
    for line in lines:
        if len(line) > LONGEST:
            raise ClusterlibError(
                say(
                    "The item {item} has {n} characters; {most} are allowed.",
                    item=say.quoted(line[:30] + "…"),
                    n=len(line),
                    most=LONGEST,
                )
            )
    return {f"I{i}": line for i, line in enumerate(lines, 1)}


def answers(kind: str, low: int, high: int, say: Speaker) -> dict[int, str]:
    """What each score of a poll means, in words; empty where only the ends have words.

    Examples
    --------
    >>> answers(DEMANDS, 1, 3, Speaker())
    {1: 'less important', 2: 'important', 3: 'very important'}
    >>> answers(TRENDS, 1, 5, Speaker())[2]
    ''
    """
    words = dict.fromkeys(range(low, high + 1), "")
    if kind == DEMANDS and (low, high) == (1, 3):
        said = (say("less important"), say("important"), say("very important"))
        return dict(zip(words, said, strict=True))
    if (low, high) == (1, 3):
        return dict(zip(words, (say("little"), say("rather"), say("very much")), strict=True))
    ends = {
        SERVICES: (say("not at all"), say("quite openly")),
        TRENDS: (say("hardly"), say("very strongly")),
    }
    words[low], words[high] = ends.get(kind, (say("little"), say("very much")))
    return words
