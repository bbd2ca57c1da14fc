"""Plain questions: what a question names (a grade, a subject, a kind, a school …) acts as what it means."""
