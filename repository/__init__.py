"""The catalogue and its files."""
