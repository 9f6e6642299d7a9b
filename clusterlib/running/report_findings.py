"""What a report opens with: what needs the reader first, what the steps found, and what else was found."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from clusterlib.readings import Speaker
from clusterlib.reports import document as d
from clusterlib.review.questions import said

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\S)")
#: A first sentence shorter than this takes the next one along.
_SHORT = 60


def first_parts(
    record: dict[str, Any], steps: dict[str, Any], parts: Sequence[d.Part], say: Speaker, *, alone: bool
) -> tuple[d.Part, ...]:
    """The page on top, and the findings behind it.

    Parameters
    ----------
    record : dict
        Record of the run.
    steps : dict
        Entries of the steps that are told of.
    parts : sequence of Part
        Their chapters.
    say : Speaker
        Language of the reader.
    alone : bool
        Whether one step is told of: then only what it found itself.
    """
    findings = _findings(record, steps, alone=alone)
    urgent = [f for f in findings if not f["later"] and f["severity"] == "red"]
    top: list[d.Block] = [*_faults(record, say, alone=alone), *_halted(steps, say)]
    if urgent:
        top.append(_notes(urgent, say))
    elif not top:
        top.append(d.Paragraph(d.plain(say("Nothing asks for a decision this week."))))
    found = tuple(_found(steps, parts))
    if found:
        top += [d.Heading(2, d.plain(say("What the steps found"))), d.Items(found)]
    more = (*_more(record, findings, say, alone=alone), *_open(steps, say))
    return (
        d.Part("top", say("What needs you first"), tuple(top)),
        d.Part("more", say("More findings and open questions"), more),
    )


def _faults(record: dict[str, Any], say: Speaker, *, alone: bool) -> Iterator[d.Block]:
    if record["faults"] and not alone:
        yield d.Heading(2, d.plain(say("Faults in the tables")))
        yield d.Notes(tuple(("red", (d.Run(fault, name=True),)) for fault in record["faults"]))


def _halted(steps: dict[str, Any], say: Speaker) -> Iterator[d.Block]:
    """Steps without a result, why, and whether an earlier one is kept."""
    words = {"failed": say("failed"), "blocked": say("blocked"), "skipped": say("left out")}
    rows = []
    for entry in steps.values():
        if entry["status"] == "done":
            continue
        kept = say("The earlier result of this step is kept.") if entry.get("kept") else ""
        text = f": {words[entry['status']]} – {entry['reason']} {kept}".rstrip()
        name = f"{entry['number']} {say(entry['title'])}"
        rows.append(
            ("red" if entry["status"] == "failed" else "amber", (d.Run(name, strong=True), d.Run(text)))
        )
    if rows:
        yield d.Heading(2, d.plain(say("Steps without a result")))
        yield d.Notes(tuple(rows))


def _found(steps: dict[str, Any], parts: Sequence[d.Part]) -> Iterator[d.Blocks]:
    """The first sentence that each step reads out of its tables."""
    for (step, _), part in zip(steps.items(), parts, strict=True):
        said = first_sentence(part.blocks)
        if said:
            name = d.Run(part.title, strong=True, href=f"#{step}")
            yield (d.Paragraph((name, d.Run(f" {said}"))),)


def first_sentence(blocks: d.Blocks) -> str:
    """How the first reading of a chapter begins; empty when nothing was read.

    Examples
    --------
    >>> first_sentence((d.Reading((d.Paragraph(d.plain("Two stand out. The rest does not.")),)),))
    'Two stand out. The rest does not.'
    """
    for block in d.walk(blocks):
        if isinstance(block, d.Reading):
            text = " ".join(d.words_of(b.runs) for b in block.blocks if isinstance(b, d.Paragraph))
            sentences = _SENTENCE.split(text)
            return " ".join(sentences[: 1 if len(sentences[0]) > _SHORT else 2])
    return ""


def _findings(record: dict[str, Any], steps: dict[str, Any], *, alone: bool) -> list[dict[str, Any]]:
    """What the review found on the whole case, and what single steps found beyond its rules."""
    review = record.get("review", {})
    covers = set() if alone else set(review.get("covers", ()))
    reviewed = [] if alone else [a for a in review.get("answers", ()) if a["status"] == "finding"]
    single = [
        {**check, "later": False}
        for entry in steps.values()
        for check in entry.get("checks", ())
        if check["status"] == "finding" and check["rule_id"] not in covers
    ]
    told = " ".join(str(item.get("doubt", "")) for item in reviewed)
    return [*reviewed, *(check for check in single if not _said_before(check, told))]


def _said_before(check: dict[str, Any], told: str) -> bool:
    """Whether a contradiction of the guide already stands beside a finding that it touches."""
    text = check["finding"].rpartition(" (")[0]
    return bool(re.fullmatch(r"E\d+", check["rule_id"])) and bool(text) and text in told


def _notes(items: Sequence[dict[str, Any]], say: Speaker) -> d.Notes:
    """Findings as notes, red before amber."""
    order = {"red": 0, "amber": 1, "note": 2}
    rows = []
    for item in sorted(items, key=lambda told: order[told["severity"]]):
        judged = item["status"] == "finding"
        label = {
            "red": say("Decide this week"),
            "amber": say("Before the next step"),
            "note": say("Good to know"),
        }[item["severity"]]
        label = label if judged else say("Cannot be judged")
        then = f"{item['cure']} {item.get('doubt', '')}".strip()
        cure = (d.Run(" "), d.Run(then, emphasis=True)) if then and judged else ()
        runs = (d.Run(f"{label}.", strong=True), d.Run(f" {item['finding']}"), *cure)
        rows.append((item["severity"] if judged else "unjudged", runs))
    return d.Notes(tuple(rows))


def _more(
    record: dict[str, Any], findings: Sequence[dict[str, Any]], say: Speaker, *, alone: bool
) -> Iterator[d.Block]:
    """What can wait: folded on the screen, one below the other on paper."""
    now = [f for f in findings if not f["later"]]
    if amber := [f for f in now if f["severity"] == "amber"]:
        title = say.plural(
            len(amber),
            "One finding asks for an answer before the next step",
            "{n} findings ask for an answer before the next step",
        )
        yield d.Folded(title, (_notes(amber, say),))
    if fine := [f for f in now if f["severity"] == "note"]:
        title = say.plural(
            len(fine), "One more finding is good to know", "{n} more findings are good to know"
        )
        yield d.Folded(title, (_notes(fine, say),))
    if later := [f for f in findings if f["later"]]:
        title = say.plural(
            len(later),
            "One finding belongs to a phase that is still to come",
            "{n} findings belong to phases that are still to come",
        )
        yield d.Folded(title, (_notes(later, say),))
    if not alone:
        yield from _unjudged(record.get("review", {}).get("answers", ()), say)
        yield from _for_people(record.get("review", {}), say)


def _unjudged(answers: Sequence[dict[str, Any]], say: Speaker) -> Iterator[d.Block]:
    blind = [a for a in answers if a["status"] == "not judged" and not a["later"]]
    if blind:
        title = say.plural(len(blind), "One rule cannot be judged yet", "{n} rules cannot be judged yet")
        yield d.Folded(title, (_notes(blind, say),))
    off = [a["finding"] for a in answers if a["status"] == "off"]
    if off:
        title = say.plural(len(off), "One rule is switched off", "{n} rules are switched off")
        yield d.Folded(title, (d.Items(tuple((d.Paragraph(d.plain(text)),) for text in off)),))


def _for_people(review: dict[str, Any], say: Speaker) -> Iterator[d.Block]:
    """The questions no table can answer, with what the case says beside each."""
    asked = [item for item in review.get("questions", ()) if not item["later"]]
    if not asked:
        return
    left = sum(not item["answers"] for item in asked)
    title = say.plural(
        len(asked), "One question for a person", "{n} questions for people, which no table can answer"
    )
    state = say.plural(left, "one is open", "{n} are open") if left else say("all are answered")
    how = say("An answer goes into the table “answers”: question_id, text, person, date.")
    pairs = d.Pairs(tuple(_question(item, say) for item in asked))
    yield d.Folded(f"{title} ({state})", (pairs, d.Paragraph(d.plain(how), d.SMALL)))


def _question(item: dict[str, Any], say: Speaker) -> tuple[d.Runs, d.Blocks]:
    lines = [item["facts"], item["doubt"], *said(item["answers"], say=say)]
    answer = tuple(d.Paragraph((d.Run(line, name=True),)) for line in lines if line)
    return d.plain(f"{item['id']} {item['text']}"), answer


def _open(steps: dict[str, Any], say: Speaker) -> Iterator[d.Block]:
    """Key questions of the guide that the tables leave open."""
    asked: dict[str, list[d.Block]] = {}
    for entry in steps.values():
        for answer in entry.get("answers", ()):
            if not answer["known"]:
                where = f" ({say(entry['title'])})"
                under = d.Paragraph(d.plain(answer["answer"] + where), d.SMALL)
                asked.setdefault(answer["question"], []).append(under)
    rows = [(d.Paragraph(d.plain(question)), *under) for question, under in asked.items()]
    if rows:
        title = say.plural(len(rows), "One open question", "{n} open questions")
        yield d.Folded(title, (d.Items(tuple(rows)),))
