"""Clients of other catalogues. To add a protocol: write NAME.py with a function `ask` as the others, and name it in
asking.py."""
