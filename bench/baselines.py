"""The baseline of the HTTP rows: a minimal Django that answers one address with a constant, and one with a file."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import FileResponse, HttpResponse
from django.urls import path


def constant(request: Any) -> HttpResponse:
    """Return the shortest possible response."""
    return HttpResponse("Tủ Sách")


def file(request: Any) -> FileResponse:
    """Send the file that BENCH_FILE names."""
    return FileResponse(Path(os.environ["BENCH_FILE"]).open("rb"), content_type="image/jpeg")


settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="of-no-use",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
)
urlpatterns = [path("", constant), path("file", file)]
application = get_wsgi_application()
