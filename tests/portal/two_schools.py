"""Two schools with every kind of admin object; the objects of the other school have a mark in their names."""

from dataclasses import dataclass
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image as Picture
from wagtail.images import get_image_model
from wagtail.models import Collection as Folder
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, Translation, TranslationSource

from accounts.models import Membership, Person, Role, School
from portal.actions import create_school_home
from portal.models import NewsPage
from repository import actions
from repository.models import Collection, Resource
from sharing.viewer import system_viewer
from tests.factories import MembershipFactory, PersonFactory, SchoolFactory, a_draft

SECRET = "BiMatTruongB"


@dataclass(frozen=True)
class Holding:
    """The objects of one school."""

    school: School
    librarian: Person
    membership: Membership
    resource: Resource
    collection: Collection
    home: Page
    news: Page
    picture: Any
    translation: Translation
    sentence: StringSegment


def a_holding(code: str, mark: str) -> Holding:
    """Create a school with a librarian, a draft, a collection, a home, unpublished news, a picture, a translation."""
    school = SchoolFactory(code=code, name=f"Trường THCS {code}")
    home = create_school_home(school)
    membership = MembershipFactory(school=school, role=Role.LIBRARIAN, person=PersonFactory(name=f"Thủ thư {mark}"))
    by = system_viewer(school.pk, now=timezone.now())
    resource = a_draft(school, title=f"Sách {mark}")
    collection = actions.make_collection(school=school, name=f"Bộ {mark}", by=by)
    actions.add_to_collection(collection, resource=resource, by=by)
    news = home.add_child(instance=NewsPage(title=f"Tin {mark}", slug=f"tin-{code}", live=False, locale=home.locale))
    news.save_revision()
    translation = _translation(news)
    return Holding(
        school=school,
        librarian=membership.person,
        membership=membership,
        resource=resource,
        collection=collection,
        home=home,
        news=news,
        picture=_picture(school, mark),
        translation=translation,
        sentence=StringSegment.objects.filter(source=translation.source).first(),
    )


def bare_wagtail() -> None:
    """Create what Wagtail's migrations create, in case an earlier test emptied the database."""
    locale, _made = Locale.objects.get_or_create(language_code="vi")
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root", locale=locale)
    if Folder.get_first_root_node() is None:
        Folder.add_root(name="Root")


def two_schools() -> tuple[Holding, Holding]:
    """Create schools A and B; A's librarian may see no object of B."""
    bare_wagtail()
    return a_holding("truong-a", "TrườngA"), a_holding("truong-b", SECRET)


def _picture(school: School, mark: str) -> Any:
    file = ContentFile(b"", name=f"{school.code}.png")
    Picture.new("RGB", (40, 30), "teal").save(file, "PNG")
    return get_image_model().objects.create(
        title=f"Ảnh {mark}", file=file, width=40, height=30, collection=school.desk.collection
    )


def _translation(page: Page) -> Translation:
    source, _made = TranslationSource.update_or_create_from_instance(page)
    translation: Translation = Translation.objects.create(
        source=source, target_locale=Locale.objects.get(language_code="en")
    )
    translation.save_target(publish=False)
    return translation
