"""One act over many records: an import, a batch edit, a changed heading; run in the background, undone as one act."""
