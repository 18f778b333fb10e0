"""One word for one thing: every name that the glossary promises exists, and the generated page is fresh."""

import importlib
import runpy
import tomllib
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
ROOMS = tomllib.loads((DOCS / "glossary.toml").read_text(encoding="utf-8"))["room"]
TERMS = [term for room in ROOMS for term in room["terms"]]


def resolve(name):
    """The object behind a dotted name: a module, or attributes of one."""
    parts = name.split(".")
    for end in range(len(parts), 0, -1):
        try:
            found = importlib.import_module(".".join(parts[:end]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[end:]:
            model_fields = {
                field.name: field for field in getattr(getattr(found, "_meta", None), "fields", ())
            }
            found = model_fields.get(attribute) or getattr(found, attribute)
        return found
    raise LookupError(name)


@pytest.mark.parametrize(("chinese", "english", "code"), TERMS, ids=[term[2] for term in TERMS])
def test_a_name_in_the_glossary_exists_in_code(chinese, english, code):
    assert resolve(code) is not None


def test_a_model_is_called_on_screens_as_the_glossary_says():
    for chinese, _, code in TERMS:
        meta = getattr(resolve(code), "_meta", None)
        if meta is not None and "（" not in chinese:
            assert str(meta.verbose_name) == chinese, code


def test_no_term_stands_twice():
    assert len({term[0] for term in TERMS}) == len(TERMS)
    assert len({term[2] for term in TERMS}) == len(TERMS)


def test_the_glossary_page_is_made_from_its_source():
    made = runpy.run_path(str(DOCS / "make.py"))["glossary"]()
    assert (DOCS / "glossary.md").read_text(encoding="utf-8") == made
