"""Wagtail admin views that start from a query of the viewer: lists, forms, bulk actions, choosers, exports."""
