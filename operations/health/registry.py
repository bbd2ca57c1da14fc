"""THE list of examinations. `at_start`: what it finds may stop the start; `for_ready`: a part of `/readyz`."""

from operations.health import addresses, database, machine, ownership, queues, services
from operations.health.types import HealthCheck

HEALTH_CHECKS: tuple[HealthCheck, ...] = (
    HealthCheck("settings", addresses.settings_are_sound, at_start=True),
    HealthCheck("folder", machine.data_dir_writable, at_start=True),
    HealthCheck("database", database.reachable, depends_on=("settings",), at_start=True, for_ready=True),
    HealthCheck("migrations", database.migrated, depends_on=("database",), at_start=True, for_ready=True),
    HealthCheck("store", services.store_reachable, depends_on=("settings",), at_start=True, for_ready=True),
    HealthCheck("store_writing", services.store_writable, depends_on=("store",), at_start=True),
    HealthCheck("store_private", services.store_private, depends_on=("store",), at_start=True),
    HealthCheck("index", services.index_reachable, depends_on=("settings",), at_start=True, for_ready=True),
    HealthCheck("index_state", services.index_ready, depends_on=("index", "migrations")),
    HealthCheck("tasks", services.tasks_reachable, depends_on=("settings",), at_start=True, for_ready=True),
    HealthCheck("queues", queues.workers_alive, depends_on=("migrations",), for_ready=True),
    HealthCheck("installation", ownership.owned_by_this_installation, depends_on=("migrations",), at_start=True),
    HealthCheck("cache", services.cache_reachable, depends_on=("settings",), at_start=True),
    HealthCheck("clock", database.clock, depends_on=("database",)),
    HealthCheck("room", machine.disk_space),
    HealthCheck("tools", machine.external_tools),
    HealthCheck("secret", machine.secret_key),
    HealthCheck("host", addresses.host_is_allowed),
    HealthCheck("https", addresses.connection_is_private),
    HealthCheck("mail", services.mail_reachable),
    HealthCheck("backups", machine.recent_backup),
)

STARTUP_CHECKS = tuple(one for one in HEALTH_CHECKS if one.at_start)
READINESS_CHECKS = tuple(one for one in HEALTH_CHECKS if one.for_ready)
