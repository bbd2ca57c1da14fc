"""Is the installation well? One list of examinations for the start, `/readyz`, `manage.py doctor` and the admin page.

To add an examination: write a function that yields Findings in a file here, and name it in `list.py`.
"""
