"""How fast it is and how much it needs, beside what is possible; figures to read, not to pass."""
