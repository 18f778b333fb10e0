"""The door: releases out of the desk, numbered and signed, over the database or as bundles."""
