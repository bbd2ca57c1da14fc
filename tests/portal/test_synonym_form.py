"""The form of a row of synonyms: what an expression may act as."""

from portal.desk.synonyms import SynonymForm, value_choices
from search.models import Synonym
from tests.factories import a_visitor


def test_a_row_keeps_a_rare_language_that_the_form_does_not_offer_to_others():
    offered = {value for _facet, choices in value_choices() for value, _name in choices}
    assert {"language:vi", "language:sv"} <= offered
    assert "language:eo" not in offered
    row = Synonym(words="quốc tế ngữ", means=["language:eo"])
    form = SynonymForm(
        {"words": "quốc tế ngữ", "means": ["language:eo"], "active": "on"}, instance=row, viewer=a_visitor()
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["means"] == ["language:eo"]
