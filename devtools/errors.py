"""Errors of the development tools. `make` prints the message, which names what to do, and ends."""


class SetupStopped(Exception):
    """The base class."""


class PythonTooOld(SetupStopped):
    """The machine's python3 cannot run the product."""


class PackagesMissing(SetupStopped):
    """Debian packages are missing, and this process may not install them."""


class BrowserMissing(SetupStopped):
    """The machine has no Chromium that tests can start."""


class CommandFailed(SetupStopped):
    """An external command ended with an error."""


class ServerNotReady(SetupStopped):
    """A server did not answer in time, or ended at once."""


class FolderNotWritable(SetupStopped):
    """The checkout belongs to another user."""


class RealInstallation(SetupStopped):
    """A target for trying and developing was started in an installation, or with its settings."""
