"""The screens of sharing, by noun. For users who sign for no party of an agreement they do not exist (404)."""
