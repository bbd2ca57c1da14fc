"""Form fields for choosing among thousands: a part of the name is typed, and one or several choices are taken.

With JavaScript the field offers choices while one types (static/theme/picker.js). Without it, the form resolves the
words: a name that fits is taken, and several that fit are offered with the error.

Tom Select and accessible-autocomplete start from a <select> of all choices, which is what is avoided here.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.text import clean_line
from repository.letters import plain
from sharing.choice_sources import MAX_WORDS_LENGTH, Choice, ChoiceSource

MAX_VALUES = 1_000  # taken at once


@dataclass(frozen=True)
class Posted:
    """What a form posted for a picker: the values that are chosen, and words that name another one."""

    values: tuple[str, ...] = ()
    words: str = ""

    @classmethod
    def of(cls, value: Any) -> "Posted":
        """Return posted data unchanged, or an initial value as chosen."""
        if isinstance(value, cls):
            return value
        values = value if isinstance(value, list | tuple) else [value]
        return cls(tuple(str(one) for one in values if one not in (None, "")))


class Picker(forms.Widget):
    """The control: the choices that are taken, those that fit ambiguous words, and a text field for words."""

    several: ClassVar[bool]
    fixed: Sequence[Choice] = ()
    fitting: Sequence[Choice] = ()
    resolved: Sequence[Choice] | None = None  # the words of the form too, once it is checked
    source: ChoiceSource

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["theme/picker.css"]}
        js: ClassVar[list[Any]] = [forms.Script("theme/picker.js", type="module")]

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Posted:
        """Return the chosen values and the words."""
        values = data.getlist(name) if isinstance(data, MultiValueDict) else data.get(name, [])
        words = clean_line(str(data.get(f"{name}-words") or "")[:MAX_WORDS_LENGTH])
        return Posted(Posted.of(values).values[:MAX_VALUES], words)

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Return whether the form posted neither values nor words."""
        return name not in data and f"{name}-words" not in data

    def use_required_attribute(self, initial: Any) -> bool:
        """Return False: a choice counts, not the text field."""
        return False

    def render(self, name: str, value: Any, attrs: Mapping[str, Any] | None = None, renderer: Any = None) -> SafeString:
        """Render the control."""
        return render_to_string("components/picker.html", self.control(name, value, attrs or {}))

    def control(self, name: str, value: Any, attrs: Mapping[str, Any]) -> dict[str, Any]:
        """Return what the template shows."""
        posted = Posted.of(value) if self.resolved is None else Posted(tuple(one.value for one in self.resolved))
        chosen = [choice for choice in self.named(posted.values) if choice not in self.fixed]
        every = {**self.attrs, **attrs}
        text_field = {
            **every,
            "class": "input picker__words",
            "type": "text",
            "name": f"{name}-words",
            "value": "" if self.fitting else posted.words,
            "autocomplete": "off",
            "maxlength": MAX_WORDS_LENGTH,
        }
        return {
            "name": name,
            "label": every["aria-label"],
            "text_field": flatatt(text_field),
            "several": self.several,
            "url": self.source.url,
            "values": posted.values,
            "fixed": self.fixed,
            "chosen": chosen,
            "fitting": [choice for choice in self.fitting if choice not in chosen],
        }

    def named(self, values: Sequence[str]) -> list[Choice]:
        """Return the fixed choices and those of the source that have these values, in their order."""
        known = {choice.value: choice for choice in self.fixed} | self.source.named(values)
        return [known[value] for value in dict.fromkeys(values) if value in known]


class OnePicker(Picker):
    """The control for one choice: a list of the few that are offered at once, and the text field for all others."""

    several = False


class SeveralPicker(Picker):
    """The control for several choices: a check box for each, and the text field for more."""

    several = True


class PickerField(forms.Field):
    """Base of the fields. A form sets `source` in its constructor, for its viewer; `fixed` are offered at once."""

    widget: Any
    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid_choice": _("One of the choices no longer exists, or you may not choose it. Choose again."),
        "no_fit": _("Nothing fits “%(words)s”. Check the spelling, or type fewer letters."),
    }

    @property
    def source(self) -> ChoiceSource:
        """Return what can be chosen."""
        source: ChoiceSource = self.widget.source
        return source

    def offer(self, source: ChoiceSource, fixed: Iterable[Choice] = ()) -> None:
        """Set what can be chosen, and which choices are offered at once."""
        self.widget.source, self.widget.fixed = source, tuple(fixed)
        self.widget.attrs["aria-label"] = str(self.label)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether other values than the initial ones are chosen."""
        posted = Posted.of(data)
        return bool(posted.words) or set(posted.values) != set(Posted.of(initial).values)

    def choices_in(self, value: Any) -> list[Choice]:
        """Return the chosen values as choices, then the one that the words name. Raise ValidationError."""
        posted = Posted.of(value)
        chosen = self.widget.named(posted.values)
        if len(chosen) != len(set(posted.values)):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        if posted.words:
            chosen.append(self._fitting(posted.words))
        self.widget.resolved = chosen
        return chosen

    def _fitting(self, words: str) -> Choice:
        """Return the one choice that fits the words, or has them as its whole name; else offer those that fit."""
        found = self.source.find(words)
        same = [choice for choice in found.choices if plain(choice.label) == plain(words)]
        fitting = same if len(same) == 1 else found.choices
        if len(fitting) == 1 and not (found.more and not same):
            return fitting[0]
        if not fitting:
            raise ValidationError(self.error_messages["no_fit"], code="no_fit", params={"words": words})
        self.widget.fitting = fitting
        number = len(fitting) + found.more
        raise ValidationError(
            ngettext(
                "%(number)s name fits “%(words)s”. Choose from the list, or type more of the name.",
                "%(number)s names fit “%(words)s”. Choose from the list, or type more of the name.",
                number,
            ),
            code="several_fit",
            params={"words": words, "number": number},
        )


class PickOne(PickerField):
    """A field for one choice; its value is the Choice, or None."""

    widget = OnePicker

    def clean(self, value: Any) -> Choice | None:
        """Return the choice; typed words count before a value that was chosen earlier. Raise ValidationError."""
        posted = Posted.of(value)
        chosen = self.choices_in(Posted(words=posted.words) if posted.words else posted)
        if not chosen and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return chosen[0] if chosen else None


class PickSeveral(PickerField):
    """A field for several choices; its value is a tuple of Choice."""

    widget = SeveralPicker

    def clean(self, value: Any) -> tuple[Choice, ...]:
        """Return the choices, each once. Raise ValidationError."""
        chosen = self.choices_in(value)
        if not chosen and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return tuple(dict.fromkeys(chosen))


def picker(form: forms.BaseForm, name: str) -> PickerField:
    """Return a picker of a form."""
    field = form.fields[name]
    assert isinstance(field, PickerField)
    return field
