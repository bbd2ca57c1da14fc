"""What a SKOS file says: schemes, concepts, and groups of concepts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import quote, unquote

from django.conf import settings
from django.utils.translation import override

URN = "urn:x-tu-sach:"
URN_UUID = "urn:uuid:"
_AUTHORITIES, _LIST = f"{URN}authorities:", f"{URN}list:"

Text = tuple[str, str]  # language, empty for none, and the text


def urn(*parts: object) -> str:
    """Return a URN of this product: `urn:x-tu-sach:programme-2018:subject:toan`."""
    return URN + ":".join(quote(str(part), safe="") for part in parts)


def in_languages(text: Callable[[], str]) -> dict[str, str]:
    """Return a translated text by language, for every language of the product."""
    names = {}
    for code, _label in settings.LANGUAGES:
        with override(code):
            names[code] = text()
    return names


def authorities_scheme(kind: str) -> str:
    """Return the URI of the scheme of the authorities of a kind."""
    return _AUTHORITIES + kind


def kind_of_scheme(uri: str) -> str:
    """Return the kind of authorities whose scheme this is; empty for other schemes."""
    return uri.removeprefix(_AUTHORITIES) if uri.startswith(_AUTHORITIES) else ""


def list_uri(name: str) -> str:
    """Return the URI that says from which list, such as `lcsh`, a number is."""
    return _LIST + quote(name, safe="")


def list_name(uri: str) -> str:
    """Return the list of a URI of `list_uri`; empty for others."""
    return unquote(uri.removeprefix(_LIST)) if uri.startswith(_LIST) else ""


@dataclass(frozen=True)
class Scheme:
    """A concept scheme; `names` by language."""

    uri: str
    names: Mapping[str, str]


@dataclass(frozen=True)
class Concept:
    """A concept of a scheme; `names` by language, an empty one for a name in no language.

    `hidden` are texts that find it and are not shown. `notation_list` is the URI of the list that the notation is from.
    `until` is the first day on which it is not valid. `position` sorts it among its siblings.
    """

    uri: str
    scheme: str
    names: Mapping[str, str]
    is_top: bool = False
    broader: tuple[str, ...] = ()
    variants: tuple[Text, ...] = ()
    hidden: tuple[Text, ...] = ()
    notes: tuple[Text, ...] = ()
    notation: str = ""
    notation_list: str = ""
    same_as: str = ""  # URI of the concept elsewhere
    part_of: str = ""  # URI of a textbook series
    temporal: str = ""  # the years of a person
    extent: str = ""
    publisher: str = ""
    position: int | None = None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Group:
    """A collection: concepts that belong together without one being the broader of the other."""

    uri: str
    scheme: str
    names: Mapping[str, str]
    members: tuple[str, ...] = field(default=())


Thing = Scheme | Concept | Group
