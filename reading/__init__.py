"""The screens for reading: results, resource, reader, player, My shelf, and the delivery gate."""
