"""Live votes: a trainer asks, phones answer, the room sees what came in, and the votes go into the case."""
