"""Background processes: how they start, wake, show that they are alive and stop; the outbox of e-mails."""
