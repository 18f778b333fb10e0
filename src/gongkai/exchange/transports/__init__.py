"""How messages travel: over the portal's database, or as bundle files where the networks are apart."""
