"""The screens of authorities at the desk, and the acts over many records that follow from them."""
