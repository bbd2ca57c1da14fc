"""Loans of seats and copies: what both have in common."""
