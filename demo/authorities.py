"""Authorities of the demo: persons with variants, a body, a subject, a pair that looks the same, and a proposal."""

from access.viewer import Viewer
from demo import anthology, handbook
from repository.authorities.actions import create_authority, propose_form
from repository.authorities.form import Form
from repository.models import Authority

Kind = Authority.Kind
PHYSICIST = handbook.CREATORS[0]
AUTHORITIES = (
    (Kind.PERSON, Form(anthology.EDITOR, variants=("Thu Hà",))),
    (Kind.PERSON, Form(PHYSICIST, variants=("Trần M. Khoa",))),
    (Kind.PERSON, Form("Trần Minh Khoá")),  # looks the same: a cataloguer decides
    (Kind.PERSON, Form("Pham, Mary")),
    (Kind.BODY, Form("Tổ Toán Trường THCS Nguyễn Du", variants=("Tổ Toán Nguyễn Du",))),
    (Kind.SUBJECT, Form("Thơ Đường luật", variants=("Thơ Đường", "Đường thi"))),
)


def make_authorities(*, by: Viewer, librarian: Viewer) -> None:
    """Create them as the cataloguer `by`, and let a librarian propose the year of birth of one. Idempotent."""
    if Authority.objects.exists():
        return
    made = [create_authority(kind=kind, form=form, by=by) for kind, form in AUTHORITIES]
    described = Form(PHYSICIST, "1979-", variants=AUTHORITIES[1][1].variants)
    propose_form(made[1], form=described, by=librarian, why=f"Ghi ở bìa sau của “{handbook.TITLE}”")
