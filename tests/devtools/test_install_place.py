"""`make install` refuses a source and a Python in folders that systemd hides from services, before it does anything."""

from pathlib import Path

import pytest

from devtools.errors import RealInstallation, SettingsUnreadable
from devtools.installation import install
from devtools.installation.layout import SITE, Layout

pytestmark = pytest.mark.backend_independent
USUAL = Path("/usr/bin/python3")


@pytest.fixture
def place(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Let the source lie where the guide has it, without an environment, and Python where Debian has it."""
    monkeypatch.setattr(install, "PRIVATE", (str(tmp_path),))
    monkeypatch.setattr(install, "ROOT", Path("/srv/tu-sach/app"))
    monkeypatch.setattr(install, "PYTHON", Path("/nowhere/python"))
    monkeypatch.setattr("sys.executable", str(USUAL))
    return tmp_path


def test_the_usual_places_are_accepted_and_private_ones_are_refused(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install._check_place(Layout())
    monkeypatch.setattr("sys.executable", str(place / "versions" / "3.11" / "bin" / "python3"))
    with pytest.raises(RealInstallation, match="PYTHON3=/usr/bin/python3"):
        install._check_place(Layout())
    monkeypatch.setattr(install, "ROOT", place / "app")
    with pytest.raises(RealInstallation, match="Clone to /srv/tu-sach/app"):
        install._check_place(Layout())


def test_an_environment_of_a_private_python_is_made_again(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private, venv = place / "python3", place / "venv"
    private.touch()
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(private)
    monkeypatch.setattr(install, "PYTHON", venv / "bin" / "python")
    monkeypatch.setattr(install, "VENV", venv)
    install._check_place(Layout())
    assert not venv.exists()


def test_the_example_of_the_guide_is_named_as_such(tmp_path: Path) -> None:
    layout = Layout(root=tmp_path)
    with pytest.raises(SettingsUnreadable, match="is the example of the guide"):
        install._hosts(layout, {"SITE_HOST": SITE})
    assert install._hosts(layout, {"SITE_HOST": "a.vn"}) == ("a.vn", "content.a.vn")
