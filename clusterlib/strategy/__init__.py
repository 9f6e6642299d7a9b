"""Step 04: goals, canvas, strategy tree, action plan."""
