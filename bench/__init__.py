"""What a page costs: queries, bytes, and CPU time as a ratio to a bare view."""
