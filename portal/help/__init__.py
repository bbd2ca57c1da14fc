"""Help for readers and the desk: topics by role, the search in them, and which topic explains which screen.

To add a topic: write a `Topic` in one of the files that `topics.py` names, and give it to its screens in `screens.py`.
"""
