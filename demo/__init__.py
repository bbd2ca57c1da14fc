"""The demo: seeded sources (a scan, a PDF, a lesson, booklets) and the schools and people that use them."""
