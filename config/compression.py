"""Compression of pages and JSON: a screen then takes a fourth of the bytes. Files and pictures are sent as they are."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/html", "text/css", "application/json", "text/javascript", "image/svg+xml")


class PageCompressionMiddleware(GZipMiddleware):
    """Compress texts that a view made. Against BREACH Django masks the CSRF token and adds bytes of random number."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Return the response, compressed if it is a text that is in memory."""
        if response.streaming or not response.headers.get("Content-Type", "").startswith(COMPRESSED):
            return response
        return super().process_response(request, response)
