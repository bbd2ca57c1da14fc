"""The screens of import batches."""
