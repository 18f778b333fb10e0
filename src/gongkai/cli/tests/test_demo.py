"""``gongkai demo``: a sample that was interrupted leaves nothing, and never touches what was there."""

import pytest

from gongkai.cli import demo


@pytest.fixture
def interrupted(monkeypatch, tmp_path):
    """Run the command on a folder; Ctrl-C comes when keys and a database are written."""

    class Half:
        @staticmethod
        def load(home, **_):
            (home / "keys").mkdir(parents=True)
            (home / "keys" / "state.json").write_text("{}")
            (home / "desk.sqlite3").write_bytes(b"half")
            raise KeyboardInterrupt

    def run(folder):
        monkeypatch.setenv("GONGKAI_HOME", str(folder))
        monkeypatch.setattr(demo, "setup", lambda **_: None)
        monkeypatch.setattr(demo, "part", lambda _: Half)
        with pytest.raises(KeyboardInterrupt):
            demo.demo.callback(year=2017, scale=1, only=None, with_work=False, as_json=False)

    return run


def test_a_folder_that_was_not_there_is_not_there(interrupted, tmp_path):
    interrupted(tmp_path / "home")
    assert not (tmp_path / "home").exists()


def test_an_empty_folder_is_empty_again(interrupted, tmp_path):
    interrupted(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_what_stood_in_the_folder_stays(interrupted, tmp_path):
    (tmp_path / "settings.toml").write_text("", encoding="utf-8")
    interrupted(tmp_path)
    assert (tmp_path / "settings.toml").exists() and (tmp_path / "desk.sqlite3").exists()
