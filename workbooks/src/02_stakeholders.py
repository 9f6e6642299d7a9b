# ---
# jupyter:
#   clusterlib:
#     step: stakeholders
#     title: Who needs to be involved?
#     minutes: 60
#     reads: [stakeholders]
#     optional: [actors, checks, relations, positions, factors, interests, contributions, alliance_talks]
#     writes: [stakeholder_queue]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 02 Who needs to be involved?
#
# Initiation, step 2 of the guide (L1436-1515). **You decide whom to talk to first, and with what.**
#
# About 60 minutes with a list of names at hand; two people who know the region see more than one.
#
# At the end you have: every stakeholder in the order in which to act, what is missing on the list, and an
# agenda for the first joint event.

# %% tags=["defaults"]
# Defaults that the guide does not give: what members give and take
giving_parts: str = "25;35;25;15"  # what counts as giving: a paid fee; hours; knowledge; leading
sizes: str = "10;50;250"  # employees from which on a member belongs to the next size
classes_from: int = 10  # with fewer members places only, no classes
little: float = 0.33  # below this place (0 to 1) somebody gives, or takes, little
much: float = 0.67  # from this place on somebody gives, or takes, much
new_months: int = 12  # members that joined less than so many months ago are not judged
dependent_from: float = 0.5  # part of the three busiest above which the cluster hangs on them
far: float = 0.2  # two actors whose interests are less alike than this want different things

# %% tags=["defaults"]
# Defaults that the guide does not give: limits and dates
objectors_from: int = 5  # from this many names on, a list without critics is a finding
doubtful_within: float = 0.5  # a rating this close to it makes the field doubtful
feedback: str = "subtract"  # influence that comes back: subtract it from a strength, or none of it
ties_from: str = "trust;information;link;influence"  # kinds of relation that count as a tie
answers_most: int = 3  # at most so many names that one block of the first event must answer
soon: int = 30  # days from today within which a measure is due soon
months: int = 12  # how far back a public invitation counts
minutes: str = "30;20;30;30;50;20"  # minutes of the six blocks of the first event

# %% tags=["defaults"]
# Defaults that the guide does not give: words by which a measure is judged
weak_words: str = (  # word starts of a measure that only informs
    "inform;newsletter;mailing;leaflet;website;bulletin;courriel;dépliant"
)
strong_words: str = (  # word starts that bring somebody in; they win over the weak ones
    "invit;meet;visit;talk;ask;interview;involv;join;observ;lead;agree;negotiat;consult;advis;seat;board;"
    "workshop;partner;contract;co-;present to;offer;rencontr;rendez-vous;parler;discut;entretien;impliqu;"
    "associer;pilot;anim;accord;convenir;négoci;siège;conseil;atelier;partenari;contrat;proposer;offrir;"
    "rendre compte"
)

# %% tags=["parameters"]
case: str = ""  # folder or Excel file of the case; empty: the shipped Dakar case
out: str = ""  # run folder; empty: runs/<case name>
lang: str = ""  # en or fr; empty: the language of the case
closed_share: float = 0.6  # one line of contacts above this share looks like a closed shop
high_from: float = 3.0  # from this rating on (1 to 5) power and interest are high
show_names: bool = False  # whether the part on giving and taking names members; for the manager alone
show_talks: bool = False  # whether the talks between firms can be filled in here; for the manager alone

# %% tags=["setup", "hide-input"]
from functools import partial

from clusterlib import workbook
from clusterlib.stakeholder_analysis import claims_views, first_event, first_event_views, measures, power
from clusterlib.stakeholder_analysis import power_views
from clusterlib.stakeholder_analysis import conflict, deeper_checks, giving, giving_views
from clusterlib.stakeholder_analysis import interests, interests_views
from clusterlib.stakeholder_analysis import interplay, interplay_views, objectors
from clusterlib.stakeholder_analysis import objectors_views, stakeholder_answers, stakeholder_checks
from clusterlib.stakeholder_analysis import stakeholder_circle, stakeholder_plots
from clusterlib.stakeholder_analysis import stakeholder_readings, stakeholder_tables, stakeholders
from clusterlib.stakeholder_analysis import talks, talks_views, ties, ties_views

step = workbook.start("stakeholders", case=case, out=out, lang=lang)

# %% [markdown]
# ## Who can help us, and who can stop us?
#
# Write down everybody who can move something, not only those you like. For each name answer two questions:
# how does it look at the cluster today (positive, neutral, critical), and how much can it move (low,
# medium, high)? Then write one measure, one person who does it, and a date. The guide does the same in a
# table of five rows (L1475-1482).
#
# The **gap** says how far a stakeholder is from where you need it, times its influence: a neutral one with
# high influence has a gap of 3 points, a critical one with high influence has 6. The largest gap comes
# first.
#
# Take the sector association as an example. It may fear that a cluster does its work and takes its members
# (L1456-1458). Leave it out, and it learns of you from others; in one case an association that nobody had
# asked stopped the whole initiative (L1869-1871). So it belongs on the list, rated honestly, with a
# measure.

# %% tags=["inputs", "hide-input"]
step.edit("stakeholders")

# %% tags=["compute", "figure", "nbval-ignore-output"]
analysis = step.show(
    stakeholders.analyse, "stakeholders", "actors",
    options={"weak": weak_words, "strong": strong_words, "objectors_from": objectors_from,
             "as_of": step.as_of},
    figures={
        "grid": (stakeholder_plots.plot_grid, "Nine fields, attitude against influence, with names"),
        "support": (stakeholder_plots.plot_support, "Bars of influence times attitude, with the gap"),
    },
    table=stakeholder_tables.table_queue,
    reading=stakeholder_readings.read_stakeholders,
)

# %% tags=["nbval-check-output", "hide-input"]
print(stakeholder_tables.plain_queue(analysis.value))

# %% [markdown]
# ### When is which talk?
#
# The same measures in the order of their dates: print it, and cross out what is done.

# %% tags=["compute", "nbval-ignore-output"]
dates = step.show(
    measures.plan_talks, analysis, options={"soon": soon},
    table=measures.table_talks, reading=measures.read_talks,
)

# %% [markdown]
# **Decide now:** one name for the first talk this week, and who goes. A powerful critic gets a talk before
# the next public step, never after it. A measure that only informs is enough for those with little
# influence; whoever counts gets a seat, a task or a question.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 25 minutes. Let pairs rate the same five names separately, then compare: the differences are
# the lesson. Usual misunderstanding: "critical" is taken for an insult. Ask instead: what would this
# organisation lose? Without computers: a sheet with nine fields on the wall and one card per name.

# %% [markdown]
# ## Is our circle still open?
#
# A cluster often starts from one network. That is quick, and it can look like a closed shop to everybody
# else (L1442-1446). Note for each actor who brought it in, by which route, and the day of the first
# contact.
#
# If most actors hang on one line of contacts and nobody came by a public invitation in the last year, ask
# yourself how a firm that knows none of you would get in. In the Dakar case the columns “brought in by” and
# “route” of the actors tell it; if they are blank, this part says so and judges nothing.

# %% tags=["inputs", "hide-input"]
step.edit("actors")

# %% tags=["compute", "figure", "nbval-ignore-output"]
circle = step.show(
    stakeholder_circle.trace, "actors",
    options={"as_of": step.as_of, "months": months, "closed_share": closed_share},
    figures={"circle": (stakeholder_circle.plot_circle, "Tree of who brought whom")},
    reading=stakeholder_circle.read_circle,
    needs=("actors",), adds="It would show who brought whom and whether the circle is open.",
)

# %% [markdown]
# **Decide now:** where you publish how to join, and which name answers the phone.

# %% [markdown]
# ## Who needs our time, and whose claim counts?
#
# Not everybody can get the same attention. Rate power and interest from 1 to 5 in the table of stakeholders
# and four treatments follow: manage closely, keep satisfied, keep informed, monitor. Rate also how rightful
# (legitimacy) and how pressing (urgency) each claim is: with power these two tell whom you cannot let wait.
# A “≈” marks a name that half a point would move into another field.

# %% tags=["compute", "figure", "nbval-ignore-output"]
fields = step.show(
    power.place, analysis,
    options={"threshold": high_from, "border": doubtful_within, "attribute_from": high_from},
    figures={
        "power": (power_views.plot_power, "Four fields, power against interest, with names"),
        "claims": (claims_views.plot_claims, "Circles of power, rightful claim and urgency, with numbers"),
    },
    table=power_views.table_power,
    reading=power_views.read_power,
)

# %% [markdown]
# **Decide now:** for each name in “manage closely” a day this month; for each in “keep satisfied” what it
# must never hear from others first.

# %% [markdown]
# ## Who speaks at the first event, and what must it answer?
#
# The first joint event makes people aware that they share something (L1488-1500). The guide proposes six
# blocks and six groups of participants (L1504-1515). Below they are filled from your list: positive and
# powerful stakeholders could speak, and each block answers those with the largest gap. Only firms speak for
# firms.
#
# Change the minutes in the first cell. The longest block is the joint talk about needs, because there the
# others talk and you listen; its cards go into workbook 03.

# %% tags=["inputs", "hide-input"]
step.edit("checks")

# %% tags=["compute", "nbval-ignore-output"]
event = step.show(
    first_event.plan, analysis, "checks",
    options={"agenda": step.reference("kickoff_event"), "minutes": minutes, "most": answers_most},
    table=first_event_views.table_agenda,
    reading=first_event_views.read_event,
)
guests = step.show(
    first_event.guests, analysis, "checks",
    options={"agenda": step.reference("kickoff_event")},
    table=first_event_views.table_guests,
    reading=first_event_views.read_guests,
)

# %% tags=["nbval-check-output", "hide-input"]
print(first_event_views.plain_agenda(event.value))

# %% [markdown]
# **Decide now:** the date, and for each empty place in the column of speakers whom you ask. Call the
# powerful critics before the invitation goes out.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 15 minutes. Let one person open the event in two sentences for one powerful critic in the
# room; the others say what they heard. Question for the room: who is not on the agenda and will talk about
# it afterwards?

# %% [markdown]
# ## Going deeper
#
# These parts want more tables and about another hour. Leave out what you do not need; each says what it
# would add.
#
# ## Who moves whom, and over what do they differ?
#
# Write into “relations” who can make whom act (kind: influence, 0 none to 4 can stop it), one row per pair.
# Write into “positions” what each one thinks of the few things at stake, from −4 (fights it) to 4 (fights
# for it). Influence also goes over others: who moves the ministry moves those whom the ministry moves.

# %% tags=["inputs", "hide-input"]
step.edit("relations", "positions")

# %% tags=["compute", "figure", "nbval-ignore-output"]
moves = step.show(
    interplay.play, "relations", "positions", "stakeholders", "actors",
    options={"feedback": feedback},
    figures={"plane": (interplay_views.plot_plane, "Influence given against influence received, with names")},
    table=interplay_views.table_plane,
    reading=interplay_views.read_plane,
    needs=("relations",), adds="It would show who moves whom, and whom to win first.",
)

# %% tags=["compute", "figure", "nbval-ignore-output"]
fronts = step.show(
    interplay.play, "relations", "positions", "stakeholders", "actors",
    options={"feedback": feedback},
    figures={"fronts": (interplay_views.plot_fronts, "Bars for and against each objective")},
    table=interplay_views.table_fronts,
    reading=interplay_views.read_fronts,
    needs=("relations", "positions"), adds="It would show who stands with whom, and over what they differ.",
)

# %% [markdown]
# **Decide now:** the one whom you win first because others follow, and the objective that waits until its
# opponents have been heard.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 20 minutes. Let two groups fill the same five rows of influence and lay them side by side.
# Where the numbers differ by two, ask for the last time it was seen. Without computers: cards and arrows
# of wool.

# %% [markdown]
# ## Who connects those who do not know each other?
#
# The same relations, seen as a net: whoever stands between two groups is asked first and can also block.
# Trust, information, working links and influence count as ties; conflicts do not.

# %% tags=["compute", "figure", "nbval-ignore-output"]
net = step.show(
    ties.weave, "relations", "stakeholders", "actors", options={"kinds": ties_from},
    figures={"ties": (ties_views.plot_ties, "Net of people and ties; those who hold it together are marked")},
    table=ties_views.table_ties,
    reading=ties_views.read_ties,
    needs=("relations",), adds="It would show who connects whom, and where the net would break.",
)

# %% [markdown]
# **Decide now:** one second line beside the person on whom most depends, and one visit to those without a
# tie.

# %% [markdown]
# ## Who can stop us, and with whom?
#
# Objectors are not a fault of the list but its use. The risk is influence (1 to 3) times how strongly one
# resists (1 to 4) times how likely it acts on it. Critics whom a relation joins are shown together.

# %% tags=["compute", "nbval-ignore-output"]
against = step.show(
    objectors.oppose, analysis, "relations", "positions",
    table=objectors_views.table_objectors,
    reading=objectors_views.read_objectors,
)

# %% [markdown]
# **Decide now:** who talks to the first name, and what you could change in the plan so that it could live
# with it.

# %% [markdown]
# ## Do our plans bring people together or drive them apart?
#
# List what connects people here and what divides them, how serious each is (1 to 5), and what your plans do
# to it: 2 strengthens it much, −2 weakens it much. A divider that the plans strengthen needs a measure.

# %% tags=["inputs", "hide-input"]
step.edit("factors")

# %% tags=["compute", "figure", "nbval-ignore-output"]
harm = step.show(
    conflict.weigh_harm, "factors",
    figures={"harm": (conflict.plot_harm, "Bars of what the plans make worse and better")},
    table=conflict.table_harm,
    reading=conflict.read_harm,
    needs=("factors",), adds="It would show which quarrel the plans could make worse.",
)

# %% [markdown]
# **Decide now:** one measure for each divider that the plans strengthen, or another plan.

# %% [markdown]
# ## Who gives, who takes, and on how few does it rest?
#
# Members with different interests give different things (L1567-1575). Write down once a year what each gave
# and took. Free riders are welcome in the first years and stay out of services that need trust (L2578).
# Amounts count for the size of the member. Names, and the rows to fill in, appear only if you set
# `show_names` in the first cell; keep that version to yourself.

# %% tags=["inputs", "hide-input"]
step.edit(*(["contributions"] if show_names else []))

# %% tags=["compute", "figure", "nbval-ignore-output"]
balance = step.show(
    giving.give_and_take, "contributions", "actors",
    options={"as_of": step.as_of, "weights": giving_parts, "sizes": sizes, "needed": classes_from,
             "low": little, "high": much, "new_months": new_months, "dependent_from": dependent_from,
             "show_names": show_names},
    figures={
        "giving": (giving_views.plot_giving, "Points: what members give against what they take"),
        "shares": (giving_views.plot_shares, "Lorenz curves of hours and of money"),
    },
    table=giving_views.table_giving,
    reading=giving_views.read_giving,
    needs=("contributions", "actors"), adds="It would show who carries the work and who rides along.",
)

# %% [markdown]
# **Decide now:** whom you thank, whom you ask for one small thing, and who could take over if one of the
# three busiest left.

# %% [markdown]
# ## Do they want the same from the cluster?
#
# A start-up looks for money, a large firm for staff, a school for places where its students can learn: all
# may join for good reasons that are not the same (L1567-1575). Let each actor spread 100 points over what it
# hopes for. Rows that look alike in the picture can work on one thing; two that have nothing in common need
# two things, or an order in time. It is serious when both of them carry the work.

# %% tags=["inputs", "hide-input"]
step.edit("interests")

# %% tags=["compute", "figure", "nbval-ignore-output"]
wishes = step.show(
    interests.map_interests, "interests", "actors", "contributions",
    options={"far": far, "as_of": step.as_of, "weights": giving_parts, "sizes": sizes, "low": little,
             "high": much, "new_months": new_months, "needed": classes_from, "show_names": show_names},
    figures={"interests": (interests_views.plot_interests, "Squares: points of each actor for each subject")},
    table=interests_views.table_interests,
    reading=interests_views.read_interests,
    needs=("interests", "actors"), adds="It would show who wants the same, and whether drivers pull apart.",
)

# %% [markdown]
# **Decide now:** the one subject on which most can begin together, and what you offer to the one who wants
# something else.

# %% [markdown]
# ## What could two of us do together, and how much does each show?
#
# Before firms work on one thing, each knows four answers: what it would gain, what it can offer, how much it
# would show to the others, and what it keeps to itself (L1335-1342). Ask them one by one. What one offers
# and another looks for is a first joint task. A group is as open as the member that shows least, so begin
# with what that one can bear.
#
# What a firm keeps, and every answer that may not be shared, is counted here and shown nowhere. The rows
# can be filled in only if you set `show_talks` in the first cell.

# %% tags=["inputs", "hide-input"]
step.edit(*(["alliance_talks"] if show_talks else []))

# %% tags=["compute", "nbval-ignore-output"]
heard = step.show(
    talks.listen, "alliance_talks", "actors",
    table=talks_views.table_talks, reading=talks_views.read_talks,
    needs=("alliance_talks", "actors"), adds="It would show which offer meets which wish.",
)
openness = step.show(
    talks.listen, "alliance_talks", "actors",
    table=talks_views.table_openness, reading=talks_views.read_openness,
    needs=("alliance_talks", "actors"), adds="It would show how open each alliance can be.",
)

# %% [markdown]
# **Decide now:** which two you bring to one table this month, on which single thing, and who asks the others
# whether they may be named.

# %% [markdown]
# ## Hand over
#
# The queue goes to the next steps: workbook 03 asks these people what they need, the review looks for names
# without an owner.

# %% tags=["hand-over", "hide-input"]
step.hand_over("stakeholder_queue", analysis, partial(stakeholder_tables.stakeholder_queue, say=step.say))

# %% [markdown]
# ### The guide's key questions, as far as your tables answer them (L1200-1211)

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
answers = step.questions(
    stakeholder_answers.answers, analysis, heard, questions=step.reference("key_questions"),
)

# %% [markdown]
# ### What is easily overlooked

# %% tags=["check", "hide-input", "nbval-ignore-output"]
checks = step.check(stakeholder_checks.pitfalls, analysis, circle)
deeper = step.check(deeper_checks.pitfalls, fronts, net, against, harm, balance, wishes, heard)

# %% [markdown]
# ## Take with you
#
# 1. The largest gap comes first, not the loudest voice and not the best friend.
# 2. A list without a critic is not finished. Ask who would lose.
# 3. One measure, one person, one date. Informing is no measure for those who count.
#
# **What this does not show.** Ratings are opinions of those who filled in the table; they age quickly, and
# nobody's reasons can be read from them. Influence is one number here, while in life it depends on the
# question. A relation or a stance that nobody wrote down is missing, and so is what members give without
# telling anybody.
#
# **Sources.** Guide L1436-1482 (stakeholders), L1488-1515 (first event), L1869-1871 (a failure). The number
# scale (1 to 3, −1 to 1), the gap, the lists of words, the thresholds and the minutes are defaults of this
# library. Power and interest: Mendelow (1991); claims: Mitchell, Agle and Wood (1997); influence and
# positions: Godet (MACTOR, 1994); nets: Brandes (2001), Burt (1992); connectors and dividers: Anderson
# (1999); free riders: Olson (1965).
#
# **Next step:** workbook 03 asks the actors what they want from the cluster.

# %% [markdown] tags=["exercise"]
# ## Exercise
#
# Take a list in which nobody is critical. Choose the stakeholder that would lose most if the cluster
# succeeds, rate it critical, and write a measure that is more than information. Which place does it take
# now, and what happens to the support index? Then set what you need from it to “neutral”: is that enough
# for your plans?

# %% tags=["hide-input", "nbval-ignore-output"]
step.close()
