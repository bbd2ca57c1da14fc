"""Rules: how long and how many copies a school lends to whom, and on which days its library is closed."""
