"""All writes of copy cataloguing: targets, scanned lists, lookups, and the taking of records."""
