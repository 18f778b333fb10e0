"""档案: files of closed cases, their periods, packages and destruction; one piece for every room of cases."""
