"""The list of health checks, with the name of each part on screens.

Give a new rule a check of its own: `make upgrade` goes back when a part that was sound finds an error afterwards.
"""

from django.utils.translation import gettext_lazy as _

from operations.health import copying, database, first_steps, machine, mail, queues, services, site
from operations.health.checks import HealthCheck

SETTINGS, DATABASE, MIGRATIONS = ("settings",), ("database",), ("migrations",)  # what others depend on

HEALTH_CHECKS: tuple[HealthCheck, ...] = (
    HealthCheck("settings", _("settings"), site.settings_are_sound, at_start=True),
    HealthCheck("setting_names", _("names of settings"), site.names_are_known),
    HealthCheck("folder", _("data folder"), machine.folders_writable, at_start=True, for_ready=True),
    HealthCheck("owner", _("owner of the data folder"), machine.one_owner),
    HealthCheck("database", _("database"), database.reachable, SETTINGS, at_start=True, for_ready=True),
    HealthCheck("migrations", _("database tables"), database.migrated, DATABASE, at_start=True, for_ready=True),
    HealthCheck(
        "database_writing",
        _("writing to the database"),
        database.writable,
        MIGRATIONS,
        at_start=True,
        for_ready=True,
    ),
    HealthCheck("database_private", _("database closed to others"), database.private, SETTINGS),
    HealthCheck("store", _("file store"), services.store_reachable, SETTINGS, at_start=True, for_ready=True),
    HealthCheck(
        "store_writing",
        _("writing to the file store"),
        services.store_writable,
        ("store",),
        at_start=True,
        for_ready=True,
    ),
    HealthCheck(
        "store_private", _("file store closed to the public"), services.store_private, ("store",), at_start=True
    ),
    HealthCheck("index", _("search engine"), services.index_reachable, SETTINGS, at_start=True, for_ready=True),
    HealthCheck("index_state", _("search index"), services.index_ready, ("index", "migrations")),
    HealthCheck("tasks", _("background tasks"), services.tasks_reachable, SETTINGS, at_start=True, for_ready=True),
    HealthCheck("queues", _("queues and their workers"), queues.workers_alive, MIGRATIONS, for_ready=True),
    HealthCheck(
        "installation",
        _("ownership of file store and index"),
        services.owned_by_this_installation,
        MIGRATIONS,
        at_start=True,
    ),
    HealthCheck("first_steps", _("first steps"), first_steps.taken, MIGRATIONS),
    HealthCheck("cache", _("cache"), services.cache_reachable, SETTINGS, at_start=True),
    HealthCheck("clock", _("clock"), database.clock, DATABASE),
    HealthCheck("room", _("disk space"), machine.disk_space),
    HealthCheck("tools", _("programs that read files"), machine.external_tools),
    HealthCheck("copying", _("catalogues to copy from"), copying.client_installed, MIGRATIONS),
    HealthCheck("worker_starts", _("start of the workers"), queues.starts_are_sound, MIGRATIONS),
    HealthCheck("secret", _("secret key"), machine.secret_key),
    HealthCheck("one_key", _("one secret key for all machines"), queues.one_key, MIGRATIONS),
    HealthCheck("hosts", _("host names"), site.hosts_are_allowed),
    HealthCheck("https", _("secure connection (HTTPS)"), site.connection_is_private),
    HealthCheck("addresses", _("addresses of the site"), site.addresses_agree),
    HealthCheck("front_server", _("front server"), site.front_server_sends_files),
    HealthCheck("redis", _("databases of Redis"), site.redis_is_not_shared),
    HealthCheck("mail", _("e-mails"), mail.mail_delivered, MIGRATIONS),
    HealthCheck("media", _("pictures of pages"), machine.media_of_older_version),
    HealthCheck("backups", _("backups"), machine.recent_backup),
)

STARTUP_CHECKS = tuple(check for check in HEALTH_CHECKS if check.at_start)
READINESS_CHECKS = tuple(check for check in HEALTH_CHECKS if check.for_ready)
