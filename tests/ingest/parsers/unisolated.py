"""A parser on a machine without any wall: run as `python -m tests.ingest.parsers.unisolated FD SCRATCH PARENT`."""

from pathlib import Path

from ingest.parsers import isolation, parser_main


def apply(_scratch: Path) -> dict[str, bool]:
    """Isolate nothing, as on such a machine."""
    return {"network": False, "files": False, "calls": False}


if __name__ == "__main__":
    isolation.apply = apply
    parser_main.main()
