"""What the pages of who leads a vote show: in the reader's language, as values for their templates."""

from __future__ import annotations

from typing import Any

from clusterlib.inputs.cases import Case
from clusterlib.readings import Speaker
from clusterlib.store.polls import Poll
from clusterlib.store.workspaces import KeptCase
from clusterlib.voting import kinds, screen, taking
from clusterlib.voting.beside import Beside, qr


def reach(say: Speaker, beside: Beside) -> str:
    """Why phones cannot come here, and what opens the way; empty when they can."""
    if beside.open_to_phones:
        return ""
    return say(
        "Phones cannot reach this vote: without a class this server answers this machine only. "
        "End it and start it with --class (clusterlib serve CASE --class); then the network of the room "
        "can reach it, and your votes are still here."
    )


def listed(say: Speaker, *, kept: KeptCase, case: Case, polls: list[Poll]) -> dict[str, Any]:
    """What the page with all votes of a case shows."""
    states = {"open": say("open"), "closed": say("round closed"), "ended": say("over")}
    found = [
        {
            "id": poll.id, "question": poll.question,
            "about": say("round {round}, {state}", round=poll.round,
                         state=states[screen.state(poll).split()[1]]),
        }
        for poll in polls
    ]  # fmt: skip
    offered = kinds.offered(case, say)
    words = {
        "heading": say("Live votes"), "new": say("Open a vote"), "kind": say("What is voted on"),
        "list": say("Your own list, one item a line (only for a list of your own)"),
        "question": say("Question (blank: a usual one)"),
        "invited": say("How many people are asked? (may stay blank)"),
        "names": say("Ask for names: then the votes are no longer secret, and the phones say so"),
        "open": say("Open the vote"), "before": say("Votes of this case"),
        "about": say(
            "People vote on their own phones, on a light page. One vote for each phone and round; it can be "
            "changed until the round is closed. Who clears the memory of the phone could vote twice."
        ),
        "back": say("Back to the case"),
    }  # fmt: skip
    first = next((kind.id for kind in offered if not kind.missing), "")
    return {"title": words["heading"], "case": {"id": kept.address.case, "name": kept.name}, "polls": found,
            "kinds": offered, "first": first, "words": words}  # fmt: skip


def shown(
    say: Speaker, *, poll: Poll, kept: KeptCase, beside: Beside, runs: bool, can_undo: bool
) -> dict[str, Any]:
    """What the screen of a vote shows beside its results."""
    link = beside.link(poll.code)
    if poll.ended:
        state = say("This vote is over.")
    elif poll.open:
        state = say("Round {n} is open.", n=poll.round)
    else:
        state = say("Round {n} is closed.", n=poll.round)
    words = {
        "scan": say("Scan this, or open"), "code": say("Code:"), "state": state,
        "close": say("Close the round"), "next": say("Open another round, with this result shown to all"),
        "end": say("End the vote for good"), "take": say("Take these votes into the case"),
        "give_back": say("Take back the last change of that table"), "csv": say("Votes as CSV"),
        "results": say("Results so far") if poll.open else say("Results"),
        "hide": say("Fold the results in while people vote, so that early votes do not lead late ones."),
        "lead": say("Lead the vote"), "all": say("All votes of this case"),
        "down": ""
        if runs
        else say("The page for phones does not answer. Reload this page to start it again."),
        "takes": say("People become R1, R2 … What the table held before stays in the history of the case."),
    }  # fmt: skip
    return {
        "title": poll.question, "poll": poll, "state": screen.state(poll), "link": link, "words": words,
        "short": link.removeprefix("http://"), "qr": qr(link, say("QR code of {link}", link=link)),
        "case": {"id": kept.address.case, "name": kept.name}, "reach": reach(say, beside),
        "takes": poll.kind in taking.FILLS and not poll.open, "can_undo": can_undo and not poll.open,
    }  # fmt: skip
