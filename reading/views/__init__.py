"""The screens for reading, one file each."""
