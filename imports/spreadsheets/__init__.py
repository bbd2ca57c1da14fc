"""Lists of books in spreadsheets: what their columns hold, and each row as a record with what it says of its copies."""
