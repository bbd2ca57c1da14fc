"""Agreements, groups of schools, and the only place where a request becomes a viewer."""
