"""The reasons for which sharing is refused, each with the sentence for the user."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class WordingChanged(UserFacingError):
    """The wording changed after the signer saw it."""

    sentence = _("The agreement was changed while you were reading it. Nothing was signed; read it again, then decide.")
    code = "wording_changed"
    status = 409


class AgreementMoveNotAllowed(UserFacingError):
    """The agreement is in a state that does not allow this, or the other school has to act."""

    sentence = _(
        "The current state of the agreement does not allow this. Nothing was changed; check the agreement again."
    )
    code = "agreement_move_not_allowed"
    status = 409


class AgreementWithoutClause(UserFacingError):
    """An agreement needs a clause before it is proposed."""

    sentence = _("The agreement has no clause yet. Write at least one, then send the proposal.")
    code = "agreement_without_clause"


class InvalidClause(UserFacingError):
    """The clause names no action, no party, a foreign collection, or an end before its start."""

    sentence = _(
        "This clause is not valid: it needs a school that shares, at least one permission, a collection "
        "of that school if one is named, and an end date after its start date. Nothing was changed."
    )
    code = "invalid_clause"


class InvalidPartner(UserFacingError):
    """A school cannot agree with itself."""

    sentence = _("Choose a school other than your own.")
    code = "invalid_partner"


class InvalidMember(UserFacingError):
    """A group cannot be a member of itself."""

    sentence = _("Choose a school, or another group of schools.")
    code = "invalid_member"
