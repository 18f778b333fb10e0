"""Accounts of the desk: second factor, passwords, sessions, recovery, and who holds what by date."""
