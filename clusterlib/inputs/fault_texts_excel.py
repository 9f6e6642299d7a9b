"""Sentences of faults in Excel files, read or about to be written."""

from __future__ import annotations

from clusterlib.inputs.fault_texts import Texts

FAULTS: dict[str, Texts] = {
    "excel-unreadable": lambda say, v: (
        say("The file cannot be read: {found}.", **v),
        "",
        say("Close it in other programs and see whether you may open it."),
    ),
    "excel-empty": lambda say, v: (
        say("The file is empty: it has no content at all."),
        say("A case is an Excel workbook (.xlsx)."),
        say("Fetch it again from where it came, or begin with a new template."),
    ),
    "excel-is-text": lambda say, v: (
        say("The file is called .xlsx but holds plain text, as a CSV file does."),
        say("A case is an Excel workbook (.xlsx) or a folder of CSV files."),
        say("Open it in Excel and save it as Excel workbook, or rename it to .csv and put it into a folder."),
    ),
    "excel-is-web-page": lambda say, v: (
        say("The file is called .xlsx but holds a web page, as some programs export it."),
        say("A case is an Excel workbook (.xlsx)."),
        say("Open it in Excel and save it as Excel workbook."),
    ),
    "excel-old": lambda say, v: (
        say("The file is in the old format of Excel (.xls)."),
        say("A case is an Excel workbook (.xlsx)."),
        say("Open it in Excel and save it as Excel workbook."),
    ),
    "excel-password": lambda say, v: (
        say("The file is protected with a password."),
        say("Only files without password are read."),
        say("Open it in Excel, remove the password and save it."),
    ),
    "excel-macros": lambda say, v: (
        say("The file may hold macros (.xlsm)."),
        say("Only workbooks without macros are read."),
        say("Open it in Excel and save it as Excel workbook (.xlsx)."),
    ),
    "excel-unknown": lambda say, v: (
        say("The file is no Excel workbook."),
        say("A case is an Excel workbook (.xlsx)."),
        say("Open it where it was made and save it as Excel workbook (.xlsx)."),
    ),
    "excel-damaged": lambda say, v: (
        say("The file is damaged or cut off."),
        say("Only whole files are read."),
        say("Open it in Excel and save it again, or fetch it again from where it came."),
    ),
    "excel-too-big": lambda say, v: (
        say("The file, or a part of it ({found}), is too large.", **v),
        say("At most {limit} MB per part are read.", **v),
        say("Remove pictures and sheets that the case does not need, or save large tables as CSV files."),
    ),
    "excel-bomb": lambda say, v: (
        say("Unpacked, the file would be many times larger than it looks ({found}).", **v),
        say("Such files are not opened."),
        say("Copy the cells into a new workbook and save that."),
    ),
    "excel-entities": lambda say, v: (
        say("The file holds definitions that no Excel workbook has."),
        say("Such files are not opened."),
        say("Copy the cells into a new workbook and save that."),
    ),
    "excel-sheet-size": lambda say, v: (
        say("The sheet reaches to row {rows} and column {columns}.", **v),
        say("At most {max_rows} rows and {max_columns} columns are read.", **v),
        say("Delete what stands far below or beside the table, or save the table as a CSV file."),
    ),
    "excel-no-table": lambda say, v: (
        say("No sheet of the file has the name of a table."),
        say("A sheet is called as its table: {expected}.", **v),
        say("Rename the sheets."),
    ),
    "excel-sheet-near": lambda say, v: (
        say("No table is called {found}.", **v),
        say("The nearest one is `{near}`.", **v),
        say("Rename the sheet to {near}, or give it a name that is unlike any table.", **v),
    ),
    "excel-sheet-twice": lambda say, v: (
        say("This sheet and the sheet {other} hold the same table.", **v),
        say("A table has one sheet."),
        say("Put their rows together and delete the other sheet."),
    ),
    "excel-no-heading": lambda say, v: (
        say("Row 1 is blank; the first filled cell is {found}.", **v),
        say("Row 1 holds the names of the columns."),
        say("Delete the rows above the names."),
    ),
    "excel-merged": lambda say, v: (
        say("The cells {found} are merged.", **v),
        say("Each row has its own cells."),
        say("Undo the merging and fill in every cell."),
    ),
    "excel-formula-no-value": lambda say, v: (
        say("Cell {found} holds a formula without its value.", **v),
        say("What a formula gave must be stored."),
        say("Open the file in Excel and save it."),
    ),
    "excel-more": lambda say, v: (
        say("{n} more cells of this sheet hold errors or formulas without value.", **v),
        "",
        say("Correct them in the same way."),
    ),
    "excel-write-control": lambda say, v: (
        say('"{found}" holds a hidden character ({character}) that Excel cannot keep.', **v),
        say("Only visible characters are written."),
        say("Type the text anew."),
    ),
    "excel-write-long": lambda say, v: (
        say('The text beginning "{found}" has {length} characters.', **v),
        say("A cell of Excel holds at most {limit}.", **v),
        say("Shorten it; it is not cut."),
    ),
    "excel-write-number": lambda say, v: (
        say("The cell holds {found}, which is no finite number.", **v),
        say("Excel keeps finite numbers."),
        say("Leave the cell blank."),
    ),
    "excel-write-size": lambda say, v: (
        say("The table has {rows} rows and {columns} columns.", **v),
        say("A sheet takes at most {max_rows} rows and {max_columns} columns.", **v),
        say("Keep this case as a folder of CSV files."),
    ),
}

REMARKS: dict[str, Texts] = {
    "excel-sheet-unknown": lambda say, v: (
        say("No table is called {found}; the sheet is not used.", **v),
        "",
        "",
    ),
    "excel-sheet-unknown-hidden": lambda say, v: (
        say("The hidden sheet {found} is no table; it is not used.", **v),
        "",
        "",
    ),
    "excel-sheet-hidden-twin": lambda say, v: (
        say("The hidden sheet {found} holds the same table as {other}; the visible one is used.", **v),
        "",
        say("Delete the hidden sheet when it is out of date."),
    ),
    "excel-sheet-hidden": lambda say, v: (
        say("The sheet {found} is hidden; it is read all the same.", **v),
        "",
        say("Delete it if it does not count."),
    ),
    "excel-formula": lambda say, v: (
        say("Formulas stand in {n} cells ({found}); their last stored values are used.", **v),
        "",
        "",
    ),
}
