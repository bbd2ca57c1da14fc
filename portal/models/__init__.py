"""What is stored of the front end: the desks of schools in the admin, and the types of pages."""

from portal.models.desk import Desk
from portal.models.pages import HomePage, NewsPage, SchoolHomePage, SchoolsPage, TextPage

__all__ = ["Desk", "HomePage", "NewsPage", "SchoolHomePage", "SchoolsPage", "TextPage"]
