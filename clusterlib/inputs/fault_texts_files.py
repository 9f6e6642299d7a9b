"""Sentences of faults in files, headings and settings."""

from __future__ import annotations

from clusterlib.inputs.fault_texts import Texts

FAULTS: dict[str, Texts] = {
    "file-empty": lambda say, v: (
        say("The file is empty."),
        say("A table begins with a row of column names."),
        say("Fill it in, or delete it if the case does not need it."),
    ),
    "file-large": lambda say, v: (
        say("The file has {size} MB.", **v),
        say("At most {limit} MB are read.", **v),
        say("Keep only the rows and columns that the case needs."),
    ),
    "file-rows": lambda say, v: (
        say("The table has more than {limit} rows.", **v),
        say("At most {limit} rows are read.", **v),
        say("Keep only the rows that the case needs."),
    ),
    "file-columns": lambda say, v: (
        say("The table has {columns} columns.", **v),
        say("At most {limit} columns are read.", **v),
        say("Keep only the columns that the case needs."),
    ),
    "file-is-excel": lambda say, v: (
        say("This is an Excel file that is called CSV."),
        say("A table in a folder is a CSV file."),
        say("Open it in Excel and save it as CSV (UTF-8), or give the whole case as one Excel file."),
    ),
    "file-is-page": lambda say, v: (
        say("This is a web page that is called CSV."),
        say("A table in a folder is a CSV file."),
        say("Load the file down again where it comes from, or copy the table into a spreadsheet."),
    ),
    "file-is-other": lambda say, v: (
        say("This is no text file."),
        say("A table in a folder is a CSV file."),
        say("Open it where it was made and save it as CSV (UTF-8)."),
    ),
    "file-unreadable": lambda say, v: (
        say("The file cannot be read: {reason}.", **v),
        "",
        say("Close it in other programs and see whether you may open it."),
    ),
    "file-link": lambda say, v: (
        say("The file is a link that leads out of the folder of the case."),
        say("Only files that lie in the folder are read."),
        say("Copy the file itself into the folder."),
    ),
    "file-twice": lambda say, v: (
        say("{others} hold the same table.", **v),
        say("A table has one file."),
        say("Put their rows together and delete what is left over."),
    ),
    "file-near": lambda say, v: (
        say("No table is called `{name}`.", **v),
        say("The nearest one is `{nearest}`.", **v),
        say("Rename the file to {nearest}.csv, or give it a name that is unlike any table.", **v),
    ),
    "file-near-yml": lambda say, v: (
        say("The settings are read from case.yml only."),
        say("The ending has three letters."),
        say("Rename the file to case.yml."),
    ),
    "file-spreadsheet": lambda say, v: (
        say("In a folder, a spreadsheet is not read."),
        say("A table in a folder is a CSV file."),
        say("Save the sheet as {name}.csv, or put all tables as sheets into one Excel file.", **v),
    ),
    "case-csv": lambda say, v: (
        say("In a folder, the settings do not stand in this file."),
        say("They stand in case.yml."),
        say("Write each row as a line of case.yml, for example `name: Dakar ICT`."),
    ),
    "case-yml-missing": lambda say, v: (
        say("The folder has no case.yml."),
        say("It says at least what the case is called."),
        say("Write a file case.yml with the line `name: …`."),
    ),
    "csv-quote": lambda say, v: (
        say("The quotation marks do not match from this row on."),
        say("A cell that begins with a quotation mark ends with one."),
        say("Close or remove the quotation mark."),
    ),
    "csv-long": lambda say, v: (
        say("A cell of this row is longer than {limit} characters.", **v),
        say("A cell that begins with a quotation mark ends with one."),
        say("Close the quotation mark or shorten the text."),
    ),
    "row-width": lambda say, v: (
        say("The row and the heading differ in length: {cells} and {columns} cells.", **v),
        say("Each row has as many cells as the heading."),
        say("Put a text that holds the separator into quotation marks, or add or remove cells."),
    ),
    "header-none": lambda say, v: (
        say("No column of this table is among the headings ({headings}).", **v),
        say("The first row holds the names of the columns: {columns}.", **v),
        say("Write the names of the columns into the first row."),
    ),
    "header-twice": lambda say, v: (
        say("The heading {found} stands there more than once.", **v),
        say("Each column has its own name."),
        say("Rename or remove one of them."),
    ),
    "header-blank": lambda say, v: (
        say("Column {number} has cells but no heading.", **v),
        say("Each column has a name."),
        say("Name the column or clear its cells."),
    ),
    "header-near": lambda say, v: (
        say("No column is called {found}.", **v),
        say("The nearest one is `{nearest}`.", **v),
        say("Write `{nearest}`, or give the column a name that is unlike any other.", **v),
    ),
    "column-missing": lambda say, v: (
        say("The column is missing."),
        say("This table cannot do without it: {meaning}", **v),
        say("Add the column."),
    ),
    "setting-near": lambda say, v: (
        say("No setting is called {found}.", **v),
        say("The nearest one is `{nearest}`.", **v),
        say("Write `{nearest}`, or give the setting a name that is unlike any other.", **v),
    ),
    "setting-twice": lambda say, v: (
        say("The setting {found} is given more than once.", **v),
        say("A setting is given once."),
        say("Remove what does not hold."),
    ),
    "setting-missing": lambda say, v: (
        say("The setting is missing."),
        say("Every case needs it: {meaning}", **v),
        say("Add it."),
    ),
    "setting-shape": lambda say, v: (
        say("Several values stand where one is expected."),
        say("This setting holds one value."),
        say("Write one value behind the colon."),
    ),
    "currency-missing": lambda say, v: (
        say("The case has amounts of money ({where}), but no currency.", **v),
        say("All amounts of a case are in one currency."),
        say("Add the setting `currency`, for example XOF."),
    ),
    "currency": lambda say, v: (
        say('"{found}" is no currency.', **v),
        say("Allowed are the three letters of ISO 4217."),
        say("Write for example XOF, EUR or USD."),
    ),
    "schema-newer": lambda say, v: (
        say("The case is written in version {found} of the data model.", **v),
        say("This program knows version {known}.", **v),
        say("Open it with a newer version of the program."),
    ),
    "yaml-syntax": lambda say, v: (
        say("The file cannot be understood here ({reason}).", **v),
        say("Each line is `setting: value`; values that belong together are indented below their step."),
        say("Compare the line with the one before; put a value with a colon in it into quotation marks."),
    ),
    "yaml-alias": lambda say, v: (
        say("The file uses anchors or aliases (& or *)."),
        say("Each value is written where it belongs."),
        say("Write the value out; put a text that begins with & or * into quotation marks."),
    ),
    "yaml-tag": lambda say, v: (
        say("The value carries the type {found}.", **v),
        say("Types are given by the data dictionary."),
        say("Remove the word that begins with an exclamation mark, or put the value into quotation marks."),
    ),
    "yaml-large": lambda say, v: (
        say("The file has {size} KB.", **v),
        say("At most {limit} KB are read.", **v),
        say("Keep only the settings in it."),
    ),
    "yaml-shape": lambda say, v: (
        say("The file is no list of settings."),
        say("Each line is `setting: value`."),
        say("Begin with `name: …`."),
    ),
    "yaml-utf8": lambda say, v: (
        say("The file is not written in UTF-8."),
        "",
        say("Save it again with the encoding UTF-8."),
    ),
}

REMARKS: dict[str, Texts] = {
    "file-encoding": lambda say, v: (
        say("The file is not written in UTF-8; it was read as Windows-1252, for example: {samples}.", **v),
        "",
        say('If these words are right, all is well; to be sure, save the file as "CSV UTF-8".'),
    ),
    "file-mojibake": lambda say, v: (
        say("Some letters look broken, for example: {samples}.", **v),
        "",
        say("Correct them, or save the file again from its source as UTF-8."),
    ),
    "file-unknown": lambda say, v: (
        say("No table is called `{name}`; the file is kept but not used.", **v),
        "",
        say("If it is meant as a table, give it the name of one."),
    ),
    "file-hand-over": lambda say, v: (
        say("`{name}` is a table that a workbook computes; the file is not read.", **v),
        "",
        "",
    ),
    "header-unknown": lambda say, v: (
        say("The column {found} is not in the data dictionary; it is kept but not used.", **v),
        "",
        "",
    ),
    "setting-unknown": lambda say, v: (
        say("The setting {found} is not in the data dictionary; it is kept but not used.", **v),
        "",
        "",
    ),
}
