"""Tables of the catalogue: editions, resources, authorities, history, files, pages, collections, index changes."""

from repository.models.authority import Authority, AuthorityVariant
from repository.models.blob import Blob
from repository.models.collection import Collection, CollectionEntry
from repository.models.copy_data import CopyData
from repository.models.curriculum import (
    ClassCaption,
    CurriculumTerm,
    Lesson,
    LessonMatch,
    LessonResource,
)
from repository.models.file import Cue, ResourceFile
from repository.models.grant import Grant, ResourceLabel
from repository.models.heading_proposal import DistinctAuthorities, HeadingProposal
from repository.models.history import MarcRecord, RecordChange
from repository.models.index_change import IndexChange
from repository.models.page import Page, PageImage, PageImageSize, PageText
from repository.models.resource import Contributor, Edition, Resource, ResourceHeading

__all__ = [
    "Authority",
    "AuthorityVariant",
    "Blob",
    "ClassCaption",
    "Collection",
    "CollectionEntry",
    "Contributor",
    "CopyData",
    "Cue",
    "CurriculumTerm",
    "DistinctAuthorities",
    "Edition",
    "Grant",
    "HeadingProposal",
    "IndexChange",
    "Lesson",
    "LessonMatch",
    "LessonResource",
    "MarcRecord",
    "Page",
    "PageImage",
    "PageImageSize",
    "PageText",
    "RecordChange",
    "Resource",
    "ResourceFile",
    "ResourceHeading",
    "ResourceLabel",
]
