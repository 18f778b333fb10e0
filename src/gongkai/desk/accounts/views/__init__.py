"""Pages of accounts: coming in, my account, officers."""
