"""The signal of lending seats, for the rooms above."""

from django.dispatch import Signal

# Sent in the transaction that holds the lock of a title when its loans may have changed, with `resource`, `free` (seats
# that no loan takes), `borrowers` (keys of the memberships that have a loan) and `now`. Receivers make and withdraw
# offers (licences/offers.py), and return whether they did.
seats_counted = Signal()
