"""What leaves in a foreign format: calendar files, and the drawing of the Marktplatz."""
