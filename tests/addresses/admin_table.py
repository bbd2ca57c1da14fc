"""The part of the table for the Wagtail admin: hundreds of addresses, listed by prefix; the longest match applies.

People without admin access learn nothing: visitors are redirected to the sign-in, others are refused at every address.
A librarian gets an answer for objects of their school, and 404 for all others and for addresses without a row.
"""

from dataclasses import dataclass

IN: frozenset[int] = frozenset(
    {200, 201, 204, 301, 302, 400, 405, 409, 422}
)  # the request reaches the view, which may reject its data
GONE: frozenset[int] = frozenset({404})
NO_SUCH = frozenset({404, 405})  # the object does not exist, or the method is refused before the look-up
SHOWN: frozenset[int] = frozenset({200, 405})
REDIRECTED: frozenset[int] = frozenset({302})
REFUSED: frozenset[int] = frozenset({403})
ANSWERED: frozenset[int] = IN | GONE | REFUSED  # anything but a server error
NO_DESK = ("pupil_a", "teacher_a", "head_a", "teacher_b", "teacher_c", "officer", "cataloguer", "ended")


@dataclass(frozen=True)
class Prefix:
    """The answers below a prefix: to the librarian who manages the object, and to the node administrator."""

    begins: str
    librarian: frozenset[int]
    kind: str = "nothing"  # of the object that a part of the address names
    admin: frozenset[int] = ANSWERED


PREFIXES: tuple[Prefix, ...] = (
    Prefix("quan-tri/", GONE),
    Prefix("quan-tri/account/", IN),
    Prefix("quan-tri/logout/", IN),
    Prefix("quan-tri/login/", REDIRECTED, admin=REDIRECTED),
    Prefix("quan-tri/dismissibles/", IN),
    Prefix("quan-tri/tinh-trang/", GONE, admin=SHOWN),  # the state of the installation
    Prefix("quan-tri/block-preview/", NO_SUCH),  # the address names no block
    Prefix("quan-tri/editing-sessions/release/", IN),
    Prefix("quan-tri/localize/jsi18n/", IN),
    Prefix("quan-tri/chua-tim-duoc/", IN),
    Prefix("quan-tri/buoc-dau/", GONE, admin=SHOWN),
    Prefix("quan-tri/buoc-dau/thu-thu/", IN),  # a librarian's own first steps, shown or hidden
    Prefix("quan-tri/lien-he/", IN),
    # The librarian's desk.
    Prefix("quan-tri/hoc-lieu/", IN, "desk resource", admin=ANSWERED),
    Prefix("quan-tri/bo-suu-tap/", IN, "collection"),
    Prefix(
        "quan-tri/bo-suu-tap/order/<int:pk>/<int:first>/<int:last>/<int:resource>/", NO_SUCH, "collection"
    ),  # no row
    Prefix("quan-tri/nguoi/", IN, "person"),
    Prefix("quan-tri/truong/", IN, "school"),
    Prefix("quan-tri/truong/new/", REDIRECTED),
    Prefix("quan-tri/chon-hoc-lieu/", IN, "desk resource"),
    Prefix("quan-tri/chon-hoc-lieu-truong/", IN, "desk resource"),
    Prefix("quan-tri/chon-bo-suu-tap/", IN, "collection"),
    # The node administrator's status screens.
    Prefix("quan-tri/hang-doi/", GONE, admin=SHOWN),
    Prefix("quan-tri/tu-dong-nghia/", GONE),
    Prefix("quan-tri/nguon-bien-muc/", GONE),
    Prefix("quan-tri/mon-hoc/", GONE),
    Prefix("quan-tri/hang-doi/thu/thu-lai/", GONE, admin=IN),
    Prefix("quan-tri/hang-doi/<uuid:upload>/thu-lai/", GONE, "upload", admin=NO_SUCH),  # the upload has not failed
    # Pages.
    Prefix("quan-tri/pages/", IN, "page"),
    Prefix("quan-tri/pages/usage/", GONE),
    Prefix("quan-tri/pages/create/", GONE),
    Prefix("quan-tri/pages/workflow/", GONE),
    Prefix("quan-tri/pages/<int:page_id>/privacy/", GONE, "page"),
    Prefix("quan-tri/pages/<int:page_id>/lock/", GONE, "page"),
    Prefix("quan-tri/pages/<int:page_id>/unlock/", GONE, "page"),
    Prefix("quan-tri/pages/<int:page_id>/workflow_history/", GONE, "page"),
    Prefix("quan-tri/pages/<int:page_id>/convert_alias/", GONE, "page"),  # the page is no alias
    Prefix("quan-tri/choose-page/", IN, "page"),
    Prefix("quan-tri/choose-page/chosen-multiple/", GONE),  # none is ticked
    Prefix("quan-tri/choose-external-link/", IN),
    Prefix("quan-tri/choose-email-link/", IN),
    Prefix("quan-tri/choose-phone-link/", IN),
    Prefix("quan-tri/choose-anchor-link/", IN),
    Prefix("quan-tri/localize/submit/page/", IN, "page"),
    Prefix("quan-tri/localize/page/", GONE, "page"),  # the page is no alias
    Prefix("quan-tri/localize/translate/", IN, "translation"),
    Prefix("quan-tri/localize/translate/<int:translation_id>/machine_translate/", GONE, "translation"),
    Prefix("quan-tri/localize/translate/<int:translation_id>/preview/<str:mode>/", GONE, "translation"),
    Prefix("quan-tri/localize/update/", IN, "translation"),
    # Pictures.
    Prefix("quan-tri/images/", IN, "picture"),
    Prefix("quan-tri/images/<int:image_id>/generate_url/", GONE, "picture"),
    Prefix("quan-tri/images/<int:image_id>/preview/", GONE, "picture"),
    Prefix("quan-tri/images/multiple/create_from_uploaded_image/", NO_SUCH),
    Prefix("quan-tri/images/multiple/delete_upload/", NO_SUCH),
    Prefix("quan-tri/images/chooser/chosen-multiple/", GONE),  # none is ticked
    # No role may use Wagtail's own screens for people, groups and documents.
    Prefix("quan-tri/users/", GONE, admin=GONE),
    Prefix("quan-tri/groups/", GONE, admin=GONE),
    Prefix("quan-tri/documents/", GONE, admin=GONE),
    Prefix("quan-tri/snippets/", GONE, admin=GONE),
    Prefix("quan-tri/embeds/", GONE, admin=GONE),
    Prefix("quan-tri/password_reset/", GONE, admin=GONE),
    Prefix("quan-tri/failwhale/", GONE, admin=GONE),
)

# Icons and translations of the interface, the same for all users.
PUBLIC = frozenset({"quan-tri/sprite/", "quan-tri/jsi18n/"})


def prefix_of(route: str) -> Prefix:
    """Return the row that applies to a URL of the admin."""
    if route == "quan-tri/":
        return Prefix(route, IN)
    return max((row for row in PREFIXES if route.startswith(row.begins)), key=lambda row: len(row.begins))
