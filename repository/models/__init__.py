"""Tables of the catalogue: editions, resources, files, pages, collections, blobs, index changes."""

from repository.models.blob import Blob
from repository.models.collection import Collection, CollectionEntry
from repository.models.file import Cue, ResourceFile
from repository.models.grant import Grant, ResourceLabel
from repository.models.index_change import IndexChange
from repository.models.page import Page, PageImage, PageImageSize, PageText
from repository.models.resource import Contributor, Edition, Resource

__all__ = [
    "Blob",
    "Collection",
    "CollectionEntry",
    "Contributor",
    "Cue",
    "Edition",
    "Grant",
    "IndexChange",
    "Page",
    "PageImage",
    "PageImageSize",
    "PageText",
    "Resource",
    "ResourceFile",
    "ResourceLabel",
]
