"""Is it well-formed? What teams, and those who look after them, send us: a file per noun."""
