"""Records from elsewhere on their way into the catalogue: loaded, matched, previewed, committed, undone."""
