"""The screens of digitisation."""
