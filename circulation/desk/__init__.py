"""The desk: copies go out and come back, by barcode and library card."""
