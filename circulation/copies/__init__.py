"""Copies: the printed books and the equipment of a school."""
