"""The screens of digitisation and the upload protocol."""
