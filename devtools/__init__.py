"""Makes a fresh machine ready with Python's own library alone: nothing here may import what it is about to install."""
