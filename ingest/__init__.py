"""An upload becomes a resource."""
