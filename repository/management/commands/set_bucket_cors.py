"""`manage.py set_bucket_cors`: allow browsers on SITE_URL to send parts of files into the bucket."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from repository.store import allow_uploads_from


class Command(BaseCommand):
    """Set the CORS rule of a new bucket, and again when SITE_URL changes. Files on disk need none."""

    help = "Tell the bucket that pages of SITE_URL may put parts of files into it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set the rule and report it."""
        if allow_uploads_from(settings.SITE_URL):
            sentence = _("Browsers on %(site)s may now upload files directly to the bucket.")
            self.stdout.write(sentence % {"site": settings.SITE_URL})
        else:
            self.stdout.write(_("Files are stored on disk: nothing needs to be allowed."))
