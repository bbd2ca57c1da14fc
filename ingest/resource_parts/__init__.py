"""What librarians add to a resource later: captions, its cover, its table of contents."""
