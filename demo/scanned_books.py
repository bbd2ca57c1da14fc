"""A list of scanned books of the demo that waits for its librarian, and a catalogue that the administrator may use."""

from access.viewer import Viewer
from demo.printed_books import isbn
from imports.copy_cataloguing.actions import looking_up, scanning
from imports.copy_cataloguing.actions.targets import TargetValues, save_target
from imports.copy_cataloguing.queries import lists_of, targets_for

# Two that another school has, one that the school has itself, an unknown one, a shop barcode, a wrong digit.
ENTRIES = (isbn(100), isbn(102), isbn(1), isbn(900), "8936067590017", "9786049901234", isbn(103), isbn(105))
# Not in use: the demo asks nobody on the internet (docs/howto/administer.md).
CATALOGUE = TargetValues(
    name="Library of Congress", protocol="sru", host="lx2.loc.gov", port=210, database="LCDB", is_active=False
)


def list_catalogue(*, by: Viewer) -> None:
    """List a catalogue to copy from as the administrator `by`. Idempotent."""
    if not targets_for(by).exists():
        save_target(None, CATALOGUE, by=by)


def scan_books(*, by: Viewer) -> None:
    """Enter the barcodes of a box of books as a librarian, and look them up. Idempotent."""
    if lists_of(by).exists():
        return
    made = scanning.begin(by=by)
    for entry in ENTRIES:
        scanning.add(made, entry=entry, by=by)
    looking_up.run(made.pk)
