"""What stops the set-up, each with the sentence that says what to do."""


class SetupStopped(Exception):
    """The base: `make` prints the sentence and ends."""


class PythonTooOld(SetupStopped):
    """The machine's python3 cannot run the product."""


class PackagesMissing(SetupStopped):
    """Debian packages are missing and may not be installed from here."""


class BrowserMissing(SetupStopped):
    """No Chromium that tests can start."""


class CommandFailed(SetupStopped):
    """An outside command ended with an error."""


class ServerNotReady(SetupStopped):
    """A server did not answer in time, or ended at once."""
