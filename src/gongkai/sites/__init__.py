"""The composition root: settings, addresses and processes of desk, portal and tests."""
