"""Kinds of files and of archives that people upload and that cannot be digitised: one exception for each advice.

`found` is the name under which people know the kind: EPUB, SCORM, WMV. ingest/parsers/known_kinds.py and containers.py
recognise the kinds.
"""

from django.utils.translation import gettext_lazy as _

from ingest.errors import BadInput


class UnknownType(BadInput):
    """Content without any known mark."""

    sentence = _(
        "The content of this file is of no known kind, or the file is damaged. Open it on your computer, "
        "save it as PDF or as images (JPEG, PNG), and upload those."
    )
    code = "unknown_type"


class DocumentToExport(BadInput):
    """A document of a program that can export PDF."""

    sentence = _("This is a document (%(found)s), which cannot be shown here. Save it as PDF and upload the PDF.")
    code = "document_to_export"


class ElectronicBook(BadInput):
    """An e-book whose text has no pages."""

    sentence = _(
        "This is an e-book (%(found)s), which cannot be shown here yet. If you have the same book as PDF, "
        "upload the PDF."
    )
    code = "electronic_book"


class LearningPackage(BadInput):
    """An interactive package: its pictures are not pages."""

    sentence = _(
        "This is a learning package (%(found)s), which cannot be played here yet. Its images are not the pages of a "
        "book, so nothing of it was taken. Keep the file until this library can play such packages."
    )
    code = "learning_package"


class CopyProtected(BadInput):
    """A file that only one program or account can open."""

    sentence = _(
        "This file is copy-protected by DRM (%(found)s): only the account that bought it can open it. Ask the "
        "publisher for a file without copy protection."
    )
    code = "copy_protected"


class OtherArchive(BadInput):
    """An archive of another kind than ZIP."""

    sentence = _(
        "This is an archive of the kind %(found)s. Unpack it on your computer and upload the files, or make a ZIP file "
        "of the page images."
    )
    code = "other_archive"


class OtherPicture(BadInput):
    """A picture in a format that is not read."""

    sentence = _(
        "This is an image of the kind %(found)s, which cannot be read. Save it as JPEG or PNG and upload that."
    )
    code = "other_picture"


class OtherRecording(BadInput):
    """A recording in a format that is not read."""

    sentence = _(
        "This is a recording of the kind %(found)s, which cannot be played here. Convert it to MP4 (video) or MP3 "
        "(sound) and upload that."
    )
    code = "other_recording"


class FormOfAdobe(BadInput):
    """A PDF whose pages exist only in Adobe's programs (XFA)."""

    sentence = _(
        "This PDF is a form that only Adobe Reader can show (XFA). Open it there, print it to a new PDF, "
        "and upload that."
    )
    code = "form_of_adobe"


class TooManyEntries(BadInput):
    """An archive with more files than the limit."""

    sentence = _("The archive contains %(found)s files; the limit is %(limit)s. Split it into several archives.")
    code = "too_many_entries"


class UnpacksTooLarge(BadInput):
    """A zip bomb, or an archive that looks like one."""

    sentence = _(
        "Unpacked, the archive would be far larger than page images are. Make a new ZIP file that "
        "contains only the images."
    )
    code = "unpacks_too_large"


class UnsafeArchive(BadInput):
    """An archive with names that lead out of it, overlapping entries, or links."""

    sentence = _("The archive is built in a way that can cause harm (%(found)s). Make a new ZIP file of the images.")
    code = "unsafe_archive"


class PackedOtherwise(BadInput):
    """A ZIP file whose entries are packed by a method that is not read."""

    sentence = _(
        "The files in this ZIP file are packed by the method %(found)s, which cannot be unpacked. Make the ZIP file "
        "again with the method “Deflate”, or upload the images without a ZIP file."
    )
    code = "packed_otherwise"


class ArchiveOfFiles(BadInput):
    """A ZIP file without pictures, whose files can be uploaded one by one."""

    sentence = _(
        "This ZIP file contains no page images, but other files (%(found)s). Unpack it and upload the files "
        "themselves; you can choose several at once."
    )
    code = "archive_of_files"


class NoReadablePage(BadInput):
    """A file of which every page is broken."""

    sentence = _(
        "Not one of the pages (%(found)s) could be read. Open the file on your computer to check it, scan or export it "
        "again, then upload it again."
    )
    code = "no_readable_page"
