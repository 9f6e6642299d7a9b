"""The guide's lessons as rules that run on a whole case: advice, never a gate."""
