"""Step 11: trends and the visual roadmap."""
