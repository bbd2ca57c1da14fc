"""The base of StreamField blocks that choose an object among what the current viewer of the admin may choose."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.functional import cached_property
from wagtail.blocks import ChooserBlock

from access.viewer import Viewer
from accounts.text import is_key
from portal.current_viewer import current_viewer

Offered = Callable[[], QuerySet[Any]]


class ViewerChooserBlock(ChooserBlock):
    """An object in a StreamField; a key outside `query` of the viewer is no choice."""

    query: ClassVar["staticmethod[[Viewer], QuerySet[Any]]"]

    @cached_property
    def field(self) -> forms.ModelChoiceField:
        """Return the field that serves all requests; it looks its choices up when used."""
        return ViewerChoiceField(self._offered, widget=self.widget, required=self._required, help_text=self._help_text)

    def value_from_form(self, value: Any) -> Any:
        """Return the object of a posted key, or None."""
        if value is None or isinstance(value, Model):
            return value
        return self._offered().filter(pk=value).first() if is_key(value) else None

    def _offered(self) -> QuerySet[Any]:
        viewer = current_viewer()
        return type(self).query(viewer) if viewer else self.target_model.objects.none()


class ViewerChoiceField(forms.ModelChoiceField):
    """A choice among what `offered` returns at the time of the request."""

    def __init__(self, offered: Offered, **kwargs: Any) -> None:
        super().__init__(queryset=offered().none(), **kwargs)
        self.offered = offered

    def to_python(self, value: Any) -> Any:
        """Return the object. Raise ValidationError for any other key. One instance serves all requests."""
        if value in self.empty_values:
            return None
        chosen = self.offered().filter(pk=value).first() if is_key(value) else None
        if chosen is None:
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return chosen
