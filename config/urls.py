"""All URLs of the product; Wagtail's pages come last, because they match everything."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from accounts.views import set_language
from config import components
from operations.probes import PROBES

urlpatterns: list[URLPattern | URLResolver] = [
    *(path(name, probe) for name, probe in PROBES.items()),  # operations/middleware.py answers them earlier
    path("ngon-ngu/setlang/", set_language, name="set_language"),
    path("", include("portal.urls")),  # before the admin, because it replaces one of its screens
    path(settings.ADMIN_PREFIX.removeprefix("/"), include(wagtailadmin_urls)),
]
if settings.DEBUG:
    urlpatterns += components.urlpatterns

urlpatterns += i18n_patterns(
    path("tai-khoan/", include("allauth.account.urls")),
    path("tai-khoan/", include("accounts.urls")),
    path("chia-se/", include("sharing.urls")),
    path("so-hoa/", include("ingest.urls")),
    path("cho-muon/", include("circulation.urls")),
    path("tong-quan/", include("portal.overview.urls")),
    path("danh-sach/", include("roster.urls")),
    path("bien-muc-sao-chep/", include("imports.copy_cataloguing.urls")),
    path("nhap-tieu-de-chuan/", include("imports.authority_files.urls")),
    path("nhap-bieu-ghi/", include("imports.urls")),
    path("bieu-ghi/", include("portal.marc_editor.urls")),
    path("dot-thay-doi/", include("changesets.urls")),
    path("tieu-de-chuan/", include("portal.authorities.urls")),
    path("", include("reading.urls")),
    path("", include("portal.help.urls")),
    # Wagtail's own sign-in page would not throttle password guessing.
    path("_util/login/", RedirectView.as_view(pattern_name="account_login"), name="wagtail_login"),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

handler500 = "config.error_views.server_error"
