"""What a case says beside each question for a person: rows named, never judged."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from clusterlib import places, twins
from clusterlib.readings import Speaker
from clusterlib.review.parts import called
from clusterlib.review.scene import Scene
from clusterlib.strategy.goal_process import point_names
from clusterlib.tables import is_blank
from clusterlib.twins import texts

Fact = Callable[[Scene, Speaker], str]
_TOUCHED = ("association", "chamber", "agency")


def _rows(scene: Scene, name: str) -> pd.DataFrame:
    frame = scene.frame(name)
    return pd.DataFrame() if frame is None else frame


def _trust(scene: Scene, say: Speaker) -> str:
    rated, spoken = _rows(scene, "assessments"), _rows(scene, "answers")
    parts = []
    known = twins.spoken(twins.titles(places.reference("key_questions"), "id", "text"), say=say)
    for item in ("I08", "I09"):
        named = twins.called(item, known.get(item, ""), say=say)
        mine = rated[rated["list_id"].eq("maturity") & rated["item_id"].eq(item)] if len(rated) else rated
        scores = mine["score"].dropna() if len(mine) else pd.Series(dtype=float)
        if len(scores):
            parts.append(
                say(
                    "{item} of the maturity check is rated {score} of 4 (n = {n}).",
                    item=named,
                    score=say.number(scores.median(), 1),
                    n=len(scores),
                )
            )
        words = spoken[spoken["question_id"].eq(item)] if len(spoken) else spoken
        parts += [
            say("To {item} somebody said: “{answer}”", item=named, answer=text)
            for text in words.get("text", [])
        ]
    return " ".join(parts)


def _purpose(scene: Scene, say: Speaker) -> str:
    return say("The case says what it is for: “{text}”", text=scene.setting("purpose"))


def _touched(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "stakeholders")
    mine = rows[rows["type"].isin(_TOUCHED)]
    if mine.empty:
        return say("No association, chamber or agency is on the list of stakeholders.")
    return say("On the list are {names}.", names=called(mine, "name", say=say))


def _room(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "checks")
    mine = rows[rows["list_id"].eq("goals") & rows["present"].notna()]
    names = point_names(say)
    points: dict[str, list[str]] = {}
    for row in mine.to_dict("records"):
        came, invited = int(row["present"]), row["invited"]
        if not is_blank(invited) and invited >= came:
            who = say("{share} invited people came", share=say.share(came, int(invited)))
        else:
            who = say.plural(came, "One person came", "{n} people came")
        points.setdefault(who, []).append(say.quoted(names.get(row["item_id"], row["item_id"])))
    return " ".join(say("{who}: {points}.", who=who, points=say.names(at)) for who, at in points.items())


def _next_month(scene: Scene, say: Speaker) -> str:
    rows, today = _rows(scene, "tasks"), scene.as_of or ""
    open_ = rows[~rows["status"].isin(["done", "dropped"])]
    due = open_[open_["deadline"].notna() & open_["deadline"].astype(str).ge(today)]
    due = due.sort_values("deadline", kind="stable").head(3)
    if due.empty:
        return say("No open task has a deadline after today.")
    told = [
        say("{task} ({day})", task=name, day=say.day(str(day)))
        for name, day in zip(texts(due, "task", say=say), due["deadline"], strict=True)
    ]
    return say("The next deadlines of the plan: {list}.", list=say.names(told))


def _from_elsewhere(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "strategy_items")
    return say("Fields of the strategy: {names}.", names=say.names(dict.fromkeys(rows["field"]), limit=6))


def _takers(scene: Scene, say: Speaker) -> str:
    given, services = _rows(scene, "contributions"), _rows(scene, "services")
    parts = []
    if len(given):
        n = given["actor_id"].nunique()
        parts.append(
            say.plural(
                int(n),
                "What one actor gave and had is in the table contributions; workbook 02 compares both.",
                "What {n} actors gave and had is in the table contributions; workbook 02 compares both.",
            )
        )
    if len(services):
        names = called(services[services["status"].ne("ended")], "name", say=say)
        parts.append(say("Services: {names}.", names=names) if names else "")
    return " ".join(part for part in parts if part)


def _open(scene: Scene, say: Speaker) -> str:
    bodies, actors = _rows(scene, "bodies"), _rows(scene, "actors")
    parts = [say("Bodies: {names}.", names=say.names(bodies["body"], limit=5))] if len(bodies) else []
    joined = actors["joined"].dropna().astype(str).str[:4] if len(actors) else pd.Series(dtype=str)
    if len(joined):
        years = [
            say("{n} in {year}", n=say.number(int(n)), year=year)
            for year, n in joined.value_counts().sort_index().items()
        ]
        parts.append(say("Members joined: {years}.", years=say.names(years, limit=6)))
    return " ".join(parts)


def _offered(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "services")
    mine, unknown = rows[rows["market_offer"].eq("yes")], int(rows["market_offer"].isna().sum())
    parts = [
        say("Others already sell {names}.", names=called(mine, "name", say=say))
        if len(mine)
        else say("No service is marked as sold by others.")
    ]
    if unknown:
        parts.append(
            say.plural(
                unknown,
                "For one service it is not noted whether others sell it.",
                "For {n} services it is not noted whether others sell them.",
            )
        )
    return " ".join(parts)


def _silence(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "impact_answers")
    last = str(rows["period"].max())
    mine = rows[rows["period"].astype(str).eq(last)]
    answered = int(mine["answered"].ne("no").sum())
    return say(
        "{share} members answered in {period}; why the others were silent is not recorded.",
        share=say.share(answered, len(mine)),
        period=say.month(last) if len(last) in (4, 7) else last,
    )


def _proportion(scene: Scene, say: Speaker) -> str:
    from clusterlib.financing.liquidity_costs import costs

    rows = _rows(scene, "indicators")
    mine = rows[rows["level"].eq("impact") & rows["target"].notna()] if len(rows) else rows
    year = scene.tool(costs, "budget_lines", count=12)
    if not len(mine):
        return say("No indicator of level impact has a target.")
    names = texts(mine, "name", say=say)
    if year is None or not year.total:
        return say(
            "Impact is promised in {names}; what a year costs is not planned.",
            names=say.names(names, limit=3),
        )
    told = [
        _promise(name, row, year.total, say) for name, row in zip(names, mine.to_dict("records"), strict=True)
    ]
    return say(
        "A year costs {money}. Promised is: {list}.", money=say.money(year.total), list=say.clauses(told[:3])
    )


def _promise(name: str, row: Mapping[Any, Any], money: float, say: Speaker) -> str:
    target = say.number(row["target"], 0 if row["target"] == round(row["target"]) else 1)
    french = row.get("unit_fr") if say.locale == "fr" else None
    unit = "" if is_blank(row["unit"]) else f" {row['unit'] if is_blank(french) else french}"
    if is_blank(row["baseline"]):
        return say(
            "{name}: {target}{unit}, from a beginning that nobody knows", name=name, target=target, unit=unit
        )
    change = abs(row["target"] - row["baseline"])
    start = say.number(row["baseline"], 0 if row["baseline"] == round(row["baseline"]) else 1)
    text = say("{name}: from {start} to {target}{unit}", name=name, start=start, target=target, unit=unit)
    if not change:
        return text
    return (
        text
        + " "
        + say("({money} of a year's costs for each unit of the change)", money=say.money(money / change))
    )


def _evaluators(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "evaluations")
    told = [
        say("{id} by {person}", id=row.id, person=row.person) if not is_blank(row.person) else str(row.id)
        for row in rows.itertuples(index=False)
    ]
    return say("Evaluations: {list}.", list=say.names(told, limit=4))


def _raters(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "assessments")
    mine = rows[rows["list_id"].eq("quality")]
    names = say.names(dict.fromkeys(mine["respondent_id"]), limit=4)
    return say("The check of quality was filled in by {names}.", names=names) if len(mine) else ""


def _ended(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "services")
    mine = rows[rows["status"].eq("ended")]
    if mine.empty:
        return say.plural(
            len(rows),
            "One service is listed, and it is not ended.",
            "{n} services are listed, none of them as ended.",
        )
    return say("Ended: {names}.", names=called(mine, "name", say=say))


def _unasked(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "trends")
    return say("Trends you watch: {names}.", names=called(rows, "name", say=say)) if len(rows) else ""


def _chosen(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "instruments")
    return say("Instruments: {names}.", names=called(rows, "text", say=say)) if len(rows) else ""


def _same_work(scene: Scene, say: Speaker) -> str:
    rows = _rows(scene, "stakeholders")
    mine = rows[rows["type"].isin(["ministry", "agency", "donor"])] if len(rows) else rows
    return (
        say("Public actors on the list: {names}.", names=called(mine, "name", say=say)) if len(mine) else ""
    )


#: What stands beside each question.
FACTS: dict[str, Fact] = {
    "Q01": _trust,
    "Q02": _purpose,
    "Q03": _touched,
    "Q04": _room,
    "Q05": _next_month,
    "Q06": _from_elsewhere,
    "Q07": _takers,
    "Q08": _open,
    "Q09": _offered,
    "Q10": _silence,
    "Q11": _evaluators,
    "Q12": _raters,
    "Q13": _ended,
    "Q14": _chosen,
    "Q15": _same_work,
    "Q16": _unasked,
    "Q17": _proportion,
}
