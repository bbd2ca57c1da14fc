"""The benchmark: `make bench` measures each promise of speed against the bare tool beneath it, in pairs."""
