"""Background work with leases, progress and restart: see :mod:`gongkai.desk.jobs.running`."""
