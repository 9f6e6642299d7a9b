"""Sentences about import profiles and published tables."""

from __future__ import annotations

from clusterlib.inputs.fault_texts import Texts

FAULTS: dict[str, Texts] = {
    # -------------------------------------------------------------- the profile
    "profile-key": lambda say, v: (
        say("A profile has no key `{found}`.", **v),
        "",
        say("Remove it; docs/importing.md lists all keys."),
    ),
    "profile-key-near": lambda say, v: (
        say("A profile has no key `{found}`.", **v),
        say("The nearest one is `{nearest}`.", **v),
        say("Correct the name."),
    ),
    "profile-key-twice": lambda say, v: (
        say("The key stands in the profile twice."),
        say("Each key stands there once; several values form a list: [one, two]."),
        say("Put them together."),
    ),
    "profile-value": lambda say, v: (
        say("“{found}” is not understood here.", **v),
        say("Allowed here: {allowed}.", **v),
        say("Correct the value."),
    ),
    "profile-needs": lambda say, v: (
        say("The profile lacks this key."),
        v["meaning_fr"] if say.locale == "fr" else v["meaning"],
        say("Add it."),
    ),
    "profile-gap": lambda say, v: (
        say("No pattern here has the gap {gap}.", **v),
        say("The gap shows where in the text the name stands."),
        say("Write the pattern with {gap} in it.", **v),
    ),
    # -------------------------------------------------------------- files and layouts
    "import-file-name": lambda say, v: (
        say("The rule `files` of the profile does not fit the name of this file."),
        say("Looked for: {pattern}.", **v),
        say("Choose another profile, or correct `files` in it."),
    ),
    "import-is-excel": lambda say, v: (
        say("This is an Excel file."),
        say("The profile is for text files."),
        say("Choose a profile for Excel (`format: excel`)."),
    ),
    "import-is-page": lambda say, v: (
        say("This is a web page or an XML message."),
        say("The profile is for text files with separators."),
        say("Load the table down again as CSV or TSV."),
    ),
    "import-packed": lambda say, v: (
        say("The packed file is damaged or cut."),
        "",
        say("Load it down again."),
    ),
    "import-bomb": lambda say, v: (
        say("The file unpacks to more than {size} MB.", **v),
        say("A packed table may unpack to 200 times its size and to 8 GB."),
        say("Make sure where the file comes from; unpack it yourself if it is sound."),
    ),
    "import-line": lambda say, v: (
        say("A line is longer than {limit} MB.", **v),
        say("A table has lines."),
        say("See whether the file is a table, and whether the right sign ends its lines."),
    ),
    "import-encoding": lambda say, v: (
        say("The sign {found} is not {name}.", **v),
        say("The profile says that the file is written in {name}.", **v),
        say("Set `encoding` in the profile to that of the file, for example cp1252 or iso-8859-1."),
    ),
    "import-headings": lambda say, v: (
        say("There are no headings."),
        say("The profile looks for them in this row."),
        say("Correct `header.row` in the profile."),
    ),
    "import-width": lambda say, v: (
        say("The row has {cells} cells, the headings have {columns}.", **v),
        say("Every row is as wide as the headings."),
        say("Correct `separator` in the profile, or the row."),
    ),
    "import-packed-ids": lambda say, v: (
        say("“{found}” has {cells} parts, the heading has {columns}.", **v),
        say("The first column holds one part for each id."),
        say("Correct `packed_ids` in the profile, or the row."),
    ),
    "import-no-sheet": lambda say, v: (
        say("The rule `sheets` of the profile fits none of the sheets {found}.", **v),
        say("Looked for: {pattern}.", **v),
        say("Correct `sheets` in the profile."),
    ),
    "import-no-title": lambda say, v: (
        say("The rule `blocks.titles` of the profile fits no row; the nearest is “{found}”.", **v),
        say("Looked for: {pattern}.", **v),
        say("Correct `blocks.titles`, or `blocks.column` if the titles stand in another column."),
    ),
    "import-no-years": lambda say, v: (
        say("The rule `year.headings` of the profile fits no heading below “{found}”.", **v),
        say("Looked for: {pattern}.", **v),
        say("Correct `year.headings` or `header.row` in the profile."),
    ),
    "import-no-column": lambda say, v: (
        say("There is no column `{name}`; there are {found}.", **v),
        say("The nearest one is `{nearest}`.", **v) if v["nearest"] else "",
        say("Correct the name in the profile; name it in `optional_columns` if some files lack it."),
    ),
    "import-column-twice": lambda say, v: (
        say("The heading stands there more than once."),
        say("A column is named by one heading."),
        say("Name the column by its number in the profile, as #3."),
    ),
    "import-no-rows": lambda say, v: (
        say("There are headings and no rows."),
        "",
        say("See whether the file was loaded down whole."),
    ),
    "import-nothing": lambda say, v: (
        say("The profile fits nothing: its rule `{rule}` left out {n} of {rows} rows, here “{found}”.", **v),
        "",
        say("Correct `{rule}` in the profile, or choose another profile.", **v),
    ),
    # -------------------------------------------------------------- cells
    "import-year": lambda say, v: (
        say("“{found}” is no year.", **v),
        say("A year has four digits, from 1900 to 2100."),
        say('Correct the cell, or leave such rows out with `year.keep: "????"`.'),
    ),
    "import-number": lambda say, v: (
        say("“{found}” is no number and no marker of the profile.", **v),
        say("Numbers are written as `cells.number_style` says; markers stand in `cells` and `flags`."),
        say("Add the marker to `cells.suppressed`, `nil` or `missing`, or correct the number style."),
    ),
    "import-negative": lambda say, v: (
        say("{found} jobs are less than none.", **v),
        say("Jobs are 0 or more."),
        say("Correct the cell, or say in the profile what the number stands for."),
    ),
    "import-firms": lambda say, v: (
        say("“{found}” is no number of firms.", **v),
        say("A number of firms is 0 or more."),
        say("Correct the cell, or `establishments.column` in the profile."),
    ),
    "import-flag": lambda say, v: (
        say("The profile does not know the flag “{found}”.", **v),
        say("Each flag has a meaning: suppressed, nil, missing, or a word for the note."),
        say("Add it to `flags.words` in the profile."),
    ),
    "import-class": lambda say, v: (
        say("The profile does not know the size class “{found}”.", **v),
        "",
        say("Add it to `size_classes.classes` in the profile."),
    ),
    "import-broken": lambda say, v: (
        say("The cell holds {found} instead of a number.", **v),
        "",
        say("Open the file in a spreadsheet, let it calculate, and save it again."),
    ),
    "import-two-totals": lambda say, v: (
        say("A second total for {what}: {found} here, {other} at {place}.", **v),
        say("Each region, industry and year has one total."),
        say("Say in `total`, `keep` or `leave_out` of the profile, or with --where, which one counts."),
    ),
    "import-many-totals": lambda say, v: (
        say("Several names fit `{key}`: {found}.", **v),
        say("One name is the total of all others; parts are never compared with a stranger's total."),
        say("Keep one of them with --where, for example --where geo=DE*, or correct `{key}`.", **v),
    ),
    "import-twice": lambda say, v: (
        say("A second number for {what}: {found} here, {other} at {place}.", **v),
        say("Each region, industry and year has one number."),
        say("Leave one out with `where`, `keep` or `leave_out` in the profile, or give each file once."),
    ),
    "import-more": lambda say, v: (
        say("{n} more of the kind {name}.", **v),
        "",
        say("Correct the profile or the first ones; the others often have the same cause."),
    ),
    "import-rows": lambda say, v: (
        say("The table would have {n} rows.", **v),
        say("At most {limit} rows are read.", **v),
        say("Keep fewer regions, industries or years: `keep` in the profile, or --where."),
    ),
    "import-cells": lambda say, v: (
        say("More than {limit} cells fit the profile.", **v),
        "",
        say("Keep fewer regions, industries or years: `keep` in the profile, or --where."),
    ),
}

REMARKS: dict[str, Texts] = {
    "import-alike": lambda say, v: (
        say("“{other}” and “{found}” may be one name; nothing was unified.", **v),
        "",
        say("If they are one, say so under `{key}` in the profile.", **v),
    ),
    "import-mojibake": lambda say, v: (
        say("Some names look as if they were read in the wrong encoding: {found}.", **v),
        "",
        say("Correct `encoding` in the profile."),
    ),
    "import-one-region": lambda say, v: (
        say("{found} is the only region, so there is nothing to compare it with.", **v),
        say("A location quotient needs a whole."),
        say("Add the country or all other regions, or say in `region.total` which rows are it."),
    ),
    "import-all-secret": lambda say, v: (
        say("No cell of “{found}” has a number.", **v),
        "",
        say("What is said about this industry will rest on bounds; a published total would narrow them."),
    ),
    "import-parts-above": lambda say, v: (
        say("The parts of {what} add up to {sum}, the total is {found}.", **v),
        say("Parts may exceed their total by rounding only: half a unit for each cell, here {slack}.", **v),
        say("See whether a row is counted twice, as a branch and as its part."),
    ),
    "import-parts-below": lambda say, v: (
        say.plural(
            int(v["n"]),
            "One published total is above its parts, none of them secret; {what}: {found} against {sum}.",
            "{n} published totals are above their parts, none of them secret; the furthest is {what}: "
            "{found} against {sum}.",
            found=v["found"],
            what=v["what"],
            sum=v["sum"],
        ),
        "",
        say("That is so where only some regions or industries were kept; else see what was left out."),
    ),
}
