"""Holds: the line of readers who wait for a title, and the copy or seat that is kept for the first of them."""
