"""The same edit of many records: fields, headings, subjects, collections, access, state."""
