"""Run folder in, one self-contained HTML page out: it opens without a network and prints well."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pandas as pd

from clusterlib import atomic, blocks, figures
from clusterlib import tables as dictionary
from clusterlib.checks import Check
from clusterlib.faults import ClusterlibError
from clusterlib.readings import Speaker
from clusterlib.review.questions import said
from clusterlib.running.report_page import PAGE_STYLE
from clusterlib.running.runs import RunFolder

#: Cells that are for the room or for tests, not for the reader of a report.
LEFT_OUT = frozenset(
    {
        "trainer-note",
        "exercise",
        "solution",
        "defaults",
        "parameters",
        "injected-parameters",
        "nbval-check-output",
    }
)
_TAGS = frozenset(
    [
        "div",
        "p",
        "span",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "figure",
        "figcaption",
        "img",
        "details",
        "summary",
        "ul",
        "ol",
        "li",
        "strong",
        "em",
        "bdi",
        "dl",
        "dt",
        "dd",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "code",
        "pre",
        "hr",
        "br",
        "a",
    ]
)
_ATTRIBUTES = {
    "*": {"class", "id", "dir", "lang", "aria-hidden"},
    "img": {"src", "alt"},
    "th": {"scope", "colspan"},
    "td": {"colspan"},
    "a": {"href"},
    "details": {"open"},
}


def write(folder: Path) -> Path:
    """Write ``report.html`` of a run folder; gives back its path.

    Raises
    ------
    ClusterlibError
        If the folder holds no run.
    """
    record = RunFolder(folder).record()
    if not record:
        raise ClusterlibError(f"{folder} holds no run: there is no readable run.json. Run a case first.")
    path = folder / "report.html"
    data = page(folder, record).encode("utf-8")
    if not path.is_file() or path.read_bytes() != data:
        atomic.write_bytes(path, data)
    return path


def page(folder: Path, record: dict[str, Any]) -> str:
    """The whole page as text.

    Parameters
    ----------
    folder : Path
        Run folder.
    record : dict
        What stands in its ``run.json``.
    """
    settings = record["case"]["settings"]
    say = Speaker(record["lang"], currency=settings.get("currency"))
    steps = dict(sorted(record["steps"].items(), key=lambda item: item[1]["number"]))
    bodies = {step: _step(folder, step, entry, say) for step, entry in steps.items()}
    parts = [
        _head(record, say),
        _on_top(record, steps, say),
        _contents(steps, bodies, say),
        _thread(folder, record, say),
        *(body for body, _ in bodies.values()),
        _foot(record, say),
    ]
    name = blocks.escape(record["case"]["name"])
    return (
        f'<!DOCTYPE html>\n<html lang="{say.locale}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><title>{name}</title>'
        f"{blocks.STYLE}{PAGE_STYLE}</head>\n<body>"
        f'<a class="skip" href="#content">{blocks.escape(say("Skip to the content"))}</a>'
        f'<main id="content" class="cl">{"".join(parts)}</main></body></html>\n'
    )


def _head(record: dict[str, Any], say: Speaker) -> str:
    settings = record["case"]["settings"]
    place = " · ".join(str(settings[k]) for k in ("sector", "region", "country") if settings.get(k))
    rows = [f"<h1><bdi>{blocks.escape(record['case']['name'])}</bdi></h1>"]
    if place:
        rows.append(f'<p class="place"><bdi>{blocks.escape(place)}</bdi></p>')
    as_of = record["case"]["as_of"]
    known = say("State of knowledge: {day}.", day=say.day(as_of)) if as_of else say("The case names no date.")
    rows.append(f'<p class="cl-small">{blocks.escape(known)}</p>')
    return f"<header>{''.join(rows)}</header>"


def _on_top(record: dict[str, Any], steps: dict[str, Any], say: Speaker) -> str:
    parts = [f'<section id="top"><h2>{blocks.escape(say("What needs you first"))}</h2>']
    if record["faults"]:
        items = "".join(
            f'<li class="red"><bdi>{blocks.escape(fault)}</bdi></li>' for fault in record["faults"]
        )
        parts.append(
            f"<h3>{blocks.escape(say('Faults in the tables'))}</h3><ul class='cl-checks'>{items}</ul>"
        )
    halted = [entry for entry in steps.values() if entry["status"] != "done"]
    if halted:
        items = "".join(_halted(entry, say) for entry in halted)
        parts.append(
            f"<h3>{blocks.escape(say('Steps without a result'))}</h3><ul class='cl-checks'>{items}</ul>"
        )
    parts.append(_findings(record.get("review", {}), steps, say))
    parts.append(_for_people(record.get("review", {}), say))
    open_ = [(e, a) for e in steps.values() for a in e.get("answers", ()) if not a["known"]]
    if open_:
        items = "".join(
            f"<li>{blocks.escape(a['question'])} <span class='cl-small'>({blocks.escape(say(e['title']))}: "
            f"{blocks.escape(a['answer'])})</span></li>"
            for e, a in open_
        )
        title = say.plural(len(open_), "One open question", "{n} open questions")
        parts.append(f"<details><summary>{blocks.escape(title)}</summary><ul>{items}</ul></details>")
    if not any(parts[1:]):
        text = say("No fault and no finding. What was not judged stands in each step.")
        parts.append(f"<p>{blocks.escape(text)}</p>")
    return "".join(parts) + "</section>"


def _halted(entry: dict[str, Any], say: Speaker) -> str:
    """A step without a result, why, and whether an earlier one is kept."""
    words = {"failed": say("failed"), "blocked": say("blocked"), "skipped": say("left out")}
    name = f"{entry['number']} {say(entry['title'])}"
    text = f"<strong>{blocks.escape(name)}</strong>: {blocks.escape(words[entry['status']])}"
    kept = say("The earlier result of this step is kept.") if entry.get("kept") else ""
    colour = "red" if entry["status"] == "failed" else "amber"
    return f'<li class="{colour}">{text} – {blocks.escape(entry["reason"])} {blocks.escape(kept)}</li>'


def _findings(review: dict[str, Any], steps: dict[str, Any], say: Speaker) -> str:
    """What the review found on the whole case, and what single steps found beyond its rules."""
    answers, covers = review.get("answers", ()), set(review.get("covers", ()))
    reviewed = [a for a in answers if a["status"] == "finding"]
    single = [
        c
        for e in steps.values()
        for c in e.get("checks", ())
        if c["status"] == "finding" and c["rule_id"] not in covers
    ]
    now = [_check(c) for c in (*(a for a in reviewed if not a["later"]), *single)]
    urgent = [c for c in now if c.severity in ("red", "amber")]
    notes = [c for c in now if c.severity == "note"]
    later = [_check(a) for a in reviewed if a["later"]]
    blind = [_check(a) for a in answers if a["status"] == "not judged" and not a["later"]]
    off = [blocks.escape(a["finding"]) for a in answers if a["status"] == "off"]
    parts = [blocks.checks(urgent, say)] if urgent else []
    if notes:
        title = say.plural(
            len(notes), "One more finding is good to know", "{n} more findings are good to know"
        )
        parts.append(_folded(title, blocks.checks(notes, say)))
    if later:
        title = say.plural(
            len(later),
            "One finding belongs to a phase that is still to come",
            "{n} findings belong to phases that are still to come",
        )
        parts.append(_folded(title, blocks.checks(later, say)))
    if blind:
        title = say.plural(len(blind), "One rule cannot be judged yet", "{n} rules cannot be judged yet")
        parts.append(_folded(title, blocks.checks(blind, say)))
    if off:
        title = say.plural(len(off), "One rule is switched off", "{n} rules are switched off")
        parts.append(_folded(title, f"<ul>{''.join(f'<li>{text}</li>' for text in off)}</ul>"))
    return "".join(parts)


def _check(told: dict[str, Any]) -> Check:
    cure = f"{told['cure']} {told.get('doubt', '')}".strip()
    return Check(told["rule_id"], told["status"], told["severity"], told["finding"], cure)


def _for_people(review: dict[str, Any], say: Speaker) -> str:
    """The questions no table can answer, open ones first in sight, with what the case says beside each."""
    asked = [item for item in review.get("questions", ()) if not item["later"]]
    if not asked:
        return ""
    rows = "".join(_question(item, say) for item in asked)
    left = sum(not item["answers"] for item in asked)
    title = say.plural(
        len(asked), "One question for a person", "{n} questions for people, which no table can answer"
    )
    state = say.plural(left, "one is open", "{n} are open") if left else say("all are answered")
    how = say("An answer goes into the table “answers”: question_id, text, person, date.")
    return _folded(f"{title} ({state})", f"<dl>{rows}</dl><p class='cl-small'>{blocks.escape(how)}</p>")


def _question(item: dict[str, Any], say: Speaker) -> str:
    head = f"<dt>{blocks.escape(item['id'])} {blocks.escape(item['text'])}</dt>"
    lines = [item["facts"], item["doubt"], *said(item["answers"], say=say)]
    body = "".join(f"<p><bdi>{blocks.escape(line)}</bdi></p>" for line in lines if line)
    return f"{head}<dd>{body}</dd>"


def _folded(title: str, markup: str) -> str:
    return f"<details><summary>{blocks.escape(title)}</summary>{markup}</details>" if markup else ""


def _contents(
    steps: dict[str, Any], bodies: dict[str, tuple[str, list[tuple[str, str]]]], say: Speaker
) -> str:
    rows = []
    for step, entry in steps.items():
        inner = "".join(
            f'<li><a href="#{key}">{blocks.escape(title)}</a></li>' for key, title in bodies[step][1]
        )
        rows.append(
            f'<li><a href="#{step}">{blocks.escape(entry["number"])} {blocks.escape(say(entry["title"]))}</a>'
            f"<ul>{inner}</ul></li>"
        )
    title = blocks.escape(say("Contents"))
    return f'<nav aria-labelledby="toc"><h2 id="toc">{title}</h2><ul>{"".join(rows)}</ul></nav>'


def _thread(folder: Path, record: dict[str, Any], say: Speaker) -> str:
    thread = record.get("thread")
    if not thread:
        return ""
    svg = folder / "figures" / "00_red_thread.svg"
    picture = ""
    if svg.is_file():
        source = say("Source: the tables of this run.")
        picture = figures.Picture(svg.read_bytes(), b"", thread["alt"], source).html()
    title = blocks.escape(say("The red thread: what rests on what"))
    return (
        f'<section id="thread"><h2>{title}</h2>{picture}{blocks.reading(thread["reading"])}'
        f"{_drawn_way(folder, thread, say)}{_ways(thread, say)}</section>"
    )


def _drawn_way(folder: Path, thread: dict[str, Any], say: Speaker) -> str:
    """One way drawn, with its rows as a table."""
    drawn, svg = thread.get("drawn"), folder / "figures" / "00_red_thread_way.svg"
    if not drawn or not svg.is_file():
        return ""
    picture = figures.Picture(svg.read_bytes(), b"", drawn["alt"], say("Source: the tables of this run."))
    rows = blocks.table(pd.DataFrame(drawn["rows"], columns=drawn["columns"]))
    title = blocks.escape(say("One goal, from the votes to the money"))
    return f"<h3>{title}</h3>{picture.html()}{_folded(say('The rows of this way'), rows)}"


def _ways(thread: dict[str, Any], say: Speaker) -> str:
    """Every row that a manager asks for, to be opened: up to the evidence, down to what rests on it."""
    ways = thread.get("ways", ())
    tables_: dict[str, list[dict[str, Any]]] = {}
    for way in ways:
        tables_.setdefault(way["table"], []).append(way)
    parts = [
        _folded(
            f"{dictionary.table(name).label(say.locale)} ({say.number(len(found))})",
            "".join(
                f"<details><summary><bdi>{blocks.escape(way['lines'][0])}</bdi></summary>"
                f"<pre>{blocks.escape(chr(10).join(way['lines'][1:]))}</pre></details>"
                for way in found
            ),
        )
        for name, found in tables_.items()
    ]
    title = blocks.escape(say("From any row up to the evidence and down to what rests on it"))
    return f"<h3>{title}</h3>{''.join(parts)}" if parts else ""


def _step(folder: Path, step: str, entry: dict[str, Any], say: Speaker) -> tuple[str, list[tuple[str, str]]]:
    """Markup of one step and the headings in it."""
    path = folder / next((name for name in entry.get("writes", {}) if name.endswith(".ipynb")), "-")
    if entry["status"] != "done" or not path.is_file():
        return "", []
    cells = json.loads(path.read_text("utf-8"))["cells"]
    parts: list[str] = []
    headings: list[tuple[str, str]] = []
    for cell in cells:
        if LEFT_OUT & set(cell["metadata"].get("tags", ())):
            continue
        if cell["cell_type"] == "markdown":
            parts.append(_text(cell["source"], step, headings))
        else:
            parts.extend(_output(output) for output in cell["outputs"])
    return f'<section id="{step}" class="step">{"".join(parts)}</section>', headings


def _text(source: str | list[str], step: str, headings: list[tuple[str, str]]) -> str:
    """A text cell as markup; headings go one level down and get an anchor."""
    from markdown_it import MarkdownIt

    def anchor(match: re.Match[str]) -> str:
        level, inner = int(match[1]), match[2]
        if level != 2:
            return f"<h{level + 1}>{inner}</h{level + 1}>"
        key = f"{step}-{len(headings) + 1}"
        headings.append((key, _unescape(re.sub(r"<[^>]+>", "", inner))))
        return f'<h3 id="{key}">{inner}</h3>'

    text = "".join(source) if isinstance(source, list) else source
    markup = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return _clean(re.sub(r"<h([1-5])>(.*?)</h\1>", anchor, markup, flags=re.DOTALL))


def _unescape(text: str) -> str:
    import html

    return html.unescape(text)


def _output(output: dict[str, Any]) -> str:
    data = output.get("data", {})
    if "text/html" in data:
        markup = data["text/html"]
        return _clean("".join(markup) if isinstance(markup, list) else markup)
    if output["output_type"] == "stream" and output.get("name") == "stdout":
        return ""
    return ""


def _clean(markup: str) -> str:
    """Only known tags, no script, no address outside the page but plain links."""
    import nh3

    return nh3.clean(
        markup,
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"data", "https", "http", "mailto"},
        clean_content_tags={"script", "style"},
        attribute_filter=_only_own_pictures,
        link_rel="noopener noreferrer",
    )


def _only_own_pictures(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and not value.startswith("data:image/"):
        return None
    if tag == "a" and attribute == "href" and value.startswith("data:"):
        return None
    return value


def _foot(record: dict[str, Any], say: Speaker) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in record["versions"].items())
    credit = say(
        "Made after GIZ, Connect & Create – Cluster Development Guide; facts marked GUIDE name its lines. "
        "GIZ has not reviewed this report."
    )
    made = say("Computed on {day} with {versions}.", day=say.day(record["finished"][:10]), versions=versions)
    return f'<footer class="cl-small"><p>{blocks.escape(credit)}</p><p>{blocks.escape(made)}</p></footer>'
