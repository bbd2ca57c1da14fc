"""A file is read in an isolated process, in which no setting and no database of the site is known."""

import pytest

from access.viewer import Viewer
from repository.formats import marcxml
from tests.imports.files import ALICE, DAMAGED, TOAN, actions, load, mrc

pytestmark = [pytest.mark.backend_independent, pytest.mark.django_db, pytest.mark.system]


def test_a_worker_reads_marc_in_a_parser(librarian: Viewer) -> None:
    batch = load(mrc(ALICE, DAMAGED, TOAN), by=librarian)
    assert (batch.state, batch.problem, actions(batch)) == ("review", "", ["new", "refused", "new"])
    assert bytes(batch.records.get(number=1).raw) == mrc(ALICE)


def test_a_worker_reads_marcxml_up_to_damaged_xml(librarian: Viewer) -> None:
    whole = b"".join(marcxml.write([mrc(ALICE), mrc(TOAN)]))
    batch = load(whole.replace(b"</collection>", b"</broken>"), by=librarian)
    assert (batch.state, actions(batch)) == ("review", ["new", "new", "refused"])
