"""The attachments of items, in the desk's store of files."""

from gongkai.desk.casework.files import demand, place, store

__all__ = ["demand", "place", "store"]
