"""The benchmark: `make bench` compares the speed of each operation with that of the bare tool it uses, in pairs."""
