"""Content security policies: what a page may load and run, for readers, for the desk, for bytes that people sent."""

from urllib.parse import parse_qs, urlsplit

Policy = dict[str, tuple[str, ...]]

SELF, NONE = "'self'", "'none'"


def site_csp(store_url: str) -> Policy:
    """Readers' screens: nothing inline, nothing from elsewhere but the objects that the store hands out itself."""
    store = origin_of(store_url)
    return {
        "default-src": (NONE,),
        "script-src": (SELF,),
        "style-src": (SELF,),
        "style-src-attr": ("'unsafe-inline'",),  # the reader places its pages and word boxes so
        "img-src": (SELF, "data:", *store),
        "font-src": (SELF,),
        "media-src": (SELF, "blob:", *store),  # hls.js feeds the player from memory
        "connect-src": (SELF, *store),  # parts of uploads go straight to the store
        "worker-src": (SELF, "blob:"),
        "object-src": (NONE,),
        "base-uri": (NONE,),
        "form-action": (SELF,),
        "frame-ancestors": (SELF,),
    }


def admin_csp(store_url: str) -> Policy:
    """Return the policy of the admin: its widgets write inline scripts and styles; nothing comes from other hosts."""
    return site_csp(store_url) | {
        "script-src": (SELF, "'unsafe-inline'"),
        "style-src": (SELF, "'unsafe-inline'"),
        "img-src": (SELF, "data:", "blob:", *origin_of(store_url)),
        "frame-src": (SELF,),  # the preview of a page
    }


# What people sent, wherever it is shown: no script, no form, an origin of its own.
UPLOAD_SOURCES: Policy = {
    "default-src": (NONE,),
    "style-src": ("'unsafe-inline'",),
    "frame-ancestors": (NONE,),
    "sandbox": ("",),
}


def origin_of(store_url: str) -> tuple[str, ...]:
    """Return the origin from which browsers fetch objects; none where they come through the site."""
    parts = urlsplit(store_url)
    if parts.scheme != "s3":
        return ()
    wishes = parse_qs(parts.query)
    scheme = "http" if wishes.get("secure", ["1"])[-1] == "0" else "https"
    seen = urlsplit(wishes.get("public", [f"{scheme}://{parts.netloc.rpartition('@')[2]}"])[-1])
    return (f"{seen.scheme}://{seen.netloc}",)
