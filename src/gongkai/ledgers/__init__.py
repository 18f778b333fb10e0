"""The registers (台账) that bureaus keep today: reading, checking and writing them as CSV and XLSX.

The file side knows no database: :func:`~gongkai.ledgers.checking.check` opens a register and hands out
typed rows (:mod:`~gongkai.ledgers.rows`) with what is rejected and what is odd,
:func:`~gongkai.ledgers.writing.write_register` writes one, :mod:`~gongkai.ledgers.profiles` maps the
layouts of other platforms, :mod:`~gongkai.ledgers.organisation` reads ``organisation.toml``. What the
registers are stands as data in :mod:`~gongkai.ledgers.registers`.
"""
