"""Fields and the base of the desk's forms."""

import unicodedata
from typing import Any

from django import forms

from access.viewer import Viewer


class NfcCharField(forms.CharField):
    """Text in composed form (NFC), however the user typed or pasted it."""

    def to_python(self, value: Any) -> str:
        """Compose the text and strip spaces at its ends."""
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class DeskForm(forms.ModelForm):
    """A form of the desk: it has the viewer and saves by calling an action."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def save_for(self, viewer: Viewer) -> Any:
        """Call the action that writes; return the object."""
        raise NotImplementedError
