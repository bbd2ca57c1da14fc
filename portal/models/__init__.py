"""Tables of the front end: the desks of schools in the admin, and the page types."""

from portal.models.desk import Desk
from portal.models.pages import HomePage, NewsPage, SchoolHomePage, SchoolsPage, TextPage

__all__ = ["Desk", "HomePage", "NewsPage", "SchoolHomePage", "SchoolsPage", "TextPage"]
