"""Rules on partners outside, on ideas across clusters, and on programmes of policy."""

from __future__ import annotations

from clusterlib.cells import split_ids
from clusterlib.checks import Check
from clusterlib.readings import Speaker
from clusterlib.review.parts import called, fine, months_between, not_judged
from clusterlib.review.scene import Scene
from clusterlib.tables import is_blank

_GROWN = ("operationalisation", "transformation")
_LEVELS = ("framework", "actors", "organisation")
#: Stage of clusters that an instrument is made for, by the phase of the cluster (INFERRED).
_STAGE = {
    "initiation": "immature",
    "establishment": "immature",
    "operationalisation": "mature",
    "transformation": "transition",
}


def outside(scene: Scene, say: Speaker) -> list[Check]:
    """R63: a grown cluster without a partner outside its region (L591, L3328, L4655)."""
    if scene.setting("phase") not in _GROWN:
        return fine("R63", "amber", say("A partner outside the region can wait for the phase of operation."))
    actors, partners = scene.frame("actors"), scene.frame("partnerships")
    away = actors is not None and bool(
        (actors["type"].eq("cluster organisation") & actors["local"].eq("no")).any()
    )
    if away or partners is not None:
        return fine("R63", "amber", say("There is a partner outside the region."))
    text = say(
        "No partnership and no cluster organisation outside the region is written down: danger of a lock-in."
    )
    cure = say("Visit one cluster of a neighbouring sector or country this year.")
    return [Check("R63", "finding", "amber", text, cure)]


def abilities(scene: Scene, say: Speaker) -> list[Check]:
    """R66: ideas that build on an ability neither cluster has (L957, L4496)."""
    ideas, corners = scene.frame("ideas"), scene.frame("corners")
    assert ideas is not None and corners is not None  # the rule needs them
    rows = zip(corners["cluster"], corners["tag"], corners["score"], strict=True)
    able = {(str(name), str(tag)) for name, tag, score in rows if score >= 1}
    checks, known = [], 0
    for row in ideas.itertuples(index=False):
        tags = split_ids(row.tags)
        known += bool(tags)
        lacking = [t for t in tags if not {(str(row.corner_a), t), (str(row.corner_b), t)} & able]
        if lacking:
            text = say("{idea} builds on what neither cluster can do: {tags}.",
                       idea=say.quoted(row.text), tags=say.names(lacking, limit=4))  # fmt: skip
            cure = say("Find the partner who can do it, or drop the idea.")
            checks.append(Check("R66", "finding", "red", text, cure, (f"ideas:{row.id}",)))
    if not known:
        return not_judged("R66", "red", say("No idea says which abilities it uses (column tags)."))
    return checks or fine("R66", "red", say("Each idea builds on what one of its clusters can do."))


def trust_first(scene: Scene, say: Speaker) -> list[Check]:
    """R67: a pilot with a partner before anybody knew each other (L3902-3946, L4669)."""
    missions = scene.frame("missions")
    assert missions is not None  # the rule needs the table
    rows = missions[missions["partner"].notna() & missions["date"].notna()]
    pilots = rows[rows["mission_phase"].eq("pilot")]
    if pilots.empty:
        return not_judged("R67", "amber", say("No pilot has both its partner and its day written down."))
    met = rows[rows["mission_phase"].eq("trust")].groupby("partner")["date"].min().to_dict()
    rash = pilots[
        [str(met.get(p, "9999")) >= str(d) for p, d in zip(pilots["partner"], pilots["date"], strict=True)]
    ]
    if rash.empty:
        return fine("R67", "amber", say("Before each pilot the partners had met."))
    text = say.plural(
        len(rash),
        "One pilot began before anybody had met the partner: {names}.",
        "{n} pilots began before anybody had met the partner: {names}.",
        names=say.names(rash["partner"], limit=4),
    )
    cure = say("Two visits or calls of the managers come first.")
    return [Check("R67", "finding", "amber", text, cure, tuple(f"missions:{id_}" for id_ in rash["id"]))]


def lasting(scene: Scene, say: Speaker, *, least: int = 24) -> list[Check]:
    """R68: partnerships that are too short, or for markets alone (L4669-4670).

    Parameters
    ----------
    scene : Scene
        Needs the table ``partnerships``.
    say : Speaker
        Language of the reader.
    least : int
        Months that a partnership should last (DEFAULT).
    """
    rows = scene.frame("partnerships")
    assert rows is not None  # the rule needs the table
    known = rows[rows["start"].notna() & rows["end"].notna()]
    if known.empty:
        return not_judged("R68", "amber", say("No partnership has its first and last month written down."))
    cure = say("Agree on a second and third year, and on one aim beyond sales.")
    checks = []
    for row in known.itertuples(index=False):
        n = months_between(str(row.start), str(row.end)) + 1
        if n < least:
            text = say.plural(
                n,
                "The partnership with {partner} is planned for one month; the limit in use is {least}.",
                "The partnership with {partner} is planned for {n} months; the limit in use is {least}.",
                partner=row.partner,
                least=say.number(least),
            )
            checks.append(Check("R68", "finding", "amber", text, cure, (f"partnerships:{row.id}",)))
    return checks or fine("R68", "amber", say("The partnerships are planned for two years or more."))


def programmes(scene: Scene, say: Speaker, *, least: int = 36) -> list[Check]:
    """R69: programmes that are shorter than their effects (L823, L987, L994-995).

    Parameters
    ----------
    scene : Scene
        Needs the table ``instruments``.
    say : Speaker
        Language of the reader.
    least : int
        Months (INFERRED: the guide warns of two to three years).
    """
    rows = scene.frame("instruments")
    assert rows is not None  # the rule needs the table
    known = rows[rows["start"].notna() & rows["end"].notna()]
    if known.empty:
        return not_judged("R69", "red", say("No instrument has its first and last month written down."))
    spans = [months_between(str(a), str(b)) + 1 for a, b in zip(known["start"], known["end"], strict=True)]
    cure = say("Prolong it, or promise a second round with its conditions.")
    checks = [
        Check("R69", "finding", "red",
              say("{name} runs {n} months; effects take longer. The limit in use is {least}.",
                  name=say.quoted(name), n=say.number(n), least=say.number(least)),
              cure, (f"instruments:{id_}",))
        for id_, name, n in zip(known["id"], known["text"], spans, strict=True)
        if n < least
    ]  # fmt: skip
    return checks or fine("R69", "red", say("Each programme lasts three years or more."))


def levels(scene: Scene, say: Speaker) -> list[Check]:
    """R70: a level of policy on which nothing works (L759-763, L773)."""
    rows = scene.frame("instruments")
    assert rows is not None  # the rule needs the table
    lacking = [say.word(level) for level in _LEVELS if not rows["level"].eq(level).any()]
    if not lacking:
        return fine(
            "R70", "amber", say("Instruments work on the framework, the actors and the organisation.")
        )
    text = say.plural(
        len(lacking),
        "On one level no instrument works: {names}.",
        "On {n} levels no instrument works: {names}.",
        names=say.names(lacking),
    )
    return [Check("R70", "finding", "amber", text, say("Add one, or name the other policy that does it."))]


def made_for(scene: Scene, say: Speaker) -> list[Check]:
    """R72: no instrument is made for a cluster in this phase (L827, L978-980)."""
    rows, phase = scene.frame("instruments"), scene.setting("phase")
    assert rows is not None  # the rule needs the table
    staged = rows[~rows["policy_stage"].map(is_blank)]
    if staged.empty or phase not in _STAGE:
        return not_judged("R72", "amber", say("No instrument says for which stage of clusters it is made."))
    mine = staged[staged["policy_stage"].eq(_STAGE[phase])]
    if len(mine):
        return fine(
            "R72", "amber", say("Made for this phase: {names}.", names=called(mine, "text", say=say, limit=3))
        )
    text = say("No instrument is made for a cluster in the phase of {phase}.", phase=say.word(phase))
    cure = say("Adapt one: young clusters need an office, grown ones need projects and peers.")
    return [Check("R72", "finding", "amber", text, cure)]
