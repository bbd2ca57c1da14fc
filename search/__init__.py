"""Find resources, pages, seconds: one text analysis, one query model, two engines."""
