"""What the forms of the desk share."""

import unicodedata
from typing import Any

from django import forms

from access.viewer import Viewer


class NfcCharField(forms.CharField):
    """Text as it is stored: composed (NFC), however it was typed or pasted."""

    def to_python(self, value: Any) -> str:
        """Composed and without spaces at its ends."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class DeskForm(forms.ModelForm):
    """A form of the desk: it knows who asks, and saves by calling an action."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def save_for(self, viewer: Viewer) -> Any:
        """Call the action that writes; returns the thing."""
        raise NotImplementedError
