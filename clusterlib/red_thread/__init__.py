"""What rests on what: the edges between all tables, and where the thread breaks."""
