"""Lists at volume: filters over an indexed row table, pages by key, capped counts, saved views, exports."""
