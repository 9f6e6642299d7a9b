# ---
# jupyter:
#   clusterlib:
#     step: monitoring
#     title: Does it work, and how would we know?
#     minutes: 90
#     reads: [indicators|impact_answers]
#     optional: [chain_links, observations, goals, indicators, impact_answers, respondents, contributions,
#       cards, panel, baseline_survey, actors]
#     writes: [indicator_status, impact]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 08 Does it work, and how would we know?
#
# Establishment, step 4 of the guide (L2936-3007). **You see where each indicator stands, whether your
# claims hang together, and what members gain from the cluster.**
#
# About 90 minutes with the figures at hand; the survey of members takes some weeks and is not counted.
#
# At the end you have: a dashboard with one word per indicator, a picture of your results chain, and the
# benefit of members with honest bounds.

# %% tags=["defaults"]
# Defaults that the guide does not give: indicators
on_track_from: float = 0.9  # way gone against time gone, from here on an indicator is on track
elapsed_from: float = 0.1  # with less of the time gone, way and time are not compared
hold_tolerance: float = 0.05  # how far a value that should stay may lie from its target
outcome_min: float = 0.3  # least share of outcomes among all indicators
steady_from: float = 0.7  # share of rounds from which measuring counts as steady
months_late: int = 6  # a first value later than so many months after the beginning is late

# %% tags=["defaults"]
# Defaults that the guide does not give: surveys and chance
seed: int = 20260101  # start of the random numbers
draws: int = 10000  # samples drawn for intervals and for chance
smallest: int = 5  # no figure rests on fewer members
firms_asked: int = 15  # firms that figures of the baseline should rest on (the guide's number, L3758)
power_wanted: float = 0.8  # share of studies that should find the least detectable change
periods_before: int = 3  # periods before the start from which it is judged whether groups moved alike

# %% tags=["parameters"]
case: str = ""  # folder or Excel file of the case; empty: the shipped Dakar case
out: str = ""  # run folder; empty: runs/<case name>
lang: str = ""  # en or fr; empty: the language of the case
as_of: str = ""  # day that counts as today, as 2027-02-01; empty: the one of the case
panel_before: str = ""  # period before, as 2024; empty: the first of the panel
panel_after: str = ""  # period after; empty: the last of the panel
response_min: float = 0.7  # share of members that must answer (the guide's rule, L2978)
largest: float = 0.0  # greatest benefit one member can have; 0 takes the largest answer
hour_rate: float = 0.0  # what an hour of a member costs; 0: not known, then no benefit by cost is named
fee: float = 0.0  # fee of one member in the period; 0 takes the mean of the table of contributions

# %% tags=["setup", "hide-input"]
from functools import partial

from clusterlib import doubts, workbook
from clusterlib.monitoring import baseline, baseline_views, deeper_checks
from clusterlib.monitoring import impact, impact_areas, impact_cost, impact_cost_views, impact_plots
from clusterlib.monitoring import impact_readings, indicator_marks
from clusterlib.monitoring import impact_silence, impact_trend, impact_trend_views, impact_weights
from clusterlib.monitoring import monitoring_checks, monitoring_questions, panel, panel_attrition
from clusterlib.monitoring import panel_event_views, panel_events, panel_views, results_chain
from clusterlib.monitoring import results_chain_care, results_chain_links, results_chain_plots
from clusterlib.monitoring import results_chain_readings
from clusterlib.strategy import schedule_dates

step = workbook.start("monitoring", case=case, out=out, lang=lang)

# %% tags=["setup", "hide-input"]
today = schedule_dates.today(as_of, step.as_of)

# %% [markdown]
# ## Are we getting there, and in time?
#
# An indicator needs five things before it can tell you anything: what is counted, how much of it there was
# at the beginning, how much you want, by when, and a value from today. Leave one out and it is a wish.
#
# Then two parts are compared. How much of the way from the beginning to the target is gone? And how much of
# the time was gone when you measured? Half of the way after half of the time is on track, whatever the unit
# is. Less than a tenth of the time is too early for any verdict.
#
# In the Dakar case look at the contracts with large buyers: the guide calls such an indicator impact,
# because nobody in the cluster office can sign them (L2958). Course days, in contrast, are an output; the
# office decides about them itself (L2954). If an output is behind, change the work. If an impact is behind,
# ask first whether the idea behind it holds.

# %% tags=["inputs", "hide-input"]
step.edit("indicators", "observations")

# %% tags=["compute", "figure", "nbval-ignore-output"]
standing = step.show(
    results_chain.progress, "indicators", "observations", "goals",
    options={"as_of": today, "on_track_from": on_track_from, "elapsed_from": elapsed_from,
             "hold_tolerance": hold_tolerance},
    figures={"progress": (results_chain_plots.plot_progress, "Bars of the way each indicator has gone")},
    table=results_chain_readings.table_progress,
    reading=results_chain_readings.read_progress,
    needs=("indicators",), adds="It would show what is reached, on track or behind.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(results_chain.printed(standing.value))

# %% [markdown]
# **Decide now:** for each indicator that is behind, whom you ask for the cause, and what you would do if
# the answer is “the target was wrong”. A target may change; say so, and keep the old one in the note.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 25 minutes. Ask each group for one indicator of its own cluster and let another group find
# the missing part of the five. Usual misunderstanding: the share of the way is taken for a mark. An
# indicator that is at a third of its way may be early or late; only the line of the time tells. Without
# computers: draw way and time as two bars under each other.

# %% [markdown]
# ## Does one thing lead to the next?
#
# The guide sorts what is measured into four levels (L2952-2958). **Means** are what you put in: days of the
# office, money of the year. **Outputs** are what was done: courses, talks, meetings. **Outcomes** are what
# people can do now and could not do before. **Impact** is what it is all for: orders, jobs, capital.
#
# Between them stand your ideas. In Dakar one of them says that members who meet will join a working group.
# Write each idea as a link from one indicator to another, with the reason, how sure you are, and the day
# you agreed on it. Agree before you have the data; an idea that is made from the figures cannot be tested
# on them (L2999).
#
# Two faults are common. Effects are asked for without means that could bring them about (L2965). And the
# middle is missing: activities are counted because that is easy, impact is promised because it sounds good,
# and nobody asks what members have learnt (L2966).

# %% tags=["inputs", "hide-input"]
step.edit("chain_links")

# %% tags=["compute", "figure", "nbval-ignore-output"]
chain = step.show(
    results_chain_links.structure, "indicators", "chain_links", standing,
    options={"outcome_min": outcome_min},
    figures={"chain": (results_chain_plots.plot_chain, "Indicators in four columns with their links")},
    table=results_chain_readings.table_chain,
    reading=results_chain_readings.read_chain,
    needs=("indicators",), adds="It would show whether each effect rests on something.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(results_chain_links.printed(chain.value))

# %% [markdown]
# **Decide now:** for each indicator with a dashed outline, draw the link that is missing or drop the claim.
# If an effect is asked for by somebody who pays, show this picture and ask for the means.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 25 minutes. Write ten indicators on cards, mix them, and let the group sort them into the
# four columns. The card that leads to most debate is usually an outcome dressed as an output (“participants
# are satisfied”). Question for the room: which arrow would you bet your own money on?

# %% [markdown]
# ## Who measures all this, and how often?
#
# A system that nobody has the time for stops after a year. Count before you begin: how many measurements
# does the plan ask for, who makes them, what do they cost? A gap cannot be filled later, so it is better to
# measure four things each year than twelve things once (L2964, L2978).

# %% tags=["compute", "nbval-ignore-output"]
care = step.show(
    results_chain_care.care, "indicators", "observations",
    options={"as_of": today, "steady_from": steady_from},
    table=results_chain_readings.table_care,
    reading=results_chain_readings.read_care,
    needs=("indicators",), adds="It would show how steadily you measure and what it costs.",
)

# %% [markdown]
# Will somebody else be able to measure it in three years? Then each indicator must say which goal it serves,
# who collects it and from what, how often and at what cost, in what unit, from where to where and by when.

# %% tags=["compute", "nbval-ignore-output"]
marked = step.show(
    indicator_marks.mark, "indicators", standing,
    table=indicator_marks.table_marks, reading=indicator_marks.read_marks,
    needs=("indicators",), adds="It would show which indicators nobody could measure again.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(indicator_marks.printed(marked.value))

# %% [markdown]
# **Decide now:** which indicator you drop. If you cannot drop one, nobody chose them.

# %% [markdown]
# ## What do members gain?
#
# Only members know. Ask every one of them once a year, in the same words: how committed are you (1 to 5),
# how many hours did you give, what was it worth to you in money, and which part of that is due to the
# cluster? List everybody you asked, also those who say nothing; the rate of answers is counted against that
# list (L2978).
#
# Three rules keep the figures honest. At least 70 % must answer, or no total is named; the guide sets this
# limit, and a rate that equals it is enough. A blank is not a zero: who does not name a figure may have
# gained nothing or much. And fewer than five answers are never shown, because you would recognise the firm.
#
# In the guide's case from the car industry 78 % answered, and what firms named lay between nothing and
# 250,000 euros (L2985-2991). With such a spread an average says little. The answer of the member in the
# middle says more, and the bounds say what those who kept silent could still change.

# %% tags=["inputs", "hide-input"]
step.edit("impact_answers")

# %% tags=["compute", "figure", "nbval-ignore-output"]
survey = step.show(
    impact.survey, "impact_answers",
    options={"response_min": response_min, "smallest": smallest, "largest": largest,
             "currency": step.say.currency, "draws": draws, "seed": seed},
    figures={"response": (impact_plots.plot_response, "Bars of the members who answered, per period"),
             "benefit": (impact_plots.plot_benefits, "One point per answer, from no benefit to the largest"),
             "bounds": (impact_plots.plot_bounds, "Intervals of the benefit of one member")},
    table=impact_readings.table_impact, reading=impact_readings.read_impact,
    needs=("impact_answers",), adds="It would show what members gain from the cluster.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(impact.printed(survey.value))

# %% [markdown]
# In what do they gain: orders, people, knowledge? Naming the areas of impact is the first step of the guide's
# procedure (L2998). Agree on three or four; with more of them hardly any can be shown.

# %% tags=["compute", "figure", "nbval-ignore-output"]
gained = step.show(
    impact_areas.areas, "impact_answers",
    options={"smallest": smallest},
    figures={"areas": (impact_areas.plot_areas, "Bars of the benefit by the area in which it arose")},
    table=impact_areas.table_areas, reading=impact_areas.read_areas,
    needs=("impact_answers",), adds="It would show in which areas members gain.",
)

# %% [markdown]
# Who kept silent matters as much as how many. If small firms answer less than large ones, and gain less,
# your picture is too bright.

# %% tags=["compute", "nbval-ignore-output"]
silent = step.show(
    impact_silence.silence, "impact_answers", "respondents",
    options={"smallest": smallest},
    table=impact_silence.table_silence, reading=impact_silence.read_silence,
    needs=("impact_answers",), adds="It would show whether those who did not answer differ.",
)
weighted = step.show(
    impact_weights.reweigh, "impact_answers", "respondents",
    options={"smallest": smallest, "response_min": response_min},
    table=impact_weights.table_weighted, reading=impact_weights.read_weighted,
    needs=("impact_answers",), adds="It would show what the sizes of the silent change.",
)

# %% [markdown]
# **Decide now:** who calls the members that did not answer, and what each member gets back. A firm that
# sees its own answer beside the others' answers again next year.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 20 minutes. Let the room guess the average of ten pay slips of which one is a director's,
# then the median. Usual misunderstanding: that committed members gain more is read as proof that commitment
# pays. Those who gain come more often, too; nobody was assigned to be committed. Say aloud that a single
# large answer can be recognised in the picture of the answers: show it to the board only, or with the
# firm's consent.

# %% [markdown]
# ## Does it pay to be committed, and is it worth the fee and the time?
#
# Two questions that boards ask. Do those who take part more gain more (L2992)? Compare members pair by pair,
# so that one firm with a huge order does not decide. And what stands against it: the fee, and above all the
# hours that members give? Say in the first cell what an hour of a member costs (`hour_rate`); without it no
# ratio is named.
#
# Neither is proof. Members choose how committed they are, and they judge benefit and its cause themselves.

# %% tags=["compute", "figure", "nbval-ignore-output"]
commitment = step.show(
    impact_trend.trend, "impact_answers",
    options={"smallest": smallest, "draws": draws, "seed": seed},
    figures={"commitment": (impact_trend_views.plot_trend, "Bars of the benefit by level of commitment")},
    table=impact_trend_views.table_trend, reading=impact_trend_views.read_trend,
    needs=("impact_answers",), adds="It would show whether committed members name more.",
)

# %% tags=["compute", "figure", "nbval-ignore-output"]
worth = step.show(
    impact_cost.benefit_cost, "impact_answers", "contributions",
    options={"rate": hour_rate, "fee": fee, "response_min": response_min, "smallest": smallest,
             "draws": draws, "seed": seed},
    figures={"cost": (impact_cost_views.plot_cost, "Bars of fees and hours against the benefit due")},
    table=impact_cost_views.table_cost, reading=impact_cost_views.read_cost,
    needs=("impact_answers",), adds="It would set benefit against fees and hours.",
)

# %% [markdown]
# **Decide now:** what you say about it to a member who asks whether the fee is worth it, in one sentence with
# both numbers.

# %% [markdown]
# ## Would it have happened anyway?
#
# Firms of your cluster hire. Would they have hired without it? Ask the same firms again after two years, and
# ask firms outside, too: of the same kind and size, in a place that is touched by the same prices and laws.
# The guide's observatory asks at least 15 firms of each cluster (L3753-3758). Then compare changes, not
# levels: how much did each firm change, inside and outside?
#
# With 15 firms only large differences can be seen. The table says how large, before you hope for one.
# Firms without one of the two values are named; none disappears.

# %% tags=["inputs", "hide-input"]
step.edit("panel")

# %% tags=["compute", "figure", "nbval-ignore-output"]
compared = step.show(
    panel.compare, "panel",
    options={"before": panel_before, "after": panel_after, "power_wanted": power_wanted,
             "smallest": smallest, "draws": draws, "seed": seed},
    figures={"panel": (panel_views.plot_panel, "Changes of firms in the cluster and outside, with means")},
    table=panel_views.table_panel, reading=panel_views.read_panel,
    needs=("panel",), adds="It would show whether firms inside changed otherwise than firms outside.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(panel.printed(compared.value))

# %% [markdown]
# Two things can spoil such a comparison. Firms leave, and not by chance: see first how many, on which side.
# And the groups may have been on different ways before anybody joined. With three periods or more before the
# start you can look: then the grey points lie around zero. Where firms began in different years, each is set
# against those that never began.

# %% tags=["compute", "figure", "nbval-ignore-output"]
lost = step.show(
    panel_attrition.lose, "panel", compared,
    table=panel_attrition.table_attrition, reading=panel_attrition.read_attrition,
    needs=("panel",), adds="It would show who left between the periods.",
)
periods = step.show(
    panel_events.trace, "panel",
    options={"began": step.setting("founded"), "needed": periods_before, "smallest": smallest,
             "draws": draws, "seed": seed},
    figures={"events": (panel_event_views.plot_events, "Points before and after the start, with intervals")},
    table=panel_event_views.table_events, reading=panel_event_views.read_events,
    needs=("panel",), adds="It would show whether the groups moved alike before the start.",
)

# %% [markdown]
# **Decide now:** which firms outside you ask, and how many, before the first value is taken. Afterwards it is
# too late for both.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 15 minutes. Usual misunderstanding: “not significant” is read as “no effect”. Cover the
# picture, say the number of firms, and let the room guess the least change that could be found; then show
# the table. Question for the room: why would a firm outside answer, and who left between the two years?

# %% [markdown]
# ## Where did we stand on the three levels when we began?
#
# A cluster is an office, its firms, and the ground they stand on. The guide's observatory takes the state of
# all three before the work begins, in thirteen fields, and again with the same firms (L3753-3758). Write one
# figure per field that you can get again: the same words, the same unit. A road may have been built while no
# firm noticed; so the levels stand beside each other and are never added up.

# %% tags=["inputs", "hide-input"]
step.edit("baseline_survey")

# %% tags=["compute", "figure", "nbval-ignore-output"]
state = step.show(
    baseline.compare, "baseline_survey", "respondents", "panel", "actors",
    options={"fields": step.reference("baseline_fields"), "firms": firms_asked,
             "power_wanted": power_wanted},
    figures={"baseline": (baseline_views.plot_baseline, "Three columns of fields, first and last value")},
    table=baseline_views.table_baseline, reading=baseline_views.read_baseline,
    needs=("baseline_survey",), adds="It would show the state at the beginning on three levels.",
)

# %% [markdown]
# **Decide now:** who takes the fields that are missing, this quarter, before anything changes them.

# %% [markdown]
# ## Hand over

# %% tags=["hand-over", "hide-input"]
step.hand_over("indicator_status", standing, partial(results_chain.status_table, say=step.say))
step.hand_over("impact", survey, partial(impact.impact_table, say=step.say))

# %% [markdown]
# ### The guide's key questions, as far as your tables answer them (L1972, L3064, L3068, L4129)

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
answers = step.questions(
    monitoring_questions.answers, standing, chain, care, survey, "cards",
    questions=step.reference("key_questions"),
)

# %% [markdown]
# ### What is easily overlooked (L2962-2968)

# %% tags=["check", "hide-input", "nbval-ignore-output"]
checks = step.check(
    monitoring_checks.pitfalls, standing, chain, care, survey,
    "indicators", "chain_links", "observations", "cards",
    founded=step.setting("founded"), months_late=months_late,
)
deeper = step.check(deeper_checks.pitfalls, compared, lost, periods, worth, state, marked, firms=firms_asked)

# %% [markdown]
# ### Where the guide itself is in doubt

# %% tags=["check", "hide-input", "nbval-ignore-output"]
doubtful = step.check(doubts.doubts, contradictions=step.reference("contradictions"), ids="E8;E17")

# %% [markdown]
# ## Take with you
#
# 1. Without a value from the beginning nobody can ever show a change. Measure before you start.
# 2. The middle of the chain teaches most: ask what people can do now.
# 3. Who does not answer is part of the result. Below 70 % there is no total.
#
# **What this does not show.** Whether the cluster caused what moved. For that you need firms outside the
# cluster to compare with, chosen before, several years, and luck; the panel comes near it, no more. Benefits
# are what members say, not what an accountant found. The dashboard does not weigh indicators against each
# other; that is a talk, not a sum.
#
# **Sources.** Guide L2936-2968 (levels, what to avoid), L2972-3007 (survey of members, 70 % rule, case of
# the car industry). Results chains: OECD-DAC; DCED Standard. Marks of an indicator: RACER (European
# Commission) and SMART (Doran 1981). Bounds for those who do not answer: Manski (1990). Surveys of impact
# in clusters: Kind and Meier zu Köcker (2013). Drawing again: Efron (1979). Rank correlation: Spearman
# (1904). Signed ranks: Wilcoxon (1945). Errors clustered in small groups: Bell and McCaffrey (2002); few
# clusters: MacKinnon and Webb (2020). All limits but the 70 % are defaults of this library; you find them
# in the first cell.
#
# **Next step:** workbook 11 looks ahead: which trends are coming, and what must be true before your effects
# can be.

# %% [markdown] tags=["exercise"]
# ## Exercise
#
# Take one impact that has no outcome below it. Invent the outcome: what must members be able to do before
# that impact can come? Add it as an indicator with a beginning, a target and a date, and draw the two
# links. Then let two more members refuse to answer the survey: what may you still say, and what not?

# %% tags=["hide-input", "nbval-ignore-output"]
step.close()
