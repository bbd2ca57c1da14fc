"""An address of this site as a QR code."""

from io import BytesIO

import segno
from django.http import HttpResponse

from accounts.site_address import absolute


def qr_response(path: str, *, cache_control: str) -> HttpResponse:
    """Return the full address of a path as an SVG image; it gives no more access than the address does."""
    svg = BytesIO()
    segno.make(absolute(path), error="m").save(svg, kind="svg", scale=4, border=2, light="#fff")
    response = HttpResponse(svg.getvalue(), content_type="image/svg+xml; charset=utf-8")
    response["Cache-Control"] = cache_control
    return response
