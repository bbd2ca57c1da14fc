"""All writes of the imports app."""
