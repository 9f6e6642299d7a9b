"""Step 01: specialisation, value chain, SWOT and TOWS, five forces, diamond."""
