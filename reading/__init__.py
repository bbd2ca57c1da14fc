"""The screens of readers: results, resource, reader, player, my shelf, and the delivery gate."""
