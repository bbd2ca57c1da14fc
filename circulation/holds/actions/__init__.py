"""All writes of holds. Each takes the loan lock and the row of the title, and first does what is due by time alone."""

from circulation.holds.actions.ordering import move
from circulation.holds.actions.placing import cancel, place, resume, suspend
from circulation.holds.actions.serving import fulfil, trap
from circulation.holds.actions.upkeep import cancel_all_of, do_what_is_due

__all__ = ["cancel", "cancel_all_of", "do_what_is_due", "fulfil", "move", "place", "resume", "suspend", "trap"]
