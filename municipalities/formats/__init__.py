"""Kommunen in forms that are not ours: a drawing."""
