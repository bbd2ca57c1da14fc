"""`make install`, `make upgrade`, `make backup`, `make restore`: a real library on this machine, run by systemd.

Only the standard library: these modules install the packages that the product needs.
"""
