# ---
# jupyter:
#   clusterlib:
#     step: strategy
#     title: What do we want to reach, and who does what by when?
#     minutes: 120
#     reads: ["goals|canvas|strategy_tree|tasks"]
#     optional: [goals, canvas, strategy_tree, tasks, capacity, demands, demand_scores, objectives,
#       indicators, observations, swot_items, services, stakeholders, budget_lines, checks, texts,
#       employment, nodes]
#     writes: [goals_checked, task_schedule]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 04 What do we want to reach, and who does what by when?
#
# Initiation, step 4, and the first step of establishment (guide L1640-1843, L2036-2061). **You turn what the
# actors want into goals, a strategy and tasks with a name and a date.**
#
# About 120 minutes if the tables are half filled; two meetings if you begin with empty ones. At the end you
# have: a canvas on one page, goals that can be measured, a tree from the vision to interventions, and a plan
# that says when each task can begin, which delay delays everything, and who has too much.

# %% tags=["defaults"]
# Defaults that the guide does not give: goals
max_words: int = 30  # a goal with more words is not specific
more_verbs: str = ""  # verbs of your own for goals, separated by ;
reach_factor: float = 2.0  # a goal may need so many times the yearly change seen so far
horizon_years: float = 5.0  # a goal due later than this guides nobody
held_within: float = 0.05  # how far a value to be held may be from its target, as a share of it
compared_from: float = 0.1  # part of the time that must be gone before progress is compared with it
fewest_goals: int = 3  # goals, at least
most_goals: int = 7  # goals, at most
fewest_fields: int = 2  # different fields of goals, at least
most_fields: int = 5  # different fields of goals, at most
came: float = 0.7  # share of the invited that should have come when goals were set; a hint only

# %% tags=["defaults"]
# Defaults that the guide does not give: the tree
fewest_branches: int = 2  # branches below one branch, at least
most_branches: int = 5  # branches below one branch, at most
alike: float = 0.8  # share of common words from which two interventions may be one
top_share: float = 0.34  # part of the demands, by rank, that the strategy must answer

# %% tags=["defaults"]
# Defaults that the guide does not give: plan of action
seed: int = 20260101  # start of the random numbers
draws: int = 10000  # how often the plan is played through
days_if_blank: float = 0.0  # working days for tasks without days; 0 leaves them out
quick_impact: int = 4  # a quick win has at least this impact (1 to 5)
quick_days: float = 60  # a quick win takes at most so many working days
longest_step: float = 90  # a task with more working days is too big for one step
load_limit: float = 1.0  # share of a person's days above which it is too much
tight_days: int = 5  # a task that ends fewer days before its deadline is tight
one_person: float = 0.5  # share of the tasks above which one person carries too much
overdue: float = 0.2  # share of the tasks due that may be unfinished
in_time: float = 0.5  # chance of the last deadline below which the plan wants too much
renew_years: float = 6.0  # a strategy as old as this is due for renewal (guide: four to six years)

# %% tags=["parameters"]
case: str = ""  # folder or Excel file of the case; empty: the shipped Dakar case
out: str = ""  # run folder; empty: runs/<case name>
lang: str = ""  # en or fr; empty: the language of the case
as_of: str = ""  # day that counts as today, as 2027-02-01; empty: the one of the case
begin: str = ""  # no open task begins before this day; empty: the day of the strategy in the case
weekdays: str = "Mon Tue Wed Thu Fri"  # working days of the week
holidays: str = ""  # days on which nobody works, as 2027-04-04;2027-05-01
first_days: int = 90  # days of the calendar within which one quick win must be finished

# %% tags=["setup", "hide-input"]
from functools import partial

from clusterlib import doubts, workbook
from clusterlib.strategy import action_checks, action_plan, action_plan_checks, action_plan_plots
from clusterlib.strategy import action_plan_readings, action_tasks, canvas, canvas_links, canvas_plots
from clusterlib.strategy import canvas_readings, gantt, goal_cards, goal_plots, goal_points, goal_process
from clusterlib.strategy import goal_readings, quick_wins
from clusterlib.strategy import goals, schedule_dates, strategy_answers, strategy_checks
from clusterlib.strategy import strategy_coverage, strategy_coverage_plots
from clusterlib.strategy import strategy_coverage_readings, strategy_document
from clusterlib.strategy import strategy_document_views, strategy_parts, strategy_tree
from clusterlib.strategy import strategy_tree_plots, strategy_tree_readings, workload
from clusterlib.strategy import workload_readings

step = workbook.start("strategy", case=case, out=out, lang=lang)

# %% tags=["setup", "hide-input"]
today = schedule_dates.today(as_of, step.setting("as_of"))

# %% [markdown]
# ## What do we offer, to whom, and what does it cost?
#
# Before goals, one page: the cluster business canvas (L1647-1653). Ten blocks, 21 questions. It is the canvas
# you may know from start-ups, with two blocks more for clusters, the members' **pain points** and the **key
# challenges**, and without channels.
#
# Begin with the pain points, in members' words. Then write, for each, what you promise (**value
# proposition**), and only then activities, resources, costs. In the column `because` a note names the notes
# it answers: in Dakar VP1 (“from idea to a file that an investor reads”) names the pain PP1 and the segment
# MS2; the activity KA1 names VP1; the cost CS2 names KA1. A note that names nothing and is named by nothing
# hangs in the air, like KA4, the magazine.

# %% tags=["inputs", "hide-input"]
step.edit("canvas")

# %% tags=["compute", "figure", "nbval-ignore-output"]
page = step.show(
    canvas.check_canvas, "canvas", "goals", "strategy_tree", "demands",
    options={"questions": step.reference("canvas_questions")},
    figures={
        "canvas": (canvas_plots.plot_canvas, "Cluster business canvas with ten blocks"),
        "links": (canvas_links.plot_links, "Notes from pains to money, with the links between them"),
    },
    table=canvas_readings.table_canvas,
    reading=canvas_readings.read_canvas,
    needs=("canvas",), adds="It would show what you offer to whom, and whether the money fits.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(canvas_readings.plain_canvas(page.value))

# %% [markdown]
# **Decide now:** which activity you drop because it answers nobody's pain, and who fills the gaps in red.
# Print the page and hang it where the working groups meet.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 30 minutes. Without computers: ten sheets on the wall, notes in two colours, threads of wool
# from pain to promise to activity to cost. Usual misunderstanding: value propositions that are activities
# (“we hold events”). Ask each time: and what does the member have the next morning?

# %% [markdown]
# ## Will we know that we have arrived?
#
# A goal is one sentence with one verb, an owner and a day (L1659-1674). It passes five questions:
#
# - **specific**: one thing, in at most 30 words, in one field. The check looks for a second verb after *and*.
#   In Dakar G3 wants to start four groups *and* bring 15 members into them: two goals in one sentence.
# - **measurable**: there is an indicator with unit, baseline, target and data source. It stands in the table
#   `indicators`, because workbook 08 measures with the same rows.
# - **achievable**: the pace it needs from now on is at most twice the pace seen so far. Without two values
#   over time this cannot be said, and the workbook says so.
# - **relevant**: it names in `because` an objective, a demand, a point of the SWOT or a gap of the chain.
# - **timed**: it has a day in the next five years, and a milestone on the way.
#
# Three to seven goals in two to five fields are a profile; more is a wish list (L1669-1670 warn of too broad
# and of too narrow; the numbers are defaults of this library, see the first cell). Usual fields are
# innovation, joint marketing, export, procurement, business services, training, synergies and lobbying
# (L1686-1693). In young regions clusters often begin with productivity, quality, skills, a common voice and
# export; in developed ones with joint research and new products (L484). And there are two sides to serve: the
# **actors** become stronger, and the **cluster** itself grows (L413-418). The second is easily forgotten.

# %% tags=["inputs", "hide-input"]
step.edit("goals", "indicators", "observations")

# %% tags=["compute", "figure", "nbval-ignore-output"]
limits = goal_points.Limits(
    max_words, more_verbs, reach_factor, horizon_years, held_within, compared_from, fewest_goals,
    most_goals, fewest_fields, most_fields,
)
smart = step.show(
    goals.check_goals,
    "goals", "indicators", "observations", "strategy_tree", "demands", "objectives", "tasks", "swot_items",
    options={"as_of": today, "limits": limits},
    figures={
        "smart": (goal_plots.plot_smart, "Table of goals by five points"),
        "cards": (goal_cards.plot_cards, "Cards of the goals with owner, date and indicators"),
    },
    table=goal_readings.table_goals, reading=goal_readings.read_goals,
    needs=("goals",), adds="It would show which goals can be measured and how far they are reached.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(goal_readings.plain_goals(smart.value))

# %% [markdown]
# ### How far is the way gone?
#
# Part of the way gone, from baseline to target, beside part of the time gone. In Dakar the start-up capital
# was 180 million XOF in 2024, was 310 in 2026 and shall be 600 by the end of 2029. Where several indicators
# measure one goal, those nearest to the goal count: an impact before an outcome, an outcome before output and
# means. Busy offices reach their outputs; that is not the goal.

# %% tags=["compute", "figure", "nbval-ignore-output"]
progress = step.show(
    goals.progress, smart,
    figures={"progress": (goal_plots.plot_progress, "Bars of the way gone with the time gone")},
    table=goal_readings.table_measures,
    reading=goal_readings.read_progress,
)

# %% [markdown]
# ### Who was in the room, and whom do the goals serve?
#
# Goals hold when those who carry them were there (L1665-1674): begun early, agreed before the work,
# moderated, with all members. Note it in the table `checks`, list `goals`: the state of each point, the day,
# how many were invited and how many came. And count whom the goals serve. There are two sides, the
# **actors** and the **cluster** itself (L413-418); usual aims differ by region (L484) and are only a hint.

# %% tags=["inputs", "hide-input"]
step.edit("checks")

# %% tags=["compute", "nbval-ignore-output"]
room = step.show(
    goal_process.process, "goals", "checks", "tasks",
    options={"hint": came},
    table=goal_process.table_process,
    reading=goal_process.read_process,
    needs=("goals",), adds="It would show whom the goals serve and who took part.",
)
aims = step.show(lambda: None, table=lambda _, say: goal_process.usual_aims(say))

# %% [markdown]
# **Decide now:** which goal you rewrite, which you set aside, and who owns each of them. A goal nobody owns
# is a sentence.

# %% [markdown]
# ## Does the strategy answer what was asked?
#
# The strategy is a tree: one vision, a few objectives, initiatives that serve goals, interventions somebody
# carries out (L1701-1727; the example of Côte d'Ivoire, L1731-1843, has 3 objectives, 4 initiatives and one
# reform beside them, and 12 interventions with 2 support measures). `parent_id` draws the tree. `because` is
# the red thread: an objective names its demands, an initiative its goals.
#
# Workbook 03 handed over the objectives that the votes support. They are an offer: you decide which you take
# into the tree, under your own words. The table shows what you left aside.

# %% tags=["inputs", "hide-input"]
step.edit("strategy_tree")

# %% tags=["compute", "figure", "nbval-ignore-output"]
tree = step.show(
    strategy_tree.check_tree, "strategy_tree", "goals",
    options={"fewest": fewest_branches, "most": most_branches, "alike": alike},
    figures={"tree": (strategy_tree_plots.plot_tree, "Tree from the vision to interventions")},
    table=strategy_tree_readings.table_tree,
    reading=strategy_tree_readings.read_tree,
    needs=("strategy_tree",), adds="It would show how the vision leads to what people do.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(strategy_tree_readings.plain_tree(tree.value))

# %% tags=["compute", "figure", "nbval-ignore-output"]
coverage = step.show(
    strategy_coverage.cover,
    "strategy_tree", "goals", "tasks", "demands", "demand_scores", "objectives", "indicators",
    options={"top_share": top_share},
    figures={"coverage": (strategy_coverage_plots.plot_coverage, "Demands by branch, goal and task")},
    table=strategy_coverage_readings.table_coverage,
    reading=strategy_coverage_readings.read_coverage,
    needs=("demands",), adds="It would show what the actors asked for and whether the strategy answers it.",
)

# %% [markdown]
# A demand may be refused. It must not be forgotten: the guide tells of a strategy that answered something
# else than what the actors had asked for, and of the actors who then stayed away (L1859-1863).

# %% tags=["compute", "nbval-ignore-output"]
decided = step.show(
    strategy_coverage.objective_lines, coverage,
    table=strategy_coverage_readings.table_objectives,
    reading=strategy_coverage_readings.read_objectives,
    needs=("objectives",), adds="It would show which objectives of the votes you took and which you left.",
)
threads = step.show(
    strategy_coverage.follow_goals, "goals", "strategy_tree", "tasks", "demands", "indicators",
    table=strategy_coverage_readings.table_goal_thread,
    reading=strategy_coverage_readings.read_goal_thread,
    needs=("goals",), adds="It would show which goals have no task.",
)

# %% [markdown]
# **Decide now:** what you tell those whose demand has no branch, and which branch you cut because nobody
# asked for it.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 25 minutes. Give each group the tree of Côte d'Ivoire on shuffled cards and let them build it.
# Two cards carry the same words (“assess which technology fits”): one shared intervention, or two? Question
# for the room: who of the people asked in workbook 03 would recognise his demand here?

# %% [markdown]
# ## Who does what by when, and what delays everything?
#
# An action plan has small steps, one person and one deadline for each, and begins with what shows a success
# soon (L2036-2050). Days are working days. Give three of them where you can: `o` if all goes well, `m` as you
# expect, `p` if much goes wrong; the expected duration is (o + 4m + p) / 6. `predecessors` are the tasks that
# must be finished first.
#
# From this follows when each task can begin and end, and its **slack**: the days it may slip without moving
# the end. Tasks without slack are **critical**. In Dakar the investor day (2.4) waits for ten coached
# start-ups (2.2) and three sponsors (2.3). Done tasks keep their day, dropped ones are left out and named.
#
# The end is uncertain. The classic formula (PERT) looks at one path only and is too hopeful when others are
# nearly as long. So the plan is also played through many times, with lots drawn for each duration.

# %% tags=["inputs", "hide-input"]
step.edit("tasks", "capacity")

# %% tags=["compute", "figure", "nbval-ignore-output"]
plan = step.show(
    action_plan.plan, "tasks",
    options={"as_of": today, "begin": begin or step.setting("strategy_date", ""), "weekdays": weekdays,
             "holidays": holidays, "days_if_blank": days_if_blank, "draws": draws, "seed": seed,
             "rules": action_tasks.Rules(quick_impact, quick_days, first_days, tight_days)},
    figures={"gantt": (gantt.plot_gantt, "Bars of the tasks over time"),
             "finish": (action_plan_plots.plot_finish, "Chance of being finished by a day")},
    table=action_plan_readings.table_plan,
    reading=action_plan_readings.read_plan,
    needs=("tasks",), adds="It would show when each task can begin and end and what is late.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(action_plan_readings.plain_plan(plan.value))

# %% [markdown]
# ### What can members see first?
#
# A quick win helps much, takes little and waits for nothing (L1867, L2043). Below them stand the tasks that
# help as much and are not quick, with what hinders them: often a first part can be cut off and shown.

# %% tags=["compute", "nbval-ignore-output"]
wins = step.show(quick_wins.quick_wins, plan, table=quick_wins.table_wins, reading=quick_wins.read_wins)

# %% [markdown]
# ### Who has too much?
#
# The person-days of each task are spread over its working days and set against the days its person can give
# (table `capacity`, optional). A plan that needs more days from a person than the person has is not a plan.

# %% tags=["compute", "figure", "nbval-ignore-output"]
load = step.show(
    workload.workload, plan, "capacity",
    options={"limit": load_limit},
    figures={"workload": (action_plan_plots.plot_workload, "Person-days by person and month")},
    table=workload_readings.table_workload,
    reading=workload_readings.read_workload,
)

# %% [markdown]
# **Decide now:** what is finished in the first 90 days and seen by members, and what each person takes off
# the list. Put the next review into the calendar before you close the file (L2049).

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 30 minutes. Let each group estimate one task three times (o, m, p) without talking, then
# compare: the spread between people is usually wider than the one they gave. Usual misunderstanding: critical
# means important. It means that a delay here is a delay of the end; an important task may have much slack.

# %% [markdown]
# ## Are all parts of a strategy there?
#
# The guide names five (L1721-1725): services and other results, the structure, the steps, monitoring, and the
# action plan. They live in different workbooks; here you see which already speak.

# %% tags=["compute", "nbval-ignore-output"]
whole = step.show(
    strategy_parts.parts, smart, plan, "services",
    options={"legal_form": step.setting("legal_form", "")},
    table=strategy_parts.table_parts,
    reading=strategy_parts.read_parts,
)

# %% [markdown]
# ## Hand over

# %% tags=["hand-over", "hide-input"]
step.hand_over("goals_checked", smart, partial(goal_readings.goals_table, say=step.say))
step.hand_over("task_schedule", plan, action_checks.schedule_table)

# %% [markdown]
# ### Could we print the strategy today?
#
# A strategy that nobody can read is not yet one. The document has ten sections: a summary, where we stand,
# who is concerned, what the actors want, vision and goals, services, organisation, steps with the action
# plan, money, and monitoring. Every number in it is counted in a table; what only people can say stands in
# the table `texts`, one passage for a section, with the name of who wrote it. In Dakar Moussa writes how the
# association decides; no table can say that.
#
# A section is *partly* there while a number of another workbook is still to be worked out. This workbook does
# not look into those; the printed document does: `clusterlib strategy CASE --to docx`.

# %% tags=["inputs", "hide-input"]
step.edit("texts")

# %% tags=["compute", "nbval-ignore-output"]
printed = step.show(
    strategy_document.judge_tables,
    "texts", "employment", "nodes", "swot_items", "stakeholders", "demand_scores", "demands",
    "goals_checked", "goals", "services", "task_schedule", "tasks", "budget_lines", "indicators",
    "strategy_tree",
    options={"legal_form": step.setting("legal_form", ""), "lang": step.lang},
    table=strategy_document_views.table_sections,
    reading=strategy_document_views.read_sections,
)

# %% tags=["nbval-check-output", "hide-input"]
print(strategy_document_views.plain_sections(printed.value))

# %% [markdown]
# **Decide now:** who writes which missing passage by when, and which section you leave out on purpose.

# %% [markdown]
# ### Key questions, as far as the tables answer them (L1202-1211, L1963, L3068, L4135)

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
answers = step.questions(
    strategy_answers.answers, smart, page, tree, plan, questions=step.reference("key_questions")
)

# %% [markdown]
# ### Why strategies fail, checked on this case (L1845-1884, L2038-2050)
#
# The guide says two things about quick wins: there are none (L540), and they must come first (L1867, L2043).
# Both hold if you read them apart: there is no quick *impact*, but there are quick *activities* that members
# see.

# %% tags=["check", "hide-input", "nbval-ignore-output"]
checks = step.check(
    strategy_checks.pitfalls, smart, tree, coverage, "budget_lines", "stakeholders", "goals", "strategy_tree",
    "tasks",
    instigator=step.setting("instigator", ""), strategy_date=step.setting("strategy_date", ""), as_of=today,
    renew_years=renew_years,
)
plan_checks = step.check(
    action_plan_checks.pitfalls, plan, load, smart,
    longest=longest_step, one_person=one_person, overdue=overdue, in_time=in_time,
)
room_checks = step.check(goal_process.process_checks, room)

# %% [markdown]
# ### Where the guide itself is in doubt

# %% tags=["check", "hide-input", "nbval-ignore-output"]
doubtful = step.check(
    doubts.doubts, contradictions=step.reference("contradictions"), ids="E9;E14;E15;E19"
)

# %% [markdown]
# ## Take with you
#
# 1. What nobody asked for needs a reason; what was asked for needs an answer, even if it is no.
# 2. A goal without an indicator is a wish, and a task without a name is nobody's.
# 3. Plan the end as a range. Critical is what delays everything, not what is loudest.
#
# **What this does not show.** Whether the branches are the right ones, whether people believe in them, and
# whether those who carry tasks know that they do. The word check is a list of verbs, not a reader. The
# schedule takes every task as early as it can begin and knows nothing of meetings, rains and elections.
# People who help are not counted.
#
# **Sources.** Guide L1640-1884 and L2036-2061. Goals: Drucker (1954), Doran (1981). Canvas: after Osterwalder
# and Pigneur (2010). Tree: Kaplan and Norton (2004). Critical path: Kelley and Walker (1959); PERT: Malcolm
# and others (1959). All limits in the first cell are defaults of this library; the guide gives none of
# them, only the advice behind them.
#
# **Next step:** workbook 05 asks who pays for the tasks, and workbook 08 measures the goals.

# %% [markdown] tags=["exercise"]
# ## Exercise
#
# Take the longest open task and cut it into steps of at most a quarter of a year, with predecessors. Which
# tasks become critical, and by how much does the end move? Then write, for the demand without a branch,
# either a goal with an indicator or two sentences to those who asked for it.

# %% tags=["hide-input", "nbval-ignore-output"]
step.close()
