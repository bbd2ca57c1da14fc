"""Backups: a folder with a mirror of all stored objects, and a snapshot of the database for each run.

    BACKUP_DIR/files/…                 every object under its key, written once; shared by all snapshots
    BACKUP_DIR/media/…                 pictures of pages that release 0.1.0 had outside the store
    BACKUP_DIR/20261130T013000Z/       database.sqlite3 or database.sql.gz, objects.tsv.gz, manifest.json, secret_key

The database is copied before the objects, and the store deletes nothing younger than the grace time: every file that a
snapshot names is in the mirror.
"""
