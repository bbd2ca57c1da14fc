"""Access control: resources carry labels, viewers carry keys; a key opens the label of the same spelling."""
