"""The tables of a store, for queries. They are made by `migrations`; a test holds both together.

Texts are kept as JSON text, moments as ISO texts in UTC: the same in SQLite and PostgreSQL.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, Table, Text

META = MetaData()


def _of(column: str) -> ForeignKey:
    return ForeignKey(column, ondelete="CASCADE")


#: Number of the last migration that was done; one row.
store_version = Table("store_version", META, Column("number", Integer, primary_key=True))

#: A room of one person or one course. Its id is its key: it cannot be guessed and is never listed to others.
workspaces = Table(
    "workspaces",
    META,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("made_at", Text, nullable=False),
)

#: A case in a workspace. `version` counts its changes; `origin` is a hash of the files it was taken from;
#: `settings_text` is its ``case.yml`` as it was, comments and all.
cases = Table(
    "cases",
    META,
    Column("id", Text, primary_key=True),
    Column("workspace_id", Text, _of("workspaces.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("origin", Text, nullable=False),
    Column("settings_text", Text),
    Column("made_at", Text, nullable=False),
)

#: The rows as they are now. A row without cells was taken away. The row called "" holds the headings.
case_rows = Table(
    "case_rows",
    META,
    Column("case_id", Text, _of("cases.id"), primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("position", BigInteger, nullable=False),
    Column("version", BigInteger, nullable=False),
    Column("cells", Text),
)

#: One save: who, when, why. `save_id` is chosen by who saves, so that a repeated save is known again.
changes = Table(
    "changes",
    META,
    Column("case_id", Text, _of("cases.id"), primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("undoes", BigInteger),
    Column("save_id", Text, nullable=False),
)

#: What one save did to one row: its cells before (none: a new row) and after (none: taken away).
row_changes = Table(
    "row_changes",
    META,
    Column("case_id", Text, _of("cases.id"), primary_key=True),
    Column("version", BigInteger, primary_key=True),
    Column("table_name", Text, primary_key=True),
    Column("row_id", Text, primary_key=True),
    Column("before", Text),
    Column("after", Text),
)

#: A question with items to be scored. `salt` makes voters of tokens and is wiped when the poll ends; `kind`
#: and `case_id` say what the items are and in which case; `invited` how many people were asked.
polls = Table(
    "polls",
    META,
    Column("id", Text, primary_key=True),
    Column("workspace_id", Text, _of("workspaces.id"), nullable=False, index=True),
    Column("code", Text, nullable=False, unique=True),
    Column("question", Text, nullable=False),
    Column("items", Text, nullable=False),
    Column("low", Integer, nullable=False),
    Column("high", Integer, nullable=False),
    Column("most", Integer, nullable=False),
    Column("asks_names", Integer, nullable=False),
    Column("salt", Text),
    Column("made_by", Text, nullable=False),
    Column("made_at", Text, nullable=False),
    Column("ended_at", Text),
    Column("kind", Text),
    Column("case_id", Text),
    Column("invited", Integer),
)

rounds = Table(
    "rounds",
    META,
    Column("poll_id", Text, _of("polls.id"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("opened_at", Text, nullable=False),
    Column("closed_at", Text),
)

#: One ballot per voter and round. There is no moment in it: who knows when somebody voted learns nothing.
ballots = Table(
    "ballots",
    META,
    Column("poll_id", Text, _of("polls.id"), primary_key=True),
    Column("round", Integer, primary_key=True),
    Column("voter", Text, primary_key=True),
    Column("name", Text),
    Column("scores", Text, nullable=False),
)
