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


class NotRoot(SetupStopped):
    """A real installation is changed by root only."""


class SettingsUnreadable(SetupStopped):
    """The file of settings has a line that systemd would read differently."""


class FrontServerTaken(SetupStopped):
    """The configuration of the front server serves something else already."""


class UpgradeFailed(SetupStopped):
    """A step of an upgrade failed; the old version runs again."""


class RealInstallation(SetupStopped):
    """A target for trying and developing was started in an installation, or with its settings."""
