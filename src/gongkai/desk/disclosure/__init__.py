"""Information items, submissions, clearances, releases, withdrawals, placements on outlets."""
