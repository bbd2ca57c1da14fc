"""Authorities: the headings under which the records of the node bring persons, bodies, subjects and series together."""
