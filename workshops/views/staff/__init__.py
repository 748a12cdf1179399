"""The cockpit: what coordinators see of their rounds, and do between and on the days."""
