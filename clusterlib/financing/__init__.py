"""Step 05: liquidity, financing mix, membership fees, books against plan."""
