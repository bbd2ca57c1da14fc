"""Choosing pictures for pages: those of the school's own folder alone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.functional import cached_property
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.images.widgets import AdminImageChooser
from wagtail.models import Collection as Folder

from access.viewer import Viewer
from accounts.text import is_key
from portal.current_viewer import current_viewer


def own_pictures() -> QuerySet[Any]:
    """Return the pictures of the current viewer's school; none without a viewer."""
    viewer = current_viewer()
    return pictures_of(viewer) if viewer is not None else get_image_model().objects.none()


def pictures_of(viewer: Viewer) -> QuerySet[Any]:
    """Return the pictures that the viewer may put on pages."""
    pictures = get_image_model().objects.all()
    if viewer.is_node_admin:
        return pictures
    if not viewer.is_staff:
        return pictures.none()
    folder = Folder.objects.filter(desk__school=viewer.school).first()
    return pictures.filter(collection__in=folder.get_descendants(inclusive=True)) if folder else pictures.none()


class OwnPictureWidget(AdminImageChooser):
    """A widget that shows a picture to its owner alone."""

    def get_instance(self, value: Any) -> Any:
        """Return the picture, or None."""
        key = getattr(value, "pk", value)
        return own_pictures().filter(pk=key).first() if is_key(key) else None


class OwnPictureField(forms.ModelChoiceField):
    """A choice among the school's own pictures. One instance serves all requests, so it stores nothing."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=get_image_model().objects.none(), **kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the picture. Raise ValidationError for any other key."""
        if value in self.empty_values:
            return None
        picture = OwnPictureWidget().get_instance(value)
        if picture is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return picture


class OwnPictureChooserBlock(ImageChooserBlock):
    """A picture of the school in a StreamField."""

    @cached_property
    def widget(self) -> OwnPictureWidget:
        """Return the chooser's widget."""
        return OwnPictureWidget()

    @cached_property
    def field(self) -> OwnPictureField:
        """Return the field, which looks its choices up when used."""
        return OwnPictureField(widget=self.widget, required=self._required, help_text=self._help_text)

    def value_from_form(self, value: Any) -> Any:
        """Return the picture of a posted key, or None."""
        return self.widget.get_instance(value) if value is not None else None


class OwnPictureBlock(ImageBlock):
    """A picture with its description in words."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        picture = OwnPictureChooserBlock(required=required)
        picture.set_name("image")
        self.child_blocks["image"] = picture


class SchoolHomeForm(WagtailAdminPageForm):
    """The form of a school's home page; the logo is one of the school's own pictures."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "logo" in self.fields:
            sign = self.fields["logo"]
            self.fields["logo"] = OwnPictureField(widget=OwnPictureWidget(), required=False, label=sign.label)
