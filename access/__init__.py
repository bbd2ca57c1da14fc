"""Who may do what: keys and labels, decided in one place."""
