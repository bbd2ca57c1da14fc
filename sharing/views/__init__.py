"""The screens of sharing, by noun. To those who sign for no party of a thing, its address is not there."""
