"""All writes of files of authorities."""
