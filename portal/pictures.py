"""Who may fetch a resized picture: everybody, if a page that everybody can read shows it; else its own desk.

Wagtail stores resized pictures under names that can be guessed from those of their originals, so every request for
one is decided here.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, Rendition
from wagtail.models import Page, ReferenceIndex

from access.viewer import Viewer
from accounts.errors import NotFound
from portal.picture_chooser import pictures_of


def authorize_picture(viewer: Viewer, stored_name: str) -> bool:
    """Return True if everybody may fetch the resized picture, False if the viewer may. Raises NotFound otherwise."""
    rendition = Rendition.objects.filter(file=stored_name).select_related("image").first()
    if rendition is None:
        raise NotFound
    if _pages_with(rendition.image).exists():
        return True
    if not pictures_of(viewer).filter(pk=rendition.image_id).exists():
        raise NotFound
    return False


def _pages_with(picture: AbstractImage) -> QuerySet[Page]:
    """Return the published pages that show the picture: those in its row, not in a draft of a later version."""
    model = ContentType.objects.get_for_model(get_image_model())
    shown = ReferenceIndex.objects.filter(to_content_type=model, to_object_id=str(picture.pk))
    keys = shown.filter(base_content_type=ContentType.objects.get_for_model(Page)).values_list("object_id", flat=True)
    return Page.objects.live().filter(pk__in=[int(key) for key in keys])  # the index stores keys as text
