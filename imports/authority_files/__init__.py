"""Files of authorities from elsewhere: read, compared with those of the node, looked through, imported, undone."""
