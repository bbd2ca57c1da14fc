"""The base of the desk's forms."""

from typing import Any

from django import forms

from access.viewer import Viewer


class DeskForm(forms.ModelForm):
    """A form of the desk: it has the viewer and saves by calling an action."""

    def __init__(self, *args: Any, viewer: Viewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer

    def save_for(self, viewer: Viewer) -> Any:
        """Call the action that writes; return the object."""
        raise NotImplementedError
