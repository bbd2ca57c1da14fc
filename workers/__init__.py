"""The back room: the processes that work unseen, how they are asked to end, and the letters they post."""
