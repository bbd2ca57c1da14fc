"""The labels that describe a resource: one for each combination of subject, grade and kind."""

from access import labels
from access.actions import Action


def test_three_axes_are_one_label_and_never_three() -> None:
    """A clause for maths, grade 6 and video must not open what matches only two of them."""
    carried = labels.descriptive(school=7, collections=[5], subjects=["toan"], grades=["6"], kind="book")
    assert labels.own(7, "toan", "6", "book") in carried
    assert labels.within(5, "toan", "*", "book") in carried
    assert labels.own(7, "toan", "6", "video") not in carried
    assert labels.own(7, "toan", "7") not in carried
    assert len(carried) == 2 * 2 * 2 * 2


def test_a_resource_without_a_kind_has_no_empty_axis() -> None:
    assert labels.descriptive(school=7, collections=[], subjects=[], grades=[], kind="") == {"own:7/*/*/*"}


def test_labels_and_audiences_are_spelt_with_their_kind() -> None:
    assert labels.opened(Action.READ, labels.EVERYONE) == "read@everyone"
    assert labels.staff(12) == "staff:12"
    assert (labels.school_audience(7), labels.school_audience(7, "teacher")) == ("school:7", "school:7/teacher")
    assert (labels.group_audience(3), labels.group_audience(3, "pupil")) == ("group:3", "group:3/pupil")
    assert (labels.own(7), labels.within(5)) == ("own:7/*/*/*", "col:5/*/*/*")
    assert labels.own(7, "toan", "6", "book") == "own:7/toan/6/book"
    assert labels.within(5, "toan", "6", "book") == "col:5/toan/6/book"
