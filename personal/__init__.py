"""What belongs to one person: favourites and lists, bookmarks, reading history, own subjects and grades."""
