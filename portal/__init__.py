"""The Wagtail front end: page types, blocks, menus, dashboards."""
