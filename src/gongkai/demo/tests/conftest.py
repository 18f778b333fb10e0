import pytest

from gongkai.demo import write

KINDS = ("complaints", "items", "applications", "remedies", "penalties", "samples", "activities")


@pytest.fixture(scope="session")
def registers(tmp_path_factory):
    """A function: the folder with the registers of a year, written once."""
    folders = {}

    def folder(year):
        if year not in folders:
            folders[year] = tmp_path_factory.mktemp(str(year))
            write(folders[year], year=year)
        return folders[year]

    return folder
