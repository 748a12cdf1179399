"""What leaves in a foreign format: the feed, and plain text to pass on."""
