"""Content security policies of the site, of the admin and of uploaded files."""

from urllib.parse import parse_qs, urlsplit

Policy = dict[str, tuple[str, ...]]

SELF, NONE = "'self'", "'none'"


def site_csp(store_url: str) -> Policy:
    """Return the policy of the site: nothing inline, nothing from other hosts but the store."""
    store = origin_of(store_url)
    return {
        "default-src": (NONE,),
        "script-src": (SELF,),
        "style-src": (SELF,),
        "style-src-attr": ("'unsafe-inline'",),  # BookReader positions pages and word boxes with it
        "img-src": (SELF, "data:", *store),
        "font-src": (SELF,),
        "media-src": (SELF, "blob:", *store),  # hls.js plays from memory
        "connect-src": (SELF, *store),  # browsers upload parts directly to the store
        "worker-src": (SELF, "blob:"),
        "object-src": (NONE,),
        "base-uri": (NONE,),
        "form-action": (SELF,),
        "frame-ancestors": (SELF,),
    }


def admin_csp(store_url: str) -> Policy:
    """Return the policy of the Wagtail admin, whose widgets have inline scripts and styles."""
    return site_csp(store_url) | {
        "script-src": (SELF, "'unsafe-inline'"),
        "style-src": (SELF, "'unsafe-inline'"),
        "img-src": (SELF, "data:", "blob:", *origin_of(store_url)),
        "frame-src": (SELF,),  # the preview of a page
    }


# For uploaded files, wherever they are shown: no script, no form, an opaque origin.
UPLOAD_SOURCES: Policy = {
    "default-src": (NONE,),
    "style-src": ("'unsafe-inline'",),
    "frame-ancestors": (NONE,),
    "sandbox": ("",),
}


def origin_of(store_url: str) -> tuple[str, ...]:
    """Return the origin from which a browser fetches objects, or nothing if the web server serves them."""
    parts = urlsplit(store_url)
    if parts.scheme != "s3":
        return ()
    options = parse_qs(parts.query)
    scheme = "http" if options.get("secure", ["1"])[-1] == "0" else "https"
    public = urlsplit(options.get("public", [f"{scheme}://{parts.netloc.rpartition('@')[2]}"])[-1])
    return (f"{public.scheme}://{public.netloc}",)
