"""THE list of examinations. `at_start`: what it finds may stop the start; `for_ready`: a part of `/readyz`."""

from config.health import addresses, database, machine, ownership, queues, services
from config.health.finding import Examination

EXAMINATIONS: tuple[Examination, ...] = (
    Examination("settings", addresses.settings_are_sound, at_start=True),
    Examination("folder", machine.writable, at_start=True),
    Examination("database", database.reachable, needs=("settings",), at_start=True, for_ready=True),
    Examination("migrations", database.migrated, needs=("database",), at_start=True, for_ready=True),
    Examination("store", services.store_reachable, needs=("settings",), at_start=True, for_ready=True),
    Examination("store_writing", services.store_writable, needs=("store",), at_start=True),
    Examination("store_private", services.store_private, needs=("store",), at_start=True),
    Examination("index", services.index_reachable, needs=("settings",), at_start=True, for_ready=True),
    Examination("index_state", services.index_ready, needs=("index", "migrations")),
    Examination("tasks", services.tasks_reachable, needs=("settings",), at_start=True, for_ready=True),
    Examination("queues", queues.workers, needs=("migrations", "tasks"), for_ready=True),
    Examination("installation", ownership.ours, needs=("migrations",), at_start=True),
    Examination("cache", services.cache_reachable, needs=("settings",), at_start=True),
    Examination("clock", database.clock, needs=("database",)),
    Examination("room", machine.room),
    Examination("tools", machine.tools),
    Examination("secret", machine.secret),
    Examination("host", addresses.host_is_allowed),
    Examination("https", addresses.connection_is_private),
    Examination("mail", services.mail_reachable),
    Examination("backups", machine.backups),
)

AT_START = tuple(one for one in EXAMINATIONS if one.at_start)
FOR_READY = tuple(one for one in EXAMINATIONS if one.for_ready)
