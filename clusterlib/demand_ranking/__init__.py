"""Step 03: votes on demands, how sure their order is, the key objectives that follow."""
