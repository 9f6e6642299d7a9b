# ---
# jupyter:
#   clusterlib:
#     step: financing
#     title: Who pays, and are we able to pay every month?
#     minutes: 110
#     reads: [budget_lines]
#     optional: [tiers, benchmarks, actuals, wtp, levers, tasks, strategy_tree, services, task_schedule]
#     writes: [liquidity, financing_mix]
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 05 Who pays, and are we able to pay every month?
#
# Establishment, step 1 of the guide: the financial plan (L2062-2230). **You find the month in which the money
# gets short, before it comes.**
#
# About 110 minutes with rough figures at hand; the fee (20 minutes) and the books (10 minutes) can wait for
# another day. At the end you have: the cash of every month, who pays how much of the year, a membership fee
# that covers what nobody else covers, and the months and promises to talk about this week.

# %% tags=["defaults"]
# Defaults that the guide does not give: fees and prices
cost: float = -1.0  # costs of a year that fees help to cover; below 0: from the budget lines
public: float = -1.0  # public money of a year; below 0: from the budget lines
projects: float = -1.0  # what projects bring in a year; below 0: from the budget lines
services: float = -1.0  # what services, sponsors and others bring in a year; below 0: from the budget lines
fewest: int = 20  # people asked about a price from which a best price is said
swing: float = 0.1  # share by which each assumption of the fee is moved

# %% tags=["defaults"]
# Defaults that the guide does not give: mix, chances and security
most_years: int = 3  # calendar years of the financing mix
ramp_years: float = 5.0  # years after which private income has usually risen (guide L2229)
correlation: float = 0.5  # how closely lines of one group move together, -1 to 1
log_sigma: float = 0.25  # spread of lognormal amounts, as standard deviation of their logarithm
max_share: float = 0.6  # a source above this share of the income is a dependence
min_public: float = 0.2  # share of public money that even mature clusters kept (guide L2229)
min_rise: float = 0.05  # rise of the private share that counts as one
accepted: float = 0.1  # chance of running out of money that is accepted
enough: float = 0.8  # part of the fixed costs that promised income must cover to call a time secured
high_hhi: float = 0.5  # concentration of promised income, 0 to 1, from which it counts as dependent
many_people: float = 100.0  # people at one event above which a printed figure is doubted

# %% tags=["parameters"]
case: str = ""  # folder or Excel file of the case; empty: the shipped Dakar case
out: str = ""  # run folder; empty: runs/<case name>
lang: str = ""  # en or fr; empty: the language of the case
months_ahead: int = 12  # months of the plan, 1 to 36
first_month: str = ""  # first month of the plan, YYYY-MM; empty: the earliest start of all lines
buffer_months: float = 2.0  # months of fixed costs that should always be in hand
late_months: int = 3  # months by which money comes late in the question "what if"
late_lines: str = ""  # income lines that come late, as B1;B2; empty: the largest; open: all unpromised
try_fee: float = 0.0  # a base fee to try; 0: today's
seed: int = 20260101  # start of the random numbers
draws: int = 10000  # simulated courses of the cash

# %% tags=["setup", "hide-input"]
from clusterlib import doubts, workbook
from clusterlib.financing import actuals, actuals_views, chances, chances_plots, chances_readings, fees
from clusterlib.financing import fees_plots, fees_readings, fees_sensitivity, financing_checks, financing_mix
from clusterlib.financing import financing_mix_beside, financing_mix_plots, financing_mix_readings
from clusterlib.financing import financing_deep_checks, financing_prints, financing_questions
from clusterlib.financing import levers, levers_views
from clusterlib.financing import liquidity, liquidity_costs, price_range, price_range_views
from clusterlib.financing import liquidity_late, liquidity_plots, liquidity_readings, liquidity_reasons
from clusterlib.financing import liquidity_tables, liquidity_waterfall, liquidity_worst
from clusterlib.financing import security, security_views, service_margins
from clusterlib.financing import willingness, willingness_views

step = workbook.start("financing", case=case, out=out, lang=lang)

# %% tags=["setup", "hide-input"]
period = {"count": months_ahead, "first_month": first_month}

# %% [markdown]
# ## What does a year cost us, and what for?
#
# Start with the costs; income tempts to dream. Write one line per kind of cost: people, rooms, supplies,
# equipment, what the founding takes, events (L2081). For each line say how much, how often, and from which
# month to which. Two more answers make the lines useful. **Fixed** means that it falls due whatever happens,
# like a salary. **Because** names the task, initiative or service that the line pays for.
#
# In Dakar the manager is a fixed cost; the investor day serves task 2.4 and could be put off. One line there
# pays for a website and names no reason. That is not forbidden. It only cannot be defended when money gets
# short.
#
# Rough figures are good enough. Ten lines written today are worth more than a perfect plan after the
# founding, because a financial model is hard to change later (L2069).

# %% tags=["inputs", "hide-input"]
step.edit("budget_lines")

# %% tags=["compute", "figure", "nbval-ignore-output"]
costs = step.show(
    liquidity_costs.costs, "budget_lines",
    options=period,
    figures={"costs": (liquidity_plots.plot_costs, "Bars of the costs by kind, with the part that is fixed")},
    table=liquidity_tables.table_costs,
    reading=liquidity_readings.read_costs,
)

# %% tags=["compute", "nbval-ignore-output"]
served = step.show(
    liquidity_reasons.reasons, "budget_lines", "tasks", "strategy_tree", "services",
    options=period,
    table=liquidity_reasons.table_reasons,
    reading=liquidity_reasons.read_reasons,
)

# %% [markdown]
# **Decide now:** which lines you would stop first. Write the order down while nobody is in a hurry.

# %% [markdown]
# ## When does the money run out?
#
# A year can be balanced and still break in March. What counts is the cash at the end of each month: the cash
# before, plus what comes in, minus what goes out. So each line of income needs four more answers.
#
# - **Probability**: how likely it is that the money comes at all. A grant that comes in six of ten cases
#   counts with 0.6 of its amount.
# - **Promised in writing**: yes only if somebody has signed.
# - **Lag**: how many months pass between the right to the money and the money.
# - **First and last month.**
#
# In Dakar the first instalment of the grant is granted for February, and paid two months later. Salaries do
# not wait that long. The plan also needs the cash before the first month: the setting
# `financing.opening_cash` of the case. Without it the workbook shows how the cash moves, and no balance.
#
# The solid line counts all income by its probability, the dashed line only what is promised. A grant comes or
# does not come, so do not look for the truth in the middle. The **buffer** is what should always be in hand:
# some months of fixed costs. How many is your choice (first cell); the guide gives no number.

# %% tags=["compute", "figure", "nbval-ignore-output"]
plan = step.show(
    liquidity.plan, "budget_lines",
    options={"opening_cash": step.money("financing.opening_cash"), "buffer_months": buffer_months, **period},
    figures={
        "cash": (liquidity_plots.plot_cash, "Line of the cash at the end of each month, with the buffer"),
        "flows": (liquidity_plots.plot_flows, "Bars of the money that comes in and goes out each month"),
        "steps": (liquidity_waterfall.plot_waterfall, "Steps from the cash at the start to that at the end"),
    },
    table=liquidity_tables.table_plan,
    reading=liquidity_readings.read_plan,
)

# %% tags=["nbval-check-output", "hide-input"]
print(liquidity_tables.plain_months(plan.value))

# %% [markdown]
# ### Which lines make the worst month?

# %% tags=["compute", "nbval-ignore-output"]
worst = step.show(
    liquidity_worst.trace, plan,
    table=liquidity_worst.table_worst,
    reading=liquidity_worst.read_worst,
)

# %% [markdown]
# **Decide now:** what you do about the worst month: move a payment, ask for a part of the grant earlier, or
# agree a bridge. All three take longer than a month to arrange.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 25 minutes. Before you show the curve, write this on the board: 10,000 in the bank, 5,000 of
# fees each month, a grant of 24,000 in months 3 and 9, costs of 9,000 each month. Ask whether this office is
# sound. Income and costs are both 108,000, so most say yes. Then let them work out month 2: 2,000 are left,
# for costs of 9,000. Usual misunderstanding: the probability is taken for a safety margin. It is an average;
# the grant comes whole or not at all. Without computers: coins and twelve cups.

# %% [markdown]
# ## What happens in March if the grant comes late?
#
# Money that is promised also comes late: a signature is missing, a ministry closes its books. Move the
# largest income line by some months and look at the same curve again. You may name other lines in the first
# cell, or write `open` to move everything that is not promised.

# %% tags=["compute", "figure", "nbval-ignore-output"]
late = step.show(
    liquidity_late.late, plan,
    options={"delay": late_months, "late_lines": late_lines},
    figures={"late": (liquidity_plots.plot_late, "Lines of the cash as planned and with late income")},
    reading=liquidity_readings.read_late,
)

# %% [markdown]
# **Decide now:** who asks the payer for the date in writing, and by which day you start to hold payments
# back.

# %% [markdown]
# ## How likely is it that the money runs out?
#
# An average of a grant that comes or fails is no forecast. So the plan is played many times: in each round
# every uncertain line gets an amount by chance, and the cash is followed month by month. A line with a
# probability below 1 comes or fails in a round; with a **distribution** and its least and most amount it also
# varies. In Dakar the second instalment and the tender hang on the same programme: lines of one **group**
# rise and fall together.
#
# A probability here means the whole line. If only some members pay late, write 1 and put the doubt into the
# range. For two or three years, raise `months_ahead` in the first cell.

# %% tags=["compute", "figure", "nbval-ignore-output"]
chance = step.show(
    chances.simulate, plan,
    options={"draws": draws, "seed": seed, "correlation": correlation, "log_sigma": log_sigma},
    figures={"fan": (chances_plots.plot_fan, "Fan of the simulated cash at the end of each month")},
    table=chances_readings.table_fan,
    reading=chances_readings.read_chances,
)

# %% [markdown]
# ### Which line decides?

# %% tags=["compute", "figure", "nbval-ignore-output"]
decides = step.show(
    chances.same, chance,
    figures={"decides": (chances_plots.plot_tornado, "Bars of what goes with the lowest cash")},
    table=chances_readings.table_lines,
    reading=chances_readings.read_lines,
)

# %% [markdown]
# **Decide now:** which chance of running out you accept, and what you stop if the deciding line fails.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 15 minutes. Before the fan is shown, each group draws numbered cards, one for the largest grant
# and one for the tender, and plays one year on paper; count the groups that ran dry. Usual misunderstanding:
# the middle of the fan is taken for the likely course. With one large grant there may be no course near the
# middle at all.

# %% [markdown]
# ## Who pays, and what if one of them stops?
#
# The guide sorts money into three groups: public baseline support, private money (fees, services, sponsors),
# and projects on behalf of others (L2089-2098). Each carries a risk. Public money ends with its programme;
# purely private networks turn into interest groups (L2091); projects pay for themselves, rarely for the
# office.
#
# Each bar is one calendar year. Income counts in the year in which it falls due, by its probability. In Dakar
# the second bar shows what is left when the start-up grant has ended.

# %% tags=["compute", "figure", "nbval-ignore-output"]
mix = step.show(
    financing_mix.mix, "budget_lines",
    options={"most_years": most_years, "first_month": first_month, "ramp_years": ramp_years,
             "founded": str(step.setting("founded") or ""), "as_of": step.as_of or ""},
    figures={"mix": (financing_mix_plots.plot_mix, "Stacked bar of the income by source for each year")},
    table=financing_mix_readings.table_mix,
    reading=financing_mix_readings.read_mix,
)

# %% tags=["nbval-check-output", "hide-input"]
print(financing_mix_readings.plain_mix(mix.value))

# %% [markdown]
# ### How do others do it?
#
# Very few shares are public. The guide shows the mixes of four regions, but most of its numbers are in
# figures that are lost (L2110); only two are in the text. What is known stands below with its year, its
# source and the number of clusters, if that is printed. Where nothing is published, nothing is filled in.

# %% tags=["inputs", "hide-input"]
step.edit("benchmarks")

# %% tags=["compute", "figure", "nbval-ignore-output"]
beside = step.show(
    financing_mix_beside.beside, mix, "benchmarks",
    options={"reference": step.reference("financing_benchmarks"),
             "region": str(step.setting("region") or "")},
    figures={"beside": (financing_mix_plots.plot_beside, "Own and published shares side by side")},
    table=financing_mix_readings.table_beside,
    reading=financing_mix_readings.read_beside,
)

# %% [markdown]
# **Decide now:** which second source you build, who does it, and how much it should bring in which year.

# %% [markdown]
# ## For how long are we secured?
#
# A signed promise against what falls due whatever happens: that is the security of an office (L2074, L2131).
# All months are added up, from the first one to the end of year one, two and three. A time counts as secured
# when promises cover the share of the fixed costs in the first cell (`enough`); a longer time also needs the
# shorter ones. In Dakar look at what is left when the grant has ended. Security from one payer alone is a
# dependence, so the reading says how concentrated the promises are.

# %% tags=["compute", "figure", "nbval-ignore-output"]
secured = step.show(
    security.security, "budget_lines",
    options={"first_month": first_month, "enough": enough, "high_hhi": high_hhi},
    figures={"security": (security_views.plot_security, "Bars of the covered part of the fixed costs")},
    table=security_views.table_security,
    reading=security_views.read_security,
)

# %% tags=["compute", "nbval-ignore-output"]
secured_beside = step.show(
    security_views.beside, secured,
    options={"reference": step.reference("financing_security")},
    table=security_views.table_beside,
    reading=security_views.read_beside,
)

# %% [markdown]
# **Decide now:** which promise you ask to have renewed first, and a year before it ends.

# %% [markdown]
# ### A printed figure is not yet a fact
#
# Before you compare yourself with a success story, divide its numbers. The guide praises a regional agency in
# Upper Austria (L2175-2212). Most of its figures hold when they are divided; one does not.

# %% tags=["compute", "nbval-ignore-output"]
printed = step.show(
    financing_prints.recompute,
    options={"facts": step.reference("upper_austria"), "many": many_people},
    table=financing_prints.table_worked,
    reading=financing_prints.read_worked,
)

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 20 minutes. Ask each table to name its largest payer and what it would do in the month after
# that payer stops. Usual misunderstanding: a published share is taken for a target. Question for the room:
# why would a cluster with much public money be younger, and not weaker? If a group knows a share for its own
# country, put it into the table with its source.

# %% [markdown]
# ## How high must the membership fee be?
#
# Fees should cover what nothing else covers (L2081). So the sum is short: the costs of a year, less public
# money, less what projects bring, less what services and sponsors bring. All four come from the budget lines;
# you may type in your own in the first cell. If you type in the fixed costs alone, type in only what projects
# and services leave over.
#
# Not everybody pays the same. Give each class a **weight** against the smallest: a large firm with weight 8
# pays eight times the **base fee**, which is the fee of weight 1. The **collection rate** is the part of the
# fees that is really paid. If you think that members leave when the fee rises, write an **elasticity**: at
# 0.5 a fee that is 10 % higher loses about 5 % of them; at 1 you win nothing, above 1 you lose.

# %% tags=["inputs", "hide-input"]
step.edit("tiers")

# %% tags=["compute", "nbval-ignore-output"]
need = step.show(
    fees.need, "budget_lines",
    options={"first_month": first_month, "cost": cost, "public": public, "projects": projects,
             "services": services},
    table=fees_readings.table_need,
    reading=fees_readings.read_need,
)

# %% tags=["compute", "figure", "nbval-ignore-output"]
fee = step.show(
    fees.design, "tiers", need,
    options={"try_fee": try_fee},
    figures={
        "revenue": (fees_plots.plot_revenue, "Curve of the income from fees against the base fee"),
        "members": (fees_plots.plot_members, "Curve of the members it takes against the base fee"),
    },
    table=fees_readings.table_fees,
    reading=fees_readings.read_fees,
    needs=("tiers",), adds="It would show the fee per class and how many members it takes.",
)

# %% tags=["compute", "figure", "nbval-ignore-output"]
hangs = step.show(
    fees_sensitivity.vary, fee,
    options={"swing": swing},
    figures={"sensitivity": (fees_sensitivity.plot_sensitivity, "Bars of how an assumption moves the fee")},
    reading=fees_sensitivity.read_sensitivity,
    again=False,
)

# %% tags=["nbval-check-output", "hide-input"]
print(fees_readings.plain_fees(fee.value))

# %% [markdown]
# **Decide now:** the base fee you propose, and three members you ask before you propose it.

# %% [markdown]
# ## What can we charge for?
#
# A charged service must earn the hours it takes. What is left of the price after variable costs, per hour of
# staff, is the number to compare (L2594): hours are what an office has least of. In Dakar the developer
# course leaves nearly twice as much per hour as the coaching, whose price is almost four times as high. The
# units to break even pay for the hours that the planned volume sets aside.
#
# In Saxony members were ready to pay for highly specialised services and hardly for networking or
# brainstorming; such services fit into the fee (L2663-2671). To find out about your members, name some prices
# and note who would buy.

# %% tags=["inputs", "hide-input"]
step.edit("services", "wtp")

# %% tags=["compute", "figure", "nbval-ignore-output"]
earning = step.show(
    service_margins.margins, "services",
    figures={"services": (service_margins.plot_margins, "Bars of what a service leaves per hour of staff")},
    table=service_margins.table_margins,
    reading=service_margins.read_margins,
    needs=("services",), adds="It would show what each service leaves per hour of staff.",
)

# %% tags=["compute", "figure", "nbval-ignore-output"]
paid = step.show(
    willingness.willingness, "wtp", "services",
    options={"fewest": fewest, "draws": draws, "seed": seed},
    figures={"prices": (willingness_views.plot_demand, "Curve of the share that would buy at each price")},
    table=willingness_views.table_demand,
    reading=willingness_views.read_demand,
    needs=("wtp",), adds="It would show who would buy at which price, and the price that brings most.",
)

# %% [markdown]
# ### Which prices do people find right?
#
# A yes or no to a price tells who would buy; it does not tell what people think of the price. So ask each
# person for four prices as well: **too cheap** to be good, **cheap**, **expensive**, **out of the question**
# (columns of the same table). Between the curves lies the range that most accept. In Dakar twenty people
# named them for the developer course.

# %% tags=["compute", "figure", "nbval-ignore-output"]
right = step.show(
    price_range.price_ranges, "wtp", "services",
    options={"fewest": fewest, "draws": draws, "seed": seed},
    figures={"range": (price_range_views.plot_ranges, "Curves of what people call cheap or dear by price")},
    table=price_range_views.table_ranges,
    reading=price_range_views.read_ranges,
    needs=("wtp",), adds="It would show the range of prices that most people accept.",
)

# %% [markdown]
# **Decide now:** which service goes into the fee, and which one gets a new price or is dropped.

# %% [markdown]
# ## Where else could money come from?
#
# Every office has ideas for more money; few write down how much and from when. Note each as a **lever**:
# what, at least, at most, months until money comes, who follows it. The guide draws such levers
# (L2144-2154), but its picture is lost, so the list is your own. An idea is no income. It stays out of the
# plan until you write *chosen* in its column `decision`, and even then it stands beside the plan, with the
# least it brings.

# %% tags=["inputs", "hide-input"]
step.edit("levers")

# %% tags=["compute", "figure", "nbval-ignore-output"]
ways = step.show(
    levers.weigh, "levers", plan,
    figures={"levers": (levers_views.plot_levers, "Steps of the money that levers could bring by month")},
    table=levers_views.table_levers,
    reading=levers_views.read_levers,
    needs=("levers",), adds="It would show how much could come how soon, beside the plan.",
)

# %% [markdown]
# **Decide now:** one lever that you choose, its owner, and the month in which you stop if nothing has come.

# %% [markdown]
# ## Are we still on plan?
#
# A plan that nobody holds against the books is a wish. From the first month on, enter what was booked: line,
# month, amount (third stage of the guide, L2081). A month without a booking is *not booked*, which is
# something else than nothing.

# %% tags=["inputs", "hide-input"]
step.edit("actuals")

# %% tags=["compute", "figure", "nbval-ignore-output"]
books = step.show(
    actuals.compare, "budget_lines", "actuals",
    options={"as_of": step.as_of or "", **period},
    figures={"books": (actuals_views.plot_deviations, "Bars of booked less planned money by line")},
    table=actuals_views.table_deviations,
    reading=actuals_views.read_books,
    needs=("actuals",), adds="It would show what differs from the plan and where the year ends.",
)

# %% [markdown]
# **Decide now:** for the largest deviation, whether the plan was wrong or the spending.

# %% [markdown]
# ## Hand over

# %% tags=["hand-over", "hide-input"]
step.hand_over("liquidity", plan, liquidity.liquidity_table)
step.hand_over("financing_mix", mix, financing_mix.financing_mix_table)

# %% [markdown]
# ### Key questions, as far as the data answer them (L1653, L1963, L2081)

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
answers = step.questions(financing_questions.answer, plan, costs, mix, fee, "services")

# %% [markdown]
# ### What others overlooked
#
# Clusters ended because nobody had asked who pays (L1855-1857), because one programme stopped, or because
# private income never came. The checks look for the same in your plan; their limits stand in the first cell.

# %% tags=["check", "hide-input", "nbval-ignore-output"]
checks = step.check(
    financing_checks.judge, "budget_lines", plan, mix, costs, fee, "task_schedule",
    phase=str(step.setting("phase") or ""), max_share=max_share, min_public=min_public, min_rise=min_rise,
)
deep_checks = step.check(
    financing_deep_checks.deeper, secured, chance, earning, paid, right, ways, books, accepted=accepted
)

# %% [markdown]
# ### Where the guide itself is in doubt

# %% tags=["check", "hide-input", "nbval-ignore-output"]
doubtful = step.check(
    doubts.doubts, contradictions=step.reference("contradictions"), ids="E10;E11;E13;E16;E27;E28"
)

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 15 minutes at the end. Each group names one finding it can settle this week, and one it will
# live with. Then collect what would have to be true for the promised line to stay above zero: that list is
# the agenda of the next board meeting.

# %% [markdown]
# ## Take with you
#
# 1. Money fails by the month, not by the year.
# 2. A promise counts when it is signed and has a date.
# 3. One payer is a programme, two are a plan.
#
# **What this does not show.** Taxes, interest and the law on what an association may earn are not in it.
# Probabilities are yours; how often such plans hold is not known, and a chance worked out from them is no
# better than they are. Published shares are few, old and from elsewhere. Why financing and growth go together
# is in a figure that is lost (L2074).
#
# **Sources.** Guide L2062-2230 and L1855-1857, L1907, L3321; the note “From Public Financing to Public
# Investment” of the European cluster platform (December 2017). The concentration of income is the index of
# Herfindahl and Hirschman; the chances are worked out by simulation (Metropolis and Ulam 1949), the best
# price after Gabor and Granger (1966), the accepted range after Van Westendorp (1976). Buffer, limits and
# all other thresholds without a line number are defaults of this library.
#
# **Next step:** workbook 08 asks what the money achieves. If you founded an organisation for this plan, its
# form must allow the income you count on; that is the subject of the guide's next step (L2310-2331).

# %% [markdown] tags=["exercise"]
# ## Exercise
#
# Set the probability of your largest grant to 0, then to 1. In which month does the cash run out in the first
# case? Now find the cheapest single change of a date, not of an amount, that keeps the cash above zero. Who
# would have to agree to it, and when do you ask?

# %% tags=["hide-input", "nbval-ignore-output"]
step.close()
