"""Development tools: they prepare a fresh machine. They use the standard library only, since they install the rest."""
