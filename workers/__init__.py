"""Background processes: how they start, wake, show that they are alive and stop; the outbox of e-mails.

They act for no person: reads have no viewer, and each module writes its own rows (`heartbeat`, `outbox`, `wakeups`).
"""
