"""Global search of the desk: over all that one may see, never over persons but by a whole number."""
