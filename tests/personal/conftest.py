"""A school, its teacher as a viewer, and a resource that everyone may read."""

import pytest

from access.actions import Action
from access.labels import EVERYONE
from access.viewer import Viewer
from accounts.models import School
from repository.models import Resource
from tests.factories import SchoolFactory, a_resource, a_viewer


@pytest.fixture
def school() -> School:
    return SchoolFactory(name="Trường THCS Lý Thái Tổ")


@pytest.fixture
def teacher(school: School) -> Viewer:
    return a_viewer(school=school)


@pytest.fixture
def book(school: School) -> Resource:
    return an_open_resource(school)


def an_open_resource(school: School, title: str = "Đất nước đứng lên") -> Resource:
    return a_resource(school, title=title, opened={Action.READ: EVERYONE})
