"""Who has what: licences, copies, loans."""
