"""Sentences of faults between the rows of a table and between tables."""

from __future__ import annotations

from clusterlib.inputs.fault_texts import Texts

FAULTS: dict[str, Texts] = {
    "key-twice": lambda say, v: (
        say('"{found}" already stands in row {first}.', **v),
        say("Each {key} is there once.", **v),
        say("Give this row a name of its own, or put the two rows together."),
    ),
    "reference-missing": lambda say, v: (
        say('"{found}" is not in {targets}.', **v),
        say("Here stand only names that are there."),
        say('Perhaps "{nearest}" is meant; else add the row there.', **v)
        if v.get("nearest")
        else say("Correct the name or add the row there."),
    ),
    "reference-ambiguous": lambda say, v: (
        say('"{found}" is in {targets}.', **v),
        say("A name points to one row."),
        say("Write {example} to say which one is meant.", **v),
    ),
    "table-missing": lambda say, v: (
        say('"{found}" names a row of {targets}, but the case has no such table.', **v),
        say("A table that is named must be there."),
        say("Add the table or clear the column."),
    ),
    "cycle": lambda say, v: (
        say("The rows run in a circle: {circle}.", **v),
        say("None may come before itself."),
        say("Remove one of these links."),
    ),
    "because-cycle": lambda say, v: (
        say("The reasons run in a circle: {circle}.", **v),
        say("No row may rest on itself."),
        say("Remove one of these reasons."),
    ),
    "same": lambda say, v: (
        say('"{found}" stands on both sides.', **v),
        say("The two are different."),
        say("Correct one of them."),
    ),
    "compare-low": lambda say, v: (
        say("{found} is less than {bound} in `{other}`.", **v),
        say("Allowed is that or more."),
        say("Correct one of the two cells."),
    ),
    "compare-high": lambda say, v: (
        say("{found} is more than {bound} in `{other}`.", **v),
        say("Allowed is that or less."),
        say("Correct one of the two cells."),
    ),
    "compare-time": lambda say, v: (
        say("{found} lies before {bound} in `{other}`.", **v),
        say("Allowed is that or later."),
        say("Correct one of the two cells."),
    ),
    "votes-sum": lambda say, v: (
        say("There are more votes ({sum}) than people ({found}).", **v),
        say("A person gives one vote."),
        say("Correct the number of people or the votes."),
    ),
    "votes-differ": lambda say, v: (
        say("The count is {found} here and {counted} in the table of votes.", **v),
        say("Where both are given, they agree."),
        say("Correct one of them, or remove the table that is not needed."),
    ),
    "vision-none": lambda say, v: (
        say("The tree has no vision."),
        say("It has exactly one."),
        say("Add a row with the level vision."),
    ),
    "vision-twice": lambda say, v: (
        say("The tree has {n} visions: {names}.", **v),
        say("It has exactly one."),
        say("Keep one and make the others objectives."),
    ),
    "tree-level": lambda say, v: (
        say('"{found}" is a branch of the level {parent}, this one of the level {level}.', **v),
        say("The branch above stands higher."),
        say("Choose another branch above or correct the level."),
    ),
    "budget-category": lambda say, v: (
        say('"{found}" does not go with `{kind}`.', **v),
        say("Allowed are: {words}.", **v),
        say("Correct the category or the direction of the money."),
    ),
    "two-people": lambda say, v: (
        say('"{found}" names two people.', **v),
        say("One person answers for a task."),
        say("Put the other into `support`."),
    ),
    "shown-few": lambda say, v: (
        say("Too few demands were shown ({n}).", **v),
        say("There are 3 or more."),
        say("Complete the set or remove the row."),
    ),
    "best-not-shown": lambda say, v: (
        say('"{found}" is not among those shown.', **v),
        say("Allowed are: {words}.", **v),
        say("Correct it or the set."),
    ),
    "best-is-worst": lambda say, v: (
        say('"{found}" is the best and the worst.', **v),
        say("The two are different."),
        say("Correct one of them."),
    ),
    "order": lambda say, v: (
        say("{found} is less than {bound} in `{other}`.", **v),
        say("The order is {order}.", **v),
        say("Correct one of the two cells."),
    ),
    "target-baseline": lambda say, v: (
        say("{found} is also the baseline.", **v),
        say("A target differs from the baseline when more or less is wanted."),
        say("Correct the target, or set `direction` to hold."),
    ),
    "swot-rating": lambda say, v: (
        say("{found} does not go with a {quadrant}.", **v),
        say("Allowed is {low} to {high}.", **v),
        say("Correct the rating or the field."),
    ),
    "points-sum": lambda say, v: (
        say("The points of {who} add up to {found}.", **v),
        say("They add up to 100."),
        say("Correct the points."),
    ),
    "place-twice": lambda say, v: (
        say("{who} gives place {found} also in row {first}.", **v),
        say("A person gives each place once."),
        say("Correct one of the places."),
    ),
    "group-changes": lambda say, v: (
        say('"{found}": row {first} has {who} in the other group.', **v),
        say("A firm is in the cluster or for comparison, in all its periods."),
        say("Correct the group, or leave the firm out of the comparison."),
    ),
    "before-baseline": lambda say, v: (
        say("{found} lies before the baseline of {indicator} ({bound}).", **v),
        say("A value is measured at the baseline or later."),
        say("Correct the period or the baseline."),
    ),
    "chain-level": lambda say, v: (
        say('"{found}" has the level {level}, the one before it {before}.', **v),
        say("A link leads one level up: input, output, outcome, impact."),
        say("Turn the link round or remove it."),
    ),
    "parts-above-total": lambda say, v: (
        say("The parts of {what} add up to {sum}, the total is {found}.", **v),
        say("Parts may exceed their total by rounding only: half a unit for each cell, here {slack}.", **v),
        say("See whether a row is counted twice, as a branch and as its part."),
    ),
}

REMARKS: dict[str, Texts] = {
    "key-case": lambda say, v: (
        say('"{found}" differs from "{other}" in row {first} by capital letters only.', **v),
        "",
        say("If they are the same, write them alike."),
    ),
    "reference-soft": lambda say, v: (
        say("Not in {targets}: {list}.", **v),
        "",
        say("Add rows there if you want to know more about them."),
    ),
    "maybe-two-people": lambda say, v: (
        say('"{found}" may name two people.', **v),
        say("One person answers for a task."),
        say("If there are two, put the other into `support`."),
    ),
    "votes-unequal": lambda say, v: (
        say("Not all demands have the same number of votes: {list}.", **v),
        "",
        say("See whether votes are missing."),
    ),
    "votes-uncounted": lambda say, v: (
        say("The votes also name {list}, which this table lacks.", **v),
        "",
        say("The votes are used; complete the counts or remove them."),
    ),
    "target-direction": lambda say, v: (
        say("{found} lies on the wrong side of the baseline ({bound}) for the direction {direction}.", **v),
        "",
        say("See whether direction, baseline and target are right."),
    ),
    "chain-skip": lambda say, v: (
        say('The link to "{found}" skips a level, from {before} to {level}.', **v),
        "",
        say("Say what happens in between, if you can measure it."),
    ),
    "similar-names": lambda say, v: (
        say('"{found}" is written almost as "{other}" ({place}).', **v),
        "",
        say("If they are the same, give them one row and one short name."),
    ),
    "name-differs": lambda say, v: (
        say('"{found}" is called "{other}" in the table of actors.', **v),
        "",
        say("Write the name alike, or give the row its own short name."),
    ),
    "unrated": lambda say, v: (
        say("Neither rated nor voted on: {list}.", **v),
        "",
        say("Rate them here, or let people vote in the table `trend_votes`."),
    ),
}
