"""Schools, people, memberships and sign-in."""
