"""The ways in which sharing can be refused, each with the sentence for the person."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class WordingChanged(UserFacingError):
    """She signs what she saw, and nothing else."""

    sentence = _("The agreement was changed while you read it. Nothing was signed; read it again, then decide.")
    code = "wording_changed"
    status = 409


class MoveNotPossible(UserFacingError):
    """The agreement is not in a state from which this can be done, or it is the other school's turn."""

    sentence = _("This cannot be done with the agreement as it stands now. Nothing was changed; look at it again.")
    code = "move_not_possible"
    status = 409


class NothingAgreed(UserFacingError):
    """An agreement without a clause opens nothing."""

    sentence = _("The agreement has no sentence yet. Write at least one, then propose it.")
    code = "nothing_agreed"


class ClauseNotClear(UserFacingError):
    """A clause that names no action, no party, or a part that its giver does not have."""

    sentence = _(
        "This sentence cannot stand: it needs a school that gives, at least one thing to allow, a collection of that"
        " school if one is named, and an end after its beginning. Nothing was changed."
    )
    code = "clause_not_clear"


class PartnerNotClear(UserFacingError):
    """An agreement joins two schools."""

    sentence = _("Choose another school than your own.")
    code = "partner_not_clear"


class MemberNotClear(UserFacingError):
    """A group has schools and other groups as members, never itself."""

    sentence = _("Choose a school, or another group of schools.")
    code = "member_not_clear"
