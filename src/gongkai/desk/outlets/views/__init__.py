"""The pages of outlets."""
