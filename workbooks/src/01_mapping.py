# ---
# jupyter:
#   clusterlib:
#     step: mapping
#     title: What potentials do we have?
#     minutes: 180
#     reads: [employment|nodes|swot_items]
#     optional: [employment, regions, region_neighbours, nodes, links, actors, actor_nodes, relations,
#       swot_items, swot_votes, tows, forces, diamond, stakeholders, demands]
#     writes: [specialisation, region_profile, industry_profile, white_spots, target_actors]
#     beside: {shapes: file, compare_with: case}
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 01 What potentials do we have?
#
# Initiation, step 1 of the guide (L1232-1427). **You find out what your region is strong in, and what its
# value chain lacks.**
#
# About 180 minutes if the tables are filled, 90 without the deeper parts. One of three tables is enough to
# begin: employment, links of the value chain, or points of a SWOT. At the end you have: the industries that
# stand out, the gaps of the chain with the organisations that could close them, and a board of strengths and
# weaknesses that has been looked over.

# %% tags=["defaults"]
# Defaults that the guide does not give: what is looked at closely
exact_limit: int = 200  # up to so many secret cells their bounds are exact, above it they may be too wide
oldest: int = 3  # numbers older than so many years are called old
min_firms: int = 15  # fewer local firms than this are hardly a cluster
max_share: float = 0.5  # one firm with more of all members' jobs outweighs the others
fewest: int = 3  # points a field of the SWOT should have at least
most: int = 8  # points a field of the SWOT should have at most
points_each: float = 5.0  # points that one person may give to the SWOT
alike: float = 0.6  # part of common words from which two points of a field may be the same

# %% tags=["defaults"]
# Defaults that the guide does not give: words by which a SWOT point is doubted
action_words: str = (  # words that make a SWOT point an action
    "needed; need to; needs to; should; must; has to; have to; turnaround; "
    "il faut; doit; doivent; devrait; devraient; besoin de"
)
external_words: str = (  # words for what lies outside the cluster
    "investment climate; business climate; business environment; business conditions; legislation; "
    "regulation; regulations; taxes; subsidies; exchange rate; inflation; economic growth; interest rates; "
    "customs; tariffs; climat d'investissement; climat des affaires; législation; réglementation; fiscalité; "
    "impôts; taux de change; croissance économique; droits de douane"
)
internal_words: str = (  # words for what lies inside the cluster
    "our; our members; cluster office; cluster management; cluster manager; coordination; coordinator; "
    "nos; notre; bureau du cluster; gestion du cluster; coordonnateur; coordinateur"
)

# %% tags=["defaults"]
# Defaults that the guide does not give: stars (limits of the European Cluster Observatory), maps, targets
star_lq: float = 2.0  # least location quotient for the star of specialisation (observatory: 2)
star_size: float = 0.10  # share of the regions, the largest in an industry, with the star of size (0.10)
star_focus: float = 0.10  # share of all cells, the weightiest in their region, with the star of focus (0.10)
permutations: int = 9999  # how often neighbours are shuffled to see what chance can do
alpha: float = 0.05  # share of false findings that is accepted, among neighbours and among pairs
unknown_reach: float = 0.5  # weight of an organisation nobody has had contact with, against 1
anchor_bonus: float = 1.5  # weight of a large firm as a member to win, against 1

# %% tags=["defaults"]
# Defaults that the guide does not give: how sure a quotient is, what is near, what is concentrated
level: float = 0.95  # confidence level of the intervals by number of firms
outlier: float = 1.96  # standard deviations above the regions' mean from which a region stands apart
present: float = 1.0  # location quotient from which a region has an industry, when neighbours are looked for
near_times: float = 1.0  # near is more than so many times the region's share of all other industries
draws: int = 50  # ways to fill in secret cells by chance, to see how firm the order by complexity is
concentrated: float = 0.05  # Ellison–Glaeser index from which an industry counts as concentrated
smallest_firm: float = 1.0  # jobs that every firm has at least; 0 if firms without jobs are counted

# %% tags=["parameters"]
case: str = ""  # folder or Excel file of the case; empty: the shipped Dakar case
out: str = ""  # run folder; empty: runs/<case name>
lang: str = ""  # en or fr; empty: the language of the case
threshold: float = 1.25  # location quotient from which an industry stands out; Europe's observatory took 2
rounding: float = 0.5  # how far a published number of jobs may be rounded; 0 for exact counts
few_firms: int = 5  # an industry with fewer firms rests on few
few_jobs: int = 50  # an industry with fewer jobs rests on few
industry: str = ""  # industry shown on the maps; empty: the case's sector, else the first of the region
shapes: str = ""  # file with the outlines of the regions, in the folder of the case: .geojson or .shp
shapes_name: str = ""  # property of that file with the names of the regions; empty: the one that fits best
compare_with: str = ""  # name of a second case beside this one, or of a shipped case, to compare chains with

# %% tags=["setup", "hide-input"]
from clusterlib import workbook
from clusterlib.mapping import choropleth, diamond, diamond_views, firm_losses, five_forces
from clusterlib.mapping import five_forces_views, heat_map, industry_profiles, industry_space
from clusterlib.mapping import industry_space_plots, industry_space_readings, local_moran_map
from clusterlib.mapping import local_moran_readings, mapping_checks, mapping_limits, mapping_questions
from clusterlib.mapping import member_targets, profiles, region_profiles, region_values, secret_counting
from clusterlib.mapping import secret_views, shift_share, shift_share_plots, shift_share_readings
from clusterlib.mapping import specialisation, specialisation_bubbles, specialisation_plots
from clusterlib.mapping import specialisation_readings, specialisation_tables, specialisation_whole
from clusterlib.mapping import standing, standing_views, star_views, stars, swot, swot_group
from clusterlib.mapping import swot_group_views, swot_plots, swot_readings, tile_map, value_chain
from clusterlib.mapping import value_chain_dependence, value_chain_example, value_chain_pair
from clusterlib.mapping import value_chain_plots, value_chain_readings

step = workbook.start("mapping", case=case, out=out, lang=lang)

# %% tags=["setup", "hide-input"]
outlines = step.shapes(shapes, column=shapes_name)
beside = step.beside(compare_with, "nodes", "links", "actors", "actor_nodes", "relations")

# %% [markdown]
# ## What is our region really strong in?
#
# “Many people work in it” is not an answer: many people work in trade everywhere. Ask instead whether an
# industry has more jobs here than a region of this size would have if it were like the whole country. That
# ratio is the **location quotient**. At 1 the region is like the country, at 2 it has twice the jobs.
#
# You need a table from the statistics office: region, industry, year, jobs. Take the published totals along
# and write “total” in place of the region, of the industry, or of both. Without them the average is only
# that of the regions you happen to list.
#
# In the shipped Dakar case you can ask about ICT services: they have jobs in every region, so the question
# is whether they have more of them in Dakar than the size of Dakar explains.

# %% [markdown]
# ### A blank is not a zero
#
# A cell of such a table is one of three things. A **number**. A **true zero**: nobody works there, and the
# office says so (`nil`). Or a **secret**: somebody works there, but so few firms that the office may not
# print it (`suppressed`). A figure that was not delivered is `missing`, and that is no zero either.
#
# Who counts secrets as zero loses exactly the small, special industries that clusters are made of. So this
# workbook works out what a secret cell can hold at least and at most, from what the totals leave over, and
# gives one of three answers: stands out **for certain**, **possibly**, or **no**.
#
# Small numbers lie as well. An industry with three firms and forty jobs can reach a high quotient, and lose
# it when one firm moves. Such industries are named.

# %% tags=["inputs", "hide-input"]
step.edit("employment")

# %% tags=["compute", "figure", "nbval-ignore-output"]
jobs = step.show(
    specialisation.specialise, "employment",
    options={"region": step.setting("region"), "threshold": threshold, "rounding": rounding,
             "exact_limit": exact_limit, "few_firms": few_firms, "few_jobs": few_jobs},
    figures={
        "sectors": (specialisation_plots.plot_sectors, "Bars of the first industries with their bounds"),
        "growth": (specialisation_bubbles.plot_bubbles, "Bubbles of industries by growth and quotient"),
    },
    table=specialisation_tables.table_specialisation,
    reading=specialisation_readings.read_specialisation,
    needs=("employment",), adds="It would show which industries the region has more of than others.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(specialisation_tables.listing(jobs.value))

# %% [markdown]
# **Decide now:** which one or two industries you look at more closely. Change the threshold in the first
# cell and see who stays: an industry that stands out at 1.25 and at 2 is a firmer choice than one that
# needs a friendly limit. The guide gives no limit, so yours must be told to others.

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 25 minutes. Ask first: “Which is the strongest industry of your region?” Write the answers
# down, then show the bars. Usual misunderstandings: the largest industry is taken for the strongest; a
# secret cell is read as zero; a quotient of 3 in an industry with 40 jobs is celebrated. Without computers:
# give out a table with two regions, three industries and totals, and let the group work out one quotient by
# hand: (30 of 100) against (40 of 300).

# %% [markdown]
# ### How sure is that?
#
# Two doubts remain even where every cell is printed. Firms settle where they do partly by luck: with few of
# them a high quotient may be no more than that. So the quotient is worked out a second time, from the
# **number of firms**, with an interval that holds the true value in 95 of 100 such cases. If jobs and firms
# disagree, one or two large firms make the difference.
#
# And a quotient of 2 is not rare in an industry that is uneven everywhere. The **standardised quotient**
# says whether your region stands apart from all other regions in that industry. It needs at least six
# regions; with fewer none can stand apart, whatever its numbers.

# %% tags=["compute", "figure", "nbval-ignore-output"]
sure = step.show(
    standing.stand, jobs, "employment",
    options={"level": level, "outlier": outlier},
    figures={"firms": (standing_views.plot_standing, "Dots of quotients by jobs and by firms, with ranges")},
    table=standing_views.table_standing,
    reading=standing_views.read_standing,
)

# %% tags=["nbval-check-output", "hide-input"]
print(standing_views.listing(sure.value))

# %% [markdown]
# ### Why is that so?
#
# Jobs can grow because all of the country grows, because an industry grows everywhere, or because something
# is different here. **Shift-share** takes a change apart in this way. Had each job grown like the whole, the
# region would have gained so much; that its industries grew faster or slower than the whole gives the next
# part; what is left is the region itself. The three add up to the change, to the last job.
#
# The last part is what remains, not an explanation. It tells you where to ask. The second picture adds the
# parts up year by year, and asks what the region would have gained with the country's mix of industries: if
# all bars agree, the choice of years and of form does not matter.

# %% tags=["compute", "figure", "nbval-ignore-output"]
shift = step.show(
    shift_share.shift, jobs,
    figures={
        "shift": (shift_share_plots.plot_shift, "Stacked bars of the parts of each industry's change"),
        "forms": (shift_share_plots.plot_forms, "Stacked bars of the region's change in three forms"),
    },
    table=shift_share_readings.table_shift,
    reading=shift_share_readings.read_shift,
)

# %% [markdown]
# **Decide now:** with which industry you talk first: one that grows here faster than elsewhere, or one that
# falls behind though it grows elsewhere.

# %% [markdown]
# ### What if the secrets were counted as zero?
#
# Here is your own table, counted in three ways. Many people put zero into a secret cell, some the middle of
# its range, and divide by the sums of what they see. Below you see what their lists would hold, and what
# they would miss. “Missed” and “false” are meant strictly: the published totals prove them.

# %% tags=["compute", "figure", "nbval-ignore-output"]
secrets = step.show(
    secret_counting.count_secrets, jobs,
    figures={"secrets": (secret_views.plot_secrets, "Bars of three ways to count secret cells")},
    table=secret_views.table_secrets,
    reading=secret_views.read_secrets,
)

# %% [markdown]
# ### How many firms does it hang on?
#
# Take firms of average size away, one by one, until the industry no longer stands out. If that takes two or
# three, you have found firms, not a cluster.

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
firms = step.show(
    firm_losses.firms_to_leave, jobs,
    table=firm_losses.table_firms,
    reading=firm_losses.read_firms,
)

# %% [markdown]
# ## Is it only us?
#
# A strong industry next door can be a partner, or the reason why investors do not come to you. The first
# picture shows one industry in all regions, each region on a tile. Fill the table of regions to put the
# tiles where the regions lie. The second shows all industries of all regions: look along your own row, then
# down each of its dark columns.

# %% tags=["inputs", "hide-input"]
step.edit("regions")

# %% tags=["compute", "figure", "nbval-ignore-output"]
values = step.show(
    region_values.across_regions, jobs,
    options={"industry": industry, "sector": step.setting("sector")},
)
tiles = step.show(
    tile_map.lay_tiles, values, "regions",
    options={"centres": outlines.centres if outlines else None},
    figures={"tiles": (tile_map.plot_tiles, "Tiles of regions coloured by location quotient")},
    reading=tile_map.read_tiles,
)

# %% tags=["compute", "figure", "hide-input", "nbval-ignore-output"]
drawn = {"outlines": (choropleth.plot_choropleth, "Map of regions coloured by location quotient")}
on_map = step.show(
    choropleth.on_outlines, values,
    options={"outlines": outlines},
    figures=drawn if outlines else None,
    reading=choropleth.read_outlines,
)

# %% tags=["compute", "figure", "nbval-ignore-output"]
heat = step.show(
    heat_map.arrange_heat, jobs,
    figures={"heat": (heat_map.plot_heat, "Grid of regions and industries coloured by location quotient")},
    reading=heat_map.read_heat,
)

# %% [markdown]
# **Decide now:** which region you call, and whether as a partner or to learn how it did it.

# %% [markdown]
# ### Do the strong lie beside the strong?
#
# An industry does not stop at a border. Each region is compared with its neighbours, and with what chance
# would give if the same numbers were shuffled over the map. Because all regions are tested at once, some
# would be found by luck; that is taken into account. Regions whose jobs are not published are left out, and
# one without a known neighbour is undefined. If too few are published, the next industry of your region is
# taken.

# %% tags=["inputs", "hide-input"]
step.edit("region_neighbours")

# %% tags=["compute", "figure", "nbval-ignore-output"]
moran = step.show(
    local_moran_map.compare_neighbours, jobs, "region_neighbours", "regions",
    options={"industry": industry, "sector": step.setting("sector"), "alpha": alpha,
             "permutations": permutations, "shapes": outlines.shapes if outlines else None},
    figures={"lisa": (local_moran_map.plot_lisa, "Map of regions beside their neighbours")},
    table=local_moran_readings.table_lisa,
    reading=local_moran_readings.read_lisa,
    needs=() if outlines else ("region_neighbours",),
    adds="It would show whether strong regions lie beside strong ones.",
)

# %% [markdown]
# ## How many stars would we have?
#
# The European Cluster Observatory gave up to three stars: one for **size** (among the largest tenth of the
# regions in that industry), one for **specialisation** (a location quotient of at least 2), one for
# **focus** (among the tenth of all industries of all regions that weigh most in their region). A star in
# brackets is possible, not certain.
#
# Limits are choices. The picture shows what happens when each one moves: a list that collapses with a small
# step rests on the limit, not on your region.

# %% tags=["compute", "figure", "nbval-ignore-output"]
awarded = step.show(
    stars.award, jobs,
    options={"lq": star_lq, "size": star_size, "focus": star_focus},
    figures={"stars": (star_views.plot_stars, "Numbers of industries with each star as its limit moves")},
    table=star_views.table_stars,
    reading=star_views.read_stars,
)

# %% tags=["nbval-check-output", "hide-input"]
print(star_views.listing(awarded.value))

# %% [markdown]
# **Decide now:** which limit you would defend before a minister, and name it whenever you show the list.

# %% [markdown]
# ## Which industries are near to what we already do?
#
# Industries that use the same skills, suppliers or roads are often found in the same regions. Turned round:
# what is often found together is likely to share something, even if nobody knows what. An industry is
# **near** if your region has much of what it is usually found with, more than it has of all industries. A
# secret cell may or may not be an industry of its region; both answers are tried, so a share may be a range.
#
# Two warnings. With ten regions, industries go together by chance all the time; you are told whether a pair
# is beyond that. And **complexity**, an order of regions by how many industries they have that few others
# have, holds for one table and one year: it cannot be compared across years, and with few regions it says
# who resembles whom, not who is ahead.

# %% tags=["compute", "figure", "nbval-ignore-output"]
related = step.show(
    industry_space.relate, jobs,
    options={"industry": industry, "sector": step.setting("sector"), "line": present,
             "times": near_times, "alpha": alpha, "draws": draws},
    figures={
        "near": (industry_space_plots.plot_near, "Dots of industries by how much of what is related is here"),
        "space": (industry_space_plots.plot_space, "Network of industries found in the same regions"),
    },
    table=industry_space_readings.table_space,
    reading=industry_space_readings.read_space,
)

# %% tags=["nbval-check-output", "hide-input"]
print(industry_space_readings.listing(related.value))

# %% [markdown]
# **Decide now:** which near industry you would ask about with three firms before the next meeting: what
# would they need to enter it, and who already tried?

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 15 minutes. Ask which industry the group would like to attract, then find it in the picture.
# Usual misunderstanding: near is read as recommended. Without computers: write each industry on a card, let
# groups push together those that need the same skills, and compare with the picture.

# %% [markdown]
# ## How specialised is the region as a whole?
#
# One number for all industries: how many jobs would have to be in another industry for the region to be like
# the whole. That is half of **Krugman's index**, here against all of the country with the region itself in
# it. The table has three other ways to say it: HHI and entropy ask how few industries hold the jobs,
# Hachman how like the whole the region is.

# %% tags=["compute", "figure", "nbval-ignore-output"]
whole = step.show(
    profiles.profile, jobs, sure, related,
    options={"highly": concentrated, "smallest": smallest_firm},
    figures={"profile": (region_profiles.plot_regions, "Dots of regions by how unlike the whole they are")},
    table=region_profiles.table_regions,
    reading=region_profiles.read_regions,
)

# %% [markdown]
# ### Which industries are bound to places?
#
# Trade is everywhere, a port is not. The **locational Gini** says how unevenly an industry is spread
# compared with all jobs. An industry of few large firms is uneven without any cluster; what goes beyond that
# is the **Ellison–Glaeser index**. It needs the sizes of firms. From their number alone only a range can be
# given, and often a wide one.

# %% tags=["compute", "figure", "nbval-ignore-output"]
spread = step.show(
    industry_profiles.same, whole,
    figures={"spread": (industry_profiles.plot_industries, "Dots of industries by how uneven they are")},
    table=industry_profiles.table_industries,
    reading=industry_profiles.read_industries,
)

# %% tags=["nbval-check-output", "hide-input"]
print(profiles.listing(whole.value))

# %% [markdown]
# **Decide now:** whether being special is your strength or your risk: name the industry whose loss would
# hurt the region most.

# %% [markdown]
# ## Which links of our value chain are missing?
#
# Draw the chain from the first input to the customer: who delivers what to whom. Eight to twelve links are
# enough. For each link note how critical it is and how many local actors it needs, then place the
# organisations you know.
#
# A link without any local actor is a **white spot**. A link with actors but no member is one **to
# recruit**. A link with fewer actors than it needs is **thin**; a critical one that rests on a single
# organisation is a **single source**. The first of these that holds is shown. A link that others shall
# serve is **left out**: say why in its note.
#
# In the Dakar case look at cyber security: every product needs it, and the picture shows who offers it.

# %% tags=["inputs", "hide-input"]
step.edit("nodes", "links", "actors", "actor_nodes")

# %% tags=["compute", "figure", "nbval-ignore-output"]
chain = step.show(
    value_chain.cover, "nodes", "links", "actors", "actor_nodes", "relations",
    figures={
        "chain": (value_chain_plots.plot_chain, "Value chain with the state of each link"),
        "coverage": (value_chain_plots.plot_coverage, "Bars of local actors against those needed, per link"),
    },
    table=value_chain_readings.table_chain,
    reading=value_chain_readings.read_chain,
    needs=("nodes",), adds="It would show which links have no local actor, and who could close the gap.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(value_chain_readings.listing(chain.value))

# %% [markdown]
# **Decide now:** for each gap, whether you want somebody here, buy from elsewhere, or leave it out on
# purpose. Urgency weighs how critical a link is, how far it is from covered, and how much of the chain
# comes after it; it is our default, not the guide's.
#
# ### On whom does the chain hang?
#
# A supplier can be so large that its workers are a quarter of all that suppliers employ (L3322). Take each
# organisation out in thought: which links would have nobody?

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
leaning = step.show(
    value_chain_dependence.depend, chain, "actors",
    table=value_chain_dependence.table_dependence,
    reading=value_chain_dependence.read_dependence,
)

# %% [markdown]
# ### Whom do we ask to become a member?
#
# Who could serve a link where members are lacking is worth a visit. The score weighs the gap, how well the
# organisation can do it, whether somebody knows it already, and whether it is large enough to draw others.

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
wanted = step.show(
    member_targets.rank_targets, chain, "actors", "actor_nodes", "relations",
    options={"unknown_reach": unknown_reach, "anchor_bonus": anchor_bonus},
    table=member_targets.table_targets,
    reading=member_targets.read_targets,
)

# %% [markdown]
# ### How does another cluster cover the same chain?
#
# Two clusters of one industry rarely lack the same links. Name a second case in the first cell; links are
# the same when they have the same name.

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
sides = step.show(
    value_chain_pair.side_by_side, chain,
    options={"name": step.case.name, "other": beside.name if beside else "",
             "tables": beside.tables if beside else {}},
    table=value_chain_pair.table_sides if beside else None,
    reading=value_chain_pair.read_sides,
)

# %% [markdown]
# ### The guide's example, recomputed
#
# The guide compares one chain in two places (L1313). The same counting on that example:

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
plastics = step.show(
    value_chain_example.compare,
    options={"facts": step.reference("plastics_chain")},
    table=value_chain_example.table_pair,
    reading=value_chain_example.read_pair,
    source="Guide L1307-1319; the list of links is a default.",
)

# %% [markdown] tags=["trainer-note"]
# **Trainer.** 25 minutes. Let groups draw the chain with cards on a wall before anybody opens the table;
# the arrows start the best discussions. Usual misunderstanding: a link is called missing because nobody in
# the room knows a firm. Send one person to the telephone. Without computers: red cards for links without a
# name.

# %% [markdown]
# ## What helps us, what holds us back?
#
# Strengths and weaknesses are about the cluster and its members; opportunities and threats come from
# outside and would be there without you. One observation per point, with what shows that it is true. Three
# to eight points per field: with fewer you have not asked, with more nobody acts on them.
#
# Then give each point an importance from 1 to 5 and a rating: a strength 3 or 4, a weakness 2 or 1; for
# opportunities and threats how well the cluster answers, 1 to 4. Opinions that contradict each other are
# welcome, but name them: write the id of the other point into the column “contradicts”.
#
# A point such as “the office should be reorganised” is an action. What is the observation behind it?

# %% tags=["inputs", "hide-input"]
step.edit("swot_items", "tows")

# %% tags=["compute", "figure", "nbval-ignore-output"]
board = step.show(
    swot.judge, "swot_items", "tows",
    options={"action_words": action_words, "external_words": external_words, "internal_words": internal_words,
             "fewest": fewest, "most": most},
    figures={
        "swot": (swot_plots.plot_board, "Board with strengths, weaknesses, opportunities and threats"),
        "posture": (swot_plots.plot_posture, "Point in a square: inside across, outside upwards"),
    },
    table=swot_readings.table_swot,
    reading=swot_readings.read_swot,
    needs=("swot_items",), adds="It would show what helps, what hinders, and what contradicts itself.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(swot_readings.listing(board.value))

# %% [markdown]
# **Decide now:** which contradiction you settle first, and with whom. A strategy that rests on both sides
# of it rests on neither.
#
# ### Where inside and outside meet
#
# A list of points is not yet a direction. Pair each strength and weakness with the opportunities and
# threats it matters for, and say whether it helps or hinders: that is the TOWS matrix. Each pair weighs as
# much as its two points are important.

# %% tags=["compute", "figure", "nbval-ignore-output"]
pairs = step.show(
    swot_readings.paired, board,
    figures={"tows": (swot_plots.plot_tows, "Four fields where inside meets outside, with their weight")},
    table=swot_readings.table_strategies,
    needs=("swot_items", "tows"), adds="It would show where strengths and opportunities meet.",
)

# %% [markdown]
# ### Whose SWOT is it?
#
# One person's list shows what that person sees (L1325-1333). Let each one write points, name the author, and
# then give five points to what matters most. Two points may say the same in other words, or sit in two
# fields; they are listed here, and never merged for you: if people agree that two are one, write the id of
# the other into “merged into”, and the first one keeps its text.

# %% tags=["inputs", "hide-input"]
step.edit("swot_votes")

# %% tags=["compute", "figure", "nbval-ignore-output"]
voices = step.show(
    swot_group.gather, "swot_items", "swot_votes", "tows",
    options={"each": points_each, "alike": alike},
    figures={"voices": (swot_group_views.plot_group, "Bars of the points that people gave, by field")},
    table=swot_group_views.table_group, reading=swot_group_views.read_group,
    needs=("swot_items",), adds="It would show what matters most to several people.",
)

# %% [markdown]
# **Decide now:** which two points become one, and the one field of action that weighs on both sides.

# %% [markdown]
# ## What presses on our firms from outside?
#
# Five forces decide how much of their own success firms can keep: rivals, suppliers, buyers, newcomers,
# substitutes. Write at least two observations for each, and how strongly each presses, from 1 to 5. One
# observation is an anecdote: as long as a force has only one, no overall figure is given.

# %% tags=["inputs", "hide-input"]
step.edit("forces")

# %% tags=["compute", "figure", "nbval-ignore-output"]
pressure = step.show(
    five_forces.press, "forces",
    figures={"forces": (five_forces_views.plot_forces, "Bars of the pressure of the five forces")},
    table=five_forces_views.table_forces,
    reading=five_forces_views.read_forces,
    needs=("forces",), adds="It would show which of the five forces presses most.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(five_forces_views.listing(pressure.value))

# %% [markdown]
# **Decide now:** what firms could do together about the strongest force that none can do alone.

# %% [markdown]
# ## How good is this place for our firms?
#
# Porter's diamond asks it at four corners: what firms need to produce, what customers ask for, who is
# nearby to work with, and how firms are led and compete. Government and chance act on all four and stand
# aside. For each observation say whether it helps, hinders, or does both.

# %% tags=["inputs", "hide-input"]
step.edit("diamond")

# %% tags=["compute", "figure", "nbval-ignore-output"]
corners = step.show(
    diamond.score, "diamond",
    figures={"diamond": (diamond_views.plot_diamond, "Diamond with its statements and signs")},
    table=diamond_views.table_diamond,
    reading=diamond_views.read_diamond,
    needs=("diamond",), adds="It would show which corner of the place holds the firms back.",
)

# %% tags=["nbval-check-output", "hide-input"]
print(diamond_views.listing(corners.value))

# %% [markdown]
# **Decide now:** whether the weakest corner is one you can move, or one you must live with.
#
# ### The guide's example: ICT firms around Lagos
#
# The guide prints a diamond for Lagos (L1371-1392). Scored in the same way:

# %% tags=["compute", "figure", "nbval-ignore-output"]
lagos = step.show(
    diamond_views.worked_example,
    options={"facts": step.reference("porter_diamond_lagos")},
    figures={"lagos": (diamond_views.plot_diamond, "Diamond of the guide's example, ICT around Lagos")},
    table=diamond_views.table_diamond,
    reading=diamond_views.read_diamond,
    source="Guide L1371-1392; signs that are not printed are inferred from the wording.",
)

# %% [markdown]
# ## Hand over

# %% tags=["hand-over", "hide-input"]
gathered = step.show(specialisation_whole.gather, jobs, sure, shift, related, awarded)
step.hand_over("specialisation", gathered, specialisation_whole.gathered_table)
step.hand_over("region_profile", whole, profiles.region_table)
step.hand_over("industry_profile", whole, profiles.industry_table)
step.hand_over("white_spots", chain, value_chain.white_spots_table)
step.hand_over("target_actors", chain, value_chain.target_actors_table)

# %% [markdown]
# ### Key questions, as far as your data answer them (L904-908, L1202-1206)

# %% tags=["compute", "hide-input", "nbval-ignore-output"]
answers = step.questions(
    mapping_questions.answer, jobs, chain, board, pressure, corners, "actor_nodes",
    purpose=step.setting("purpose"),
)

# %% [markdown]
# ### What statistics cannot show (L1294-1302)
#
# The guide names five limits of maps made from data. For each you see whether this case has something else
# to go by.

# %% tags=["check", "hide-input", "nbval-ignore-output"]
gaps = step.check(
    mapping_limits.limits, jobs, chain, board, corners, "demands",
    sector=step.setting("sector"), as_of=step.as_of, oldest=oldest,
)

# %% [markdown]
# ### What is easily overlooked (L1222, L1851-1853)

# %% tags=["check", "hide-input", "nbval-ignore-output"]
checks = step.check(
    mapping_checks.pitfalls, jobs, chain, board, "actors", "stakeholders", "demands",
    min_firms=min_firms, max_share=max_share,
)

# %% [markdown]
# ## Take with you
#
# 1. A map of jobs says where to look, not what to found.
# 2. A blank is not a zero, and a high quotient of few jobs is not a cluster.
# 3. The gaps of the chain are your list of people to call.
#
# **What this does not show.** Whether firms trust each other, what they want, and who will stand in the
# way: that is asked in workbooks 02 and 03. The numbers are of the past, their industries are not your
# cluster, and the boards hold opinions until somebody shows evidence.
#
# **Sources.** Guide L1232-1427, L904-908, L3322. Shift-share: Dunn (1960), Esteban-Marquillas (1972), Barff
# and Knight (1988). Stars: European Cluster Observatory. Neighbours: Anselin (1995), with the correction of
# Benjamini and Hochberg (1995). Five forces and diamond: Porter (1979, 1990). Posture and
# TOWS: David; Weihrich (1982). Value chains: Kaplinsky and Morris (2001). Limits and weights that the guide
# does not give are defaults, shown in the first cell.
#
# **Next step:** workbook 02 asks who needs to be involved.

# %% [markdown] tags=["exercise"]
# ## Exercise
#
# Open the Tunisia case, or copy its SWOT into yours. Before you run the workbook, find by eye: two pairs of
# points that contradict each other, one action among the weaknesses, and one strength that lies outside the
# cluster. Then run it and compare. Rewrite the action as an observation: what changes on the board?

# %% tags=["hide-input", "nbval-ignore-output"]
step.close()
