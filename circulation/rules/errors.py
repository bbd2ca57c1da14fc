"""Why the rules of a school are not changed, each with the sentence for the user."""

from django.utils.translation import gettext_lazy as _

from accounts.errors import UserFacingError


class RuleExists(UserFacingError):
    """Another row of the school has the same conditions."""

    sentence = _("Another row has the same conditions. Nothing was changed; change that row instead.")
    code = "rule_exists"
    status = 409


class ForeignCollection(UserFacingError):
    """The collection belongs to another school."""

    sentence = _("This collection belongs to another school. Nothing was changed. Choose one of your own.")
    code = "foreign_collection"
    status = 409
