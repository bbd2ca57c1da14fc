"""All writes of acts over many records: start and undo for people, run for workers, upkeep for the sweeper."""

from changesets.actions.starting import start, undo

__all__ = ["start", "undo"]
