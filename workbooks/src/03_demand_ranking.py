# ---
# jupyter:
#   clusterlib:
#     step: demand_ranking
#     title: What value do we want to create?
#     minutes: 100
#     reads: [demands, votes|vote_counts]
#     optional: [votes, vote_counts, stakeholders, actors, respondents, rankings, best_worst]
#     writes: [demand_scores, objectives]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 03 What value do we want to create?
#
# Initiation, step 3 of the guide (L1582-1631). **You rank what the actors want, and say how sure the
# ranking is.**
#
# About 100 minutes, the vote not counted. At the end you have: a score for every demand, the places it may
# have, and the key objectives that the votes support, each with the rule that chose it.

# %% tags=["defaults"]
# Defaults that the guide does not give: how sure something must be
level: float = 0.95  # share of the repeats that a range of scores or places holds
bound_level: float = 0.9  # the same for the lower bound of a group, and for sub-sectors
few: int = 5  # with fewer voters nothing is said about chance
participation: float = 0.7  # share of the invited that should vote (the guide asks it of another survey)
agreed_from: float = 0.7  # agreement on the order (W) from which no further round is needed
still: float = 0.05  # change of that agreement below which a further round brings little

# %% tags=["defaults"]
# Defaults that the guide does not give: what counts as high, split, near or the same
matters_from: float = 2.3  # average vote from which a demand is said to matter to most
split_below: float = 0.4  # agreement on the level below which opinions are called split
full_from: float = 2.5  # lowest score from which votes count as all high
threes_from: float = 0.6  # share of threes from which the scale is called full
same_within: float = 1.0  # difference of places that still counts as the same place
rules_enough: int = 4  # rules of the five that must keep a place for it to be robust
near: float = 0.05  # a lower bound this close to its limit is called a near miss
moves_from: int = 2  # places that a demand must move with weights to be named
weigh_by: str = "weight"  # what makes answers count more: their weight, influence or size
firm_sizes: str = "10;50;250"  # employees from which on a firm belongs to the next size

# %% tags=["parameters"]
case: str = ""  # folder or Excel file of the case; empty: the shipped Dakar case
out: str = ""  # run folder; empty: runs/<case name>
lang: str = ""  # en or fr; empty: the language of the case
seed: int = 20260101  # start of the random numbers
draws: int = 10000  # how often the vote is repeated by drawing lots
top: int = 3  # places that count as the front
fewest: int = 3  # key objectives looked for, at least
most: int = 5  # key objectives looked for, at most
trim: float = 0.2  # share of votes left out at each end in the trimmed mean
alpha: float = 0.05  # chance accepted of calling two demands, or sub-sectors, different when they are not
margin: float = 0.5  # difference of mean votes between sub-sectors that does not matter yet
lent: float = 0.5  # choices won and lost that each demand is lent when orders become worths
least: int = 5  # smallest sub-sector shown by itself
lower_bound: float = 2.3  # the score of a group must surely reach this (1 to 3)
majority: float = 0.7  # share of people who gave a 3 to one of its demands

# %% tags=["setup", "hide-input"]
from functools import partial

from clusterlib import workbook
from clusterlib.demand_ranking import deeper_checks, demand_agreement, demand_checks, demand_intervals
from clusterlib.demand_ranking import demand_level_plots, demand_order_readings, demand_pair_views
from clusterlib.demand_ranking import demand_pairs
from clusterlib.demand_ranking import demand_plots, demand_prints
from clusterlib.demand_ranking import demand_readings, demand_rounds, demand_tables, demands
from clusterlib.demand_ranking import forced_choice, forced_choice_views
from clusterlib.demand_ranking import objective_plots, objective_readings, objectives
from clusterlib.demand_ranking import sub_sector_views, sub_sectors, voting_rule_views, voting_rules
from clusterlib.demand_ranking import weighted_votes, worths, worths_views

step = workbook.start("demand_ranking", case=case, out=out, lang=lang)

# %% [markdown]
# ## What do the actors want from us?
#
# Collect the demands first, in the words of the actors, one thing per sentence, and sort them into groups.
# Then each person votes on each demand: 1 less important, 2 important, 3 very important (L1613-1616). Write
# down every single vote if you can; counted votes are enough to begin with.
#
# In Dakar the actors voted on eleven demands in five groups (L1609-1631). You see the same table below if
# you opened that case, and your own if you did not. The **score** is the average vote. The **agreement on
# the level** is 1 when all give the same vote and 0 when the voters are split between 1 and 3.
#
# A blank is not a zero. In the guide's first row one count is blank; it may be read as 0 only because the
# other counts add up to the number of voters.

# %% tags=["inputs", "hide-input"]
step.edit("demands", "vote_counts", "votes")

# %% tags=["compute", "figure", "nbval-ignore-output"]
scores = step.show(
    demands.score, "demands", "vote_counts", "votes",
    options={"invited": step.setting("demand_ranking.invited"), "participation": participation,
             "matters": matters_from, "split": split_below},
    figures={"votes": (demand_plots.plot_votes, "Bars of the votes, centred on the middle answer")},
    table=demand_tables.table_scores,
    reading=demand_readings.read_scores,
)

# %% tags=["nbval-check-output", "hide-input"]
print(demand_tables.plain_scores(scores.value))

# %% [markdown]
# **Decide now:** whose vote is missing. A result that half of the key actors did not take part in is not
# theirs.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 20 minutes. Let the group vote with three colours of stickers before you open the workbook.
# Usual misunderstanding: a score of 2.9 is read as "almost everybody wants it first". It says that almost
# everybody gave a 3; they may have given a 3 to everything. Without computers: count the stickers and add
# up 1, 2, 3.

# %% [markdown]
# ## Is the first really the first?
#
# In Dakar seven people voted (L1617-1631); another seven would have voted a little differently. Repeat the
# vote by drawing lots, many times, from the votes you have, and note the place of each demand each time.
# The range of places that remains is what you may say; the place itself is only one of them.
#
# Equal votes share a place: “2=” means that several stand on place 2. No order inside such a group exists,
# whatever the list looks like.

# %% tags=["compute", "figure", "nbval-ignore-output"]
ranking = step.show(
    demand_intervals.rank, scores,
    options={"draws": draws, "seed": seed, "top": top, "level": level, "least": few},
    figures={
        "places": (demand_plots.plot_places, "Place of each demand with the places it may have"),
        "scores": (demand_level_plots.plot_scores, "Score of each demand with the scores it may have"),
    },
    table=demand_tables.table_ranking,
    reading=demand_order_readings.read_ranking,
)

# %% tags=["nbval-check-output", "hide-input"]
print(demand_tables.plain_places(ranking.value))

# %% [markdown]
# **Decide now:** what you say in public. Name the demands that are surely above or below, and nothing
# finer.

# %% [markdown]
# ## Do people want the same order?
#
# Two questions hide in a ranking. Does everybody find a demand important (agreement on the level, above)?
# And do they put the demands into the same order? The second needs single votes: with counts alone nobody
# can know who voted how.
#
# The test is simple. Shuffle each person's votes over the demands, and look how often shuffled ballots
# agree as well as the real ones. If that happens often, there is no common order. After a talk, let the
# same people vote again; two rounds can be compared.

# %% tags=["compute", "figure", "nbval-ignore-output"]
agreement = step.show(
    demand_agreement.agree, scores,
    options={"shuffles": draws, "seed": seed, "least": few, "alpha": alpha},
    figures={"agreement": (demand_level_plots.plot_agreement, "Agreement on levels, beside the order")},
    table=demand_tables.table_agreement,
    reading=demand_order_readings.read_agreement,
)
rounds = step.show(
    demand_rounds.follow, "demands", "votes", options={"enough": agreed_from, "change": still},
    table=demand_rounds.table_rounds, reading=demand_rounds.read_rounds,
    needs=("votes",), adds="It would show whether a second round brought people together.",
)

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 15 minutes. Draw two tables with the same totals: in one, all six people agree; in the other,
# three vote 3 and 1, three vote 1 and 3. Question for the room: which of the two groups founds a cluster
# tomorrow?

# %% [markdown]
# ## Who decided that the mean decides?
#
# The guide counts the mean (L1613-1631). Other rules are as honest: each person's order with one voice
# (Borda), head to head (Copeland), the middle vote, the share of threes, the mean without the extreme votes.
# A place that stays within one under four of these five is **robust**. Borda and head to head need single
# votes; in Dakar only totals are known, so there they cannot be counted.
#
# Head to head can go round in a circle: A beats B, B beats C, C beats A. Then no order exists.

# %% tags=["compute", "figure", "nbval-ignore-output"]
rules = step.show(
    voting_rules.compare, scores,
    options={"trim": trim, "within": same_within, "enough": rules_enough},
    figures={"rules": (voting_rule_views.plot_rules, "Place of each demand under six rules of counting")},
    table=voting_rule_views.table_rules,
    reading=voting_rule_views.read_rules,
)

# %% [markdown]
# **Decide now:** by which rule you will count next time, and say it before the vote.

# %% [markdown]
# ## Which demands belong on one step?
#
# In Tunisia twelve people voted in the second round. Take two demands and ask each person which of the two
# got the higher vote; who gave both the same says nothing. If nearly all lean to one side, the two differ
# surely. With twelve demands there are 66 such pairs, so the limit is made stricter for all of them (Holm).
# What is left are groups: inside a group there is no first and no second.

# %% tags=["compute", "figure", "nbval-ignore-output"]
pairs = step.show(
    demand_pairs.tell_apart, scores,
    options={"alpha": alpha, "least": few},
    figures={"groups": (demand_pair_views.plot_pairs, "Scores with the groups that cannot be told apart")},
    table=demand_pair_views.table_pairs, reading=demand_pair_views.read_pairs,
    needs=("votes",), adds="It would show which demands stand surely above others, pair by pair.",
)

# %% [markdown]
# ## Do the sub-sectors, and the heavy ones, want the same?
#
# The guide says that demand in Dakar was much the same across sub-sectors, without numbers (L1601). To say
# “the same” takes more than a difference nobody found: with few voters none is ever found. So for each
# demand look at the range in which the difference lies. Only if every range stays inside the margin, half a
# point here, the sub-sectors want much the same. Sub-sectors of fewer than five voters are shown together,
# so that nobody can be recognised.
#
# Some boards want large firms or strong partners to count more. Give each answer a weight in the table
# `respondents`, or let it count by the influence or the size of its organisation (`weigh_by` in the first
# cells), and look at both orders; the first stays one person, one vote.

# %% tags=["inputs", "hide-input"]
step.edit("respondents")

# %% tags=["compute", "figure", "nbval-ignore-output"]
sectors = step.show(
    sub_sectors.compare, "demands", "votes", "respondents",
    options={"margin": margin, "least": least, "alpha": alpha, "level": bound_level, "draws": draws,
             "seed": seed},
    figures={
        "sectors": (sub_sector_views.plot_sectors, "Largest difference between sub-sectors per demand"),
        "means": (sub_sector_views.plot_means, "Mean vote of each sub-sector on each demand"),
    },
    table=sub_sector_views.table_sectors, reading=sub_sector_views.read_sectors,
    needs=("votes", "respondents"), adds="It would show whether sub-sectors want the same.",
)

# %% tags=["compute", "nbval-ignore-output"]
weighted = step.show(
    weighted_votes.weigh, scores, "respondents", "stakeholders", "actors",
    options={"by": weigh_by, "sizes": firm_sizes, "far": moves_from},
    table=weighted_votes.table_weighted, reading=weighted_votes.read_weighted,
    needs=("votes", "respondents"), adds="It would show what changes when some answers count more.",
)

# %% [markdown]
# ## Everything is important: what now?
#
# In Dakar 52 of 77 votes are a 3 (L1617-1631). Three answers cannot order what all want, so let people
# choose. Either each person puts all demands in order or spreads 100 points over them (`rankings`), or you
# show a few demands at a time and ask for the best and the worst (`best_worst`); then every demand should be
# shown equally often. The Dakar rows of both tables are made up for teaching.
#
# A demand is surely wanted more when its whole bar lies beyond the dashed middle. Orders say still more: each
# place is a choice among what was left. From all choices together follows how many of 100 such people would
# put a demand first, and how surely it stands before the next one.

# %% tags=["inputs", "hide-input"]
step.edit("rankings", "best_worst")

# %% tags=["compute", "figure", "nbval-ignore-output"]
orders = step.show(
    forced_choice.from_rankings, "demands", "rankings", scores,
    options={"draws": draws, "seed": seed, "level": level, "least": few, "full": full_from},
    figures={"orders": (forced_choice_views.plot_forced, "Mean place or points of each demand")},
    table=forced_choice_views.table_forced, reading=forced_choice_views.read_forced,
    needs=("rankings",), adds="It would show the order when each person must choose.",
)
worth = step.show(
    worths.weigh, "demands", "rankings",
    options={"draws": draws, "seed": seed, "level": level, "least": few, "prior": lent},
    figures={"worths": (worths_views.plot_worths, "People of 100 who would put each demand first")},
    table=worths_views.table_worths, reading=worths_views.read_worths,
    needs=("rankings",), adds="It would show what each demand is worth to those who must choose.",
)

# %% tags=["compute", "figure", "nbval-ignore-output"]
best_worst = step.show(
    forced_choice.from_best_worst, "demands", "best_worst", scores,
    options={"draws": draws, "seed": seed, "level": level, "least": few, "full": full_from},
    figures={"best_worst": (forced_choice_views.plot_forced, "Best less worst per demand with its range")},
    table=forced_choice_views.table_forced, reading=forced_choice_views.read_forced,
    needs=("best_worst",), adds="It would show which demands are picked first and which last.",
)

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 15 minutes. Give each person ten coins and one cup per demand; count the cups. Question for
# the room: which demand had a 3 from nearly everybody and got hardly a coin?

# %% [markdown]
# ## Which key objectives follow?
#
# A key objective is a group of demands that is wanted surely and by many. The rule has two limits, both
# yours to change in the first cell: the lower bound of the group's score, and the share of people who gave
# a 3 to one of its demands. The guide gives no such limits; it only shows that objectives come from demands
# (L1601).
#
# When groups with equal scores stand at the cut, all of them are kept and named. Breaking a tie is a
# decision of people, with reasons, not of a spreadsheet.

# %% tags=["compute", "figure", "nbval-ignore-output"]
choice = step.show(
    objectives.choose, scores,
    options={"fewest": fewest, "most": most, "lower_bound": lower_bound, "majority": majority,
             "level": bound_level, "least": few, "near": near, "draws": draws, "seed": seed},
    figures={"objectives": (objective_plots.plot_groups, "Score of each group of demands, with its bound")},
    table=demand_tables.table_choice,
    reading=objective_readings.read_choice,
)

# %% tags=["nbval-check-output", "hide-input"]
print(demand_tables.plain_groups(choice.value))

# %% [markdown]
# **Decide now:** the objectives you take into workbook 04. You may take another set than the rule does;
# then write down why.

# %% [markdown]
# ## Hand over

# %% tags=["hand-over", "hide-input"]
step.hand_over("demand_scores", ranking, demand_tables.demand_scores)
step.hand_over("objectives", choice, partial(demand_tables.objectives, say=step.say))

# %% [markdown]
# ### Key questions, as far as the votes answer them (L1200-1211, L1586-1588)

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
answers = step.questions(demand_checks.answers, scores, choice, majority=majority)

# %% [markdown]
# ### What is easily overlooked

# %% tags=["check", "hide-input", "nbval-ignore-output"]
checks = step.check(
    demand_checks.pitfalls, scores, choice, "stakeholders", sectors, least=few, ceiling=threes_from
)
deeper = step.check(deeper_checks.pitfalls, rules, rounds, weighted, orders, best_worst, choice)

# %% [markdown]
# ### The guide's own example, recomputed
#
# The guide prints a score for each of the eleven demands of Dakar. Here they stand beside ours, and beside
# what you get when you cut digits off instead of rounding. The same example also says some things twice and
# differently; they are listed, not repaired.

# %% tags=["check", "hide-input", "nbval-ignore-output"]
prints = step.show(
    demand_prints.compare, scores,
    options={"printed": step.reference("senstartup_votes")},
    table=demand_prints.table_prints,
    reading=demand_prints.read_prints,
)
doubts = step.check(demand_prints.contradictions, scores, choice, prints)

# %% [markdown]
# ## Take with you
#
# 1. A score says how much, not in which order.
# 2. Few votes support few statements. Ties are results, too.
# 3. Say the rule before the vote; then the objectives convince those who wanted something else.
#
# **What this does not show.** Only those who voted have a voice here, and each one counts the same. Votes
# from 1 to 3 ask nobody to give anything up. What the cluster can do, and who pays for it, is not in a vote.
#
# **Sources.** Guide L1582-1631. Agreement on the level: Tastle and Wierman (2007). Agreement on the order:
# Kendall and Babington Smith (1939), Friedman (1937), with ties as in Legendre (2005). Drawing again: Efron
# (1979). The same votes: Krippendorff (2004). Many pairs: Holm (1979). Likeness: Schuirmann (1987). Voices
# with weights: Kish (1965). Best and worst: Louviere, Flynn and Marley (2015). The limits of the rule and all
# other thresholds are defaults of this library.
#
# **Next step:** workbook 04 turns objectives into goals with an owner and a date.

# %% [markdown] tags=["exercise"]
# ## Exercise
#
# Add one person who gives a 1 to the demand in first place and a 3 to all others. Which places change, and
# which objectives? Then ask the same people to spread ten points over all demands and enter the result as
# votes (no points is a 1, one point a 2, more is a 3): does the order become clearer?

# %% tags=["hide-input", "nbval-ignore-output"]
step.close()
