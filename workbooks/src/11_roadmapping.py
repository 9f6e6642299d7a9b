# ---
# jupyter:
#   clusterlib:
#     step: roadmapping
#     title: What is coming, and what do we do about it?
#     minutes: 100
#     reads: [cards|trends]
#     optional: [arrows, recommendations, tasks, task_schedule, trends, cards, trend_votes, actors,
#       actor_nodes, nodes, innovation_methods, trend_links, cross_impacts, demands, services, skills, staff]
#     writes: [roadmap_checks]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 11 What is coming, and what do we do about it?
#
# Transformation, step 1 of the guide (L4220-4339). **You draw what must be true before your effects can be,
# and name who should act.**
#
# About 100 minutes at the screen, after a workshop of two hours with up to ten people from firms, research
# and administration.
#
# At the end you have: a map of the trends that touch you, a roadmap in four lanes, and a list of what is
# wrong with it.

# %% tags=["defaults"]
# Defaults that the guide does not give
rings: str = "2;5;10"  # years at which one ring of the radar of trends ends and the next begins
longest: int = 9  # longest detour, in steps, by which a trend is followed to others, 1 to 9

# %% tags=["parameters"]
case: str = ""  # folder or Excel file of the case; empty: the shipped Dakar case
out: str = ""  # run folder; empty: runs/<case name>
lang: str = ""  # en or fr; empty: the language of the case
as_of: str = ""  # day that counts as today, as 2027-02-01; empty: the one of the case
strong_from: float = 4.0  # from this impact on (1 to 5) a trend is strong
sure_from: float = 4.0  # from this certainty on (1 to 5) a trend is sure
agree_iqr: float = 1.0  # raters agree when the middle half of them lies within this range
stable_move: float = 0.5  # a median that moved no further between two rounds is stable
high_from: float = 4.0  # from this need on (1 to 5) a method is much needed
heavy_levels: str = "strategy;internal"  # levels whose methods are too heavy for small firms alone
heavy: str = ""  # further methods that are too heavy for small firms, by name, with semicolons between
able_from: float = 3.0  # from this score on (0 to 4) somebody of the office can do it alone
bottleneck_share: float = 0.5  # a card that this share of all ways to an effect needs is a bottleneck
horizon_min: int = 5  # a roadmap over fewer years is rather a plan

# %% tags=["setup", "hide-input"]
from functools import partial

from clusterlib import doubts, workbook
from clusterlib.roadmapping import roadmap, roadmap_checks, roadmap_plots, roadmap_readings
from clusterlib.roadmapping import roadmapping_checks, roadmapping_deep_checks, roadmapping_questions
from clusterlib.roadmapping import trend_radar, trend_views, trends
from clusterlib.roadmapping import cross_impact, cross_impact_views, innovation, innovation_views
from clusterlib.roadmapping import team_mix, team_mix_views
from clusterlib.roadmapping import trend_exposure, trend_exposure_views, trend_links, trend_rounds
from clusterlib.strategy import schedule_dates

step = workbook.start("roadmapping", case=case, out=out, lang=lang)

# %% tags=["setup", "hide-input"]
today = schedule_dates.today(as_of, step.as_of)

# %% [markdown]
# ## Which trends ask us for an answer?
#
# A cluster sees changes earlier than a single small firm, because many pairs of eyes watch (L4244-4248).
# Write each trend in a few words and rate two things from 1 to 5: how strongly will it touch us, and how
# sure is it to come? Let several people rate, each alone, and only then talk about those they disagree on.
#
# Four answers follow from the two marks. Strong and sure: act. Strong but open: prepare for either way.
# Weak but sure: keep in mind. Weak and open: watch. In Dakar stricter rules for personal data are a trend
# that will touch nearly every firm; ask yourself in which corner you would put it, before you look.
#
# The radar shows the same trends by the years that are left: what is felt soon lies near the middle. A sector
# without any trend is a direction in which nobody looked.
#
# The numbers order a talk. They do not forecast anything.

# %% tags=["inputs", "hide-input"]
step.edit("trends", "trend_votes")

# %% tags=["compute", "figure", "nbval-ignore-output"]
foresight = step.show(
    trends.trends, "trends", "trend_votes", "cards", "services",
    options={"strong_from": strong_from, "sure_from": sure_from, "agree_iqr": agree_iqr, "rings": rings},
    figures={"trends": (trend_views.plot_trends, "Map of trends, impact against certainty"),
             "radar": (trend_radar.plot_radar, "Radar of trends, by the years until they are felt")},
    table=trend_views.table_trends, reading=trend_views.read_trends,
    needs=("trends",), adds="It would show which trends ask for an answer.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(trends.printed(foresight.value))

# %% [markdown]
# Is a second round of votes worth the time? Show people the spread, let those at the edges say why, and let
# everybody rate again, alone. Stop when the marks stay where they are.

# %% tags=["compute", "nbval-ignore-output"]
settled = step.show(
    trend_rounds.rounds, "trends", "trend_votes",
    options={"agree_iqr": agree_iqr, "stable_move": stable_move},
    table=trend_rounds.table_rounds, reading=trend_rounds.read_rounds,
    needs=("trends", "trend_votes"), adds="It would show whether opinions settle from round to round.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(trend_rounds.printed(settled.value))

# %% [markdown]
# ## Whom does it touch, and what if it does not come?
#
# A trend means nothing until you can say for whom (L4244-4248). Name the links of the chain where it
# arrives; the members that work there are touched. Then sort: what asks for action now, and what may go
# either way? For the second kind do not guess. Tell both stories, and see which of your plans is right in
# each.

# %% tags=["compute", "figure", "nbval-ignore-output"]
exposed = step.show(
    trend_exposure.exposure, foresight, "trends", "actors", "actor_nodes", "nodes",
    figures={"exposure": (trend_exposure_views.plot_exposure, "Bars of the members each trend touches")},
    table=trend_exposure_views.table_exposure, reading=trend_exposure_views.read_exposure,
)

# %% tags=["nbval-check-output", "hide-input"]
print(trend_exposure.printed(exposed.value))

# %% [markdown]
# ### Which trend moves the others?
#
# Trends do not come alone. Take the strong ones and ask for each pair: if the first comes, does the second
# come sooner, or harder? Write *none* where it does not; a pair that nobody judged is not the same. A trend
# that moves many others and is moved by few is the one to watch. Detours count as well: in Dakar, payment by
# telephone acts on the rules for personal data only by way of others. Which ones?

# %% tags=["inputs", "hide-input"]
step.edit("cross_impacts")

# %% tags=["compute", "figure", "nbval-ignore-output"]
moves = step.show(
    cross_impact.cross, "trends", "cross_impacts",
    options={"longest": longest},
    figures={"cross": (cross_impact_views.plot_cross, "Plane of influence and dependence of the trends")},
    table=cross_impact_views.table_cross, reading=cross_impact_views.read_cross,
    needs=("trends", "cross_impacts"), adds="It would show which trend moves the others.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(cross_impact.printed(moves.value))

# %% [markdown]
# ### What does it mean for whom, and what do we offer?
#
# The office is a translator: a trend becomes useful when people are told, in their own words, what it means
# for them (L4244-4248). Write one line per trend and group: the message, and in `because` the need or the
# service that answers it. A strong trend without a line has reached nobody, and neither has a message to
# *all*.

# %% tags=["inputs", "hide-input"]
step.edit("trend_links")

# %% tags=["compute", "nbval-ignore-output"]
told = step.show(
    trend_links.translate, exposed, "trend_links", "demands", "services",
    options={"strong_from": strong_from},
    table=trend_links.table_links, reading=trend_links.read_links,
    needs=("trends",), adds="It would show which strong trends nobody was told about.",
)

# %% [markdown]
# **Decide now:** who watches each strong trend and says once a year what changed, and which members you call
# this month.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 20 minutes. Give each person five trends and two minutes to rate them alone; show the spread
# before the average. Usual misunderstanding: certainty is taken for importance. Ask: what would you bet
# that it comes within ten years? Without computers: a large square on the floor, one sheet per trend,
# people stand where they would put it.

# %% [markdown]
# ## What leads to what, and until when?
#
# A visual roadmap has four lanes (L4316-4321). On top lie the **factors** nobody in the room can order:
# laws, prices, habits. Below them the **technologies** that must exist. Then the **development** itself,
# step by step, with milestones. At the bottom the **effects**: what firms and people have from it.
#
# Work from the effects upwards. Which effect do you want, and in which year? Which step must be done
# before? What makes that step necessary or possible? Then draw arrows, always from what comes first to what
# follows: *enables* makes it possible, *requires* means it cannot do without, *causes* brings it about,
# *blocks* stops it.
#
# In the Dakar case the first investor day is a milestone of the development. It rests on a task of the
# action plan, and from it arrows lead on to effects. What stands on top of it, and who should act for it?

# %% tags=["inputs", "hide-input"]
step.edit("cards", "arrows", "recommendations")

# %% tags=["compute", "figure", "nbval-ignore-output"]
road = step.show(
    roadmap.roadmap, "cards", "arrows", "recommendations",
    options={"bottleneck_share": bottleneck_share, "as_of": today},
    figures={"roadmap": (roadmap_plots.plot_roadmap, "Roadmap in four lanes over the years, with arrows")},
    table=roadmap_readings.table_roadmap, reading=roadmap_readings.read_roadmap,
    needs=("cards",), adds="It would show what must be true before an effect can be.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(roadmap.printed(road.value))

# %% [markdown]
# **Decide now:** which card of the longest chain you would protect first, and what you would do if it came
# two years late.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 30 minutes with cards on a wall. Two moderators, one for the talk and one for the cards; the
# group must agree before a card moves. Usual misunderstanding: arrows are drawn because two things have to
# do with each other. Ask each time: which one must come first, and what happens to the second without it?
# Question for the room: which lane was easiest to fill, and what does that say about who is in the room?

# %% [markdown]
# ## What is wrong with it?
#
# A wall full of cards convinces everybody in the room. So check it once without the room. Does each arrow
# run forward in time? Has each step something that drives it, and does it lead to an effect? Where does
# everything pass through one card? Is there an action for that card, and for whatever blocks one?
#
# A finding is not a mistake. It is a question that the group has not answered yet.

# %% tags=["compute", "nbval-ignore-output"]
found = step.show(
    roadmap_checks.check, road, "tasks", "task_schedule",
    table=roadmap_readings.table_checks, reading=roadmap_readings.read_checks,
)

# %% tags=["nbval-check-output", "hide-input"]
print(roadmap_checks.printed(found.value))

# %% [markdown]
# **Decide now:** one recommended action per bottleneck and per block, with the one who is asked and a day
# (L4323).

# %% [markdown]
# ## Which help do firms of each size need?
#
# A large firm has people for innovation. A medium one can take a standard method. For a small one that is
# often too much (L4260-4265): for it the cluster must do what it cannot do alone. So ask per size, not for
# “the members”: what do you need, and do we offer it?

# %% tags=["inputs", "hide-input"]
step.edit("innovation_methods")

# %% tags=["compute", "figure", "nbval-ignore-output"]
methods = step.show(
    innovation.grid, "innovation_methods",
    options={"high_from": high_from, "heavy_levels": heavy_levels, "heavy": heavy},
    figures={"methods": (innovation_views.plot_grid, "Heat map of need met, five levels by four sizes")},
    table=innovation_views.table_grid, reading=innovation_views.read_grid,
    needs=("innovation_methods",), adds="It would show which help firms of each size lack.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(innovation.printed(methods.value))

# %% [markdown]
# **Decide now:** one method that you will offer to small firms as a service, and one that you stop offering
# to firms that can do it themselves.

# %% [markdown]
# ## Has the office the people for all this?
#
# Seeing what comes, telling it to members in their words, leading projects with partners: no single person
# can do all of it. The guide names four profiles of a team (L4606-4636): somebody who brings people together,
# somebody with methods and tools, somebody who knows technique and sector, and somebody who leads people and
# keeps the money. Rate each person from 0 to 4; at 3 somebody can do it alone. Let people rate each other,
# and compare.
#
# A skill of the guide's list finds its profile by itself; for your own words write it into `profile`. In
# Dakar two people run the office. Guess first which of the four profiles they lack.

# %% tags=["inputs", "hide-input"]
step.edit("staff", "skills")

# %% tags=["compute", "figure", "nbval-ignore-output"]
team = step.show(
    team_mix.mix, "skills", "staff",
    options={"reference": step.reference("team_profiles"), "able_from": able_from},
    figures={"team": (team_mix_views.plot_team, "Grid of people and four profiles, with their best scores")},
    table=team_mix_views.table_team, reading=team_mix_views.read_team,
    needs=("skills",), adds="It would show which profile the office lacks.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(team_mix.printed(team.value))

# %% [markdown]
# **Decide now:** one profile that you build up in the office, and one that a partner brings in. Name both
# people.

# %% [markdown]
# ## Hand over

# %% tags=["hand-over", "hide-input"]
step.hand_over("roadmap_checks", found, partial(roadmap_checks.checks_table, say=step.say))

# %% [markdown]
# ### The guide's key questions, as far as your tables answer them (L4129-4134)

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
answers = step.questions(
    roadmapping_questions.answers, road, foresight, "trends", "trend_votes",
    questions=step.reference("key_questions"),
)

# %% [markdown]
# ### What is easily overlooked

# %% tags=["check", "hide-input", "nbval-ignore-output"]
checks = step.check(roadmapping_checks.pitfalls, road, found, foresight, horizon_min=horizon_min)
deep_checks = step.check(roadmapping_deep_checks.deeper, told, exposed, methods, settled, team)

# %% [markdown]
# ### Where the guide itself is in doubt

# %% tags=["check", "hide-input", "nbval-ignore-output"]
doubtful = step.check(doubts.doubts, contradictions=step.reference("contradictions"), ids="E12")

# %% [markdown]
# ## Take with you
#
# 1. Begin with the effect and go back. A roadmap that begins with what you already do ends there, too.
# 2. Draw an arrow only when the second thing needs the first.
# 3. Without a recommended action, an addressee and a date, the wall was a nice afternoon.
#
# **What this does not show.** Whether anything of it will happen. Dates on cards are beliefs; the picture
# does not add up their doubts. Technologies that nobody in the room knows are missing. That a member works
# where a trend arrives does not say whether it gains or loses; ask it.
#
# **Sources.** Guide L4220-4248 (foresight), L4254-4295 (innovation management), L4299-4339 (roadmaps; the
# two pictures printed there are lost), L4606-4636 (the team). Rounds of votes: Dalkey and Helmer (1963).
# Cross-impact: Gordon and Hayward (1968), Godet (1994). Visual roadmaps: Kind, Hartmann and Bovenschulte
# (2011). Roadmapping in firms: Phaal, Farrukh and Probert (2004). Talk until agreement: Scheele and Groeben
# (1988). Ways through a graph: Freeman (1977). All limits are defaults of this library.
#
# **Next step:** take the recommended actions into the action plan of workbook 04, and the milestones into
# the indicators of workbook 08.

# %% [markdown] tags=["exercise"]
# ## Exercise
#
# Take away the card that most ways to an effect pass through. Which effects can no longer be reached? Add
# one card and two arrows so that each of them has a second way, and one recommended action for it. What
# would that second way cost, and who would have to agree?

# %% tags=["hide-input", "nbval-ignore-output"]
step.close()
