"""De-identification policies as dated TOML: one file for each policy and period."""
