"""Signals of lending copies, for the rooms that must agree or act; receivers run in the transaction of the desk.

The desk holds the loan lock and the rows of the title and of the copy. A receiver that raises a `UserFacingError`
refuses the act and undoes all of it.
"""

from django.dispatch import Signal

# Before a copy is lent, with `copy`, `borrower` (Membership), `by` and `allow`: the codes of the refusals that the
# librarian has seen and overrides. A receiver refuses a copy that waits for another reader, unless `allow` has its
# code.
copy_lending = Signal()

# After a copy was lent, with `loan` and `by`.
copy_lent = Signal()

# After a copy came back, with `copy`, `loan` (None: it was not on loan) and `by`. A receiver returns a sentence that
# the desk shows at once (for whom the copy is to be put aside), or an empty text.
copy_returned = Signal()

# Before a loan of a copy is renewed, with `loan` and `by`. A receiver refuses it while others wait for the title.
copy_renewing = Signal()

# Before a loan ends because its copy is lost, with `loan`, which still names the borrower, and `by`.
copy_lost = Signal()
