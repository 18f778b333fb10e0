"""The agency of the imports' tests."""

from gongkai.ledgers.imports.tests.conftest import agency

__all__ = ["agency"]
