"""Step 08: results chain and impact."""
