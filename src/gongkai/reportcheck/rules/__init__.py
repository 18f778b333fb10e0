"""The rules of the report checker, one module a family; each yields findings."""
