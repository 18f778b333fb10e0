"""Agencies, units, officers (the user model), posts, duties and deputies by date, rules and policies."""
