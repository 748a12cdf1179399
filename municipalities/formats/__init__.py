"""Kommunen in forms that are not ours: a drawing, the official register, a table."""
