"""The settings. Without environment variables they are the embedded set; production sets the URLs."""

import logging
import os
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from config import csp, queues
from config.caches import caches
from config.databases import databases, routers
from config.environment import WEB_SERVER_SETTINGS, env, log_format
from config.mail import sender_for
from config.renamed import accept_old_settings
from config.secret import secret_key
from operations.logs import logging_config
from operations.sqlite_files import close_to_others

ROOT = Path(__file__).resolve().parent.parent
accept_old_settings(os.environ)

VAR_DIR = Path(env.str("VAR_DIR", default=str(ROOT / "var"))).resolve()
VAR_DIR.mkdir(parents=True, exist_ok=True)

# Services. Each default is embedded and needs no server.
OBJECT_STORE_URL = env.str("OBJECT_STORE_URL", default=f"file://{VAR_DIR / 'store'}")
SEARCH_URL = env.str("SEARCH_URL", default=f"tantivy://{VAR_DIR / 'index'}")
TASKS_URL = env.str("TASKS_URL", default="")
CACHE_URL = env.str("CACHE_URL", default=f"filecache://{VAR_DIR / 'cache'}")
SITE_URL = env.str("SITE_URL", default="http://localhost:8000").rstrip("/")
CONTENT_URL = env.str("CONTENT_URL", default="http://content.localhost:8000").rstrip("/")
SOURCE_URL_PLACEHOLDER = "https://github.com/tu-sach/tu-sach"
SOURCE_URL = env.str("SOURCE_URL", default=SOURCE_URL_PLACEHOLDER)
X_ACCEL_PREFIX = env.path("X_ACCEL_PREFIX")  # of X-Accel-Redirect, where a front server sends files

SECRET_KEY = env.str("SECRET_KEY", default="") or secret_key(VAR_DIR / "secret_key")
DEBUG = env.flag("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", ".localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "demo",
    "config",
    "operations",
    "portal",
    "reading",
    "imports",
    "roster",
    "imports.copy_cataloguing",
    "imports.authority_files",
    "changesets",
    "circulation",
    "personal",
    "ingest",
    "search",
    "sharing",
    "workers",
    "repository",
    "accounts",
    "allauth",
    "allauth.account",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_tasks",
    *queues.apps(TASKS_URL),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.language.RequestLanguageMiddleware",
    "operations.middleware.RequestMiddleware",
    "accounts.site_address.SiteAddressMiddleware",
    "config.headers.HeadersMiddleware",
    "config.headers.PolicyMiddleware",
    "config.compression.PageCompressionMiddleware",
    "operations.middleware.ProbeMiddleware",
    "config.headers.ContentHostMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "portal.admin_language.AdminLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.TemporaryPasswordMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "sharing.middleware.ViewerMiddleware",
    "sharing.middleware.ErrorMiddleware",
    "operations.rate_limits.RateLimitMiddleware",
    "portal.deferred_scripts.DeferredScriptsMiddleware",
    "portal.admin_gate.AdminGate",
    "operations.submit_once.SubmitOnceMiddleware",
]

ROOT_URLCONF = "config.urls"
FORCE_SCRIPT_NAME = ""  # no header of a request moves the addresses of the site
ADMIN_PREFIX = "/quan-tri/"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["config.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "sharing.http.template_context",
                "reading.context.languages",
            ],
        },
    },
]

# Seconds; 0: none; config/wsgi.py sets 30.
DB_STATEMENT_TIMEOUT = env.integer("DB_STATEMENT_TIMEOUT", default=0, minimum=0, maximum=3600)
DATABASES: dict[str, Any] = env.parsed(
    "DATABASE_URL",
    lambda: databases(
        env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
        VAR_DIR,
        statement_timeout=DB_STATEMENT_TIMEOUT,
    ),
)
close_to_others(DATABASES)
DATABASE_ROUTERS = routers(DATABASES)

QUEUES = queues.QUEUES
# On kernels that cannot isolate them, parsers read uploaded files only with this setting.
PARSERS_WITHOUT_ISOLATION = env.flag("PARSERS_WITHOUT_ISOLATION", default=False)
# After which another worker takes over the work of a silent one; shorter leases end during a long page.
LEASE_SECONDS = env.integer("LEASE_SECONDS", default=120, minimum=1, maximum=86400)
TASKS = queues.tasks(TASKS_URL)
RQ_QUEUES = queues.rq_queues(TASKS_URL)
MIGRATION_MODULES: dict[str, Any] = {"django_rq": None}  # we use none of its tables

CACHES = env.parsed("CACHE_URL", lambda: caches(CACHE_URL))
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # never in the cache: see config/caches.py
EMAIL_CONFIG = env.parsed("EMAIL_URL", lambda: env.email_url("EMAIL_URL", default="consolemail://"))
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.sender("MAIL_FROM", default=sender_for(EMAIL_CONFIG, SITE_URL))
SMTP_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]  # the workers of the queue `mail` send the outbox with it
EMAIL_BACKEND = "workers.email_backend.OutboxEmailBackend"
EMAIL_TIMEOUT = 20

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "portal.auth_backend.MembershipBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "email")},
    },
    {"NAME": "accounts.password_rule.PasswordRule"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
ACCOUNT_FORMS = {"change_password": "accounts.password_form.NewPasswordForm"}
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the user name works without it; an e-mail address works only after it
ACCOUNT_CHANGE_EMAIL = True  # one address for each account; the old one holds until the new one is confirmed
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # the password again before the e-mail address changes
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail about each change of password and address, to the old address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""  # otherwise the host of the request
ACCOUNT_USER_DISPLAY = "accounts.adapter.display"
# accounts/login_throttle.py and operations/rate_limits.py replace them: allauth counts in the cache and would block
# everyone behind one address at once.
ACCOUNT_RATE_LIMITS = False

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [ROOT / "locale", ROOT / "locale" / "upstream"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
STORAGES = {
    "default": {"BACKEND": "repository.media_storage.MediaStorage"},
    "staticfiles": {"BACKEND": "config.static_storage.HashedStorage"},
}
# Serve the collected, compressed files; before the first collectstatic and with DEBUG the source files.
WHITENOISE_USE_FINDERS = DEBUG or not (STATIC_ROOT / "staticfiles.json").is_file()
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_NUMBER_FILES = 1000
FILE_UPLOAD_TEMP_DIR = VAR_DIR / "spool"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)

# Security. Headers of all answers: config/headers.py; content security policies: config/csp.py.
SECURE_SSL = SITE_URL.startswith("https://")
# The number of front servers that add to X-Forwarded-For and set X-Forwarded-Proto.
TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", default=0, minimum=0, maximum=10)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXY_COUNT
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SECURE_SSL_REDIRECT = SECURE_SSL and TRUSTED_PROXY_COUNT > 0  # only a front server speaks TLS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)/?$"]  # monitoring uses plain HTTP
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL else 0
if SECURE_SSL:  # browsers accept these names only from this host and over TLS
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "__Host-session", "__Host-csrf", "__Host-language"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE_SSL
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
CONTENT_SECURITY_POLICY = {"DIRECTIVES": csp.site_csp(OBJECT_STORE_URL)}
ADMIN_CSP = csp.admin_csp(OBJECT_STORE_URL)

WAGTAIL_SITE_NAME = "Tủ Sách"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # else each account page offers the 600 time zones of the world
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_FRONTEND_LOGIN_URL = WAGTAILADMIN_LOGIN_URL
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # editors cannot make the server fetch a URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_COMMENTS_ENABLED = False  # comments could name people of other schools
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "portal.admin_search"}}

SILENCED_SYSTEM_CHECKS: list[str] = []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Operation: logs, metrics, processes.
LOG_FORMAT = log_format()
LOGGING = logging_config(LOG_FORMAT)
logging.captureWarnings(LOG_FORMAT == "json")
# Seconds for which a start waits for the database.
DB_WAIT_SECONDS = env.integer("DB_WAIT_SECONDS", default=30, minimum=0, maximum=3600)
# Workers of the queue `pages`; 0: one for each processor.
OCR_WORKERS = env.integer("OCR_WORKERS", default=0, minimum=0, maximum=256)
# 10: a tenth of the processor while web requests need it.
WORKER_NICENESS = env.integer("WORKER_NICENESS", default=10, minimum=0, maximum=19)
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(VAR_DIR / "backups")))  # of manage.py backup
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # a bearer token for /metrics
# These may read /metrics without a token.
METRICS_ADDRESSES = env.parsed(
    "METRICS_ADDRESSES",
    lambda: [str(ip_address(one)) for one in env.list("METRICS_ADDRESSES", default=["127.0.0.1", "::1"])],
)
METRICS_DIR = Path(env.str("METRICS_DIR", default=str(VAR_DIR / "metrics")))
METRICS_DIR.mkdir(parents=True, exist_ok=True)
SETTING_NAMES = frozenset(env.names | WEB_SERVER_SETTINGS)  # the doctor compares the environment with them
os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS_DIR)  # its library reads only the environment
