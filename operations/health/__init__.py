"""Health checks of the installation: one list for the start, `/readyz`, `manage.py doctor` and the page System status.

To add a check: write a function that yields Issues in a file here, and name it in `registry.py`.
"""
