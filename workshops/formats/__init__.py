"""What leaves in a foreign format: calendars, drawings, tables; a file per noun."""
