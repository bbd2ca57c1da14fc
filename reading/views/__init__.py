"""The readers' screens, one file for each."""
