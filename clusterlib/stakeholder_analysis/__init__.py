"""Step 02: stakeholders, the queue of measures, the circle, the first event."""
