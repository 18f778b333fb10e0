"""Rule sets as TOML files, one folder a field of law; read through :mod:`gongkai.law.reading`."""
