"""Schools, people and their memberships."""
