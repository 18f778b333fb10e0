-- The role under which the desk reaches the portal's database (SEALING.md 3.4), for PostgreSQL.
-- Run once in the portal's database, by its owner, after its tables were made. The password is set apart:
--   ALTER ROLE door PASSWORD '…';
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'door') THEN
    CREATE ROLE door LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT;
  END IF;
END $$;
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM door;
REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM door;
GRANT USAGE ON SCHEMA public TO door;
GRANT SELECT, INSERT ON portal_doorin, portal_doorblob TO door;
GRANT SELECT ON portal_doorack TO door;
-- the public log, read back after the desk was restored from a backup
GRANT SELECT ON portal_logentry, portal_checkpoint TO door;
-- which release of what is public, so that what the portal lost can be sent again
GRANT SELECT (agency, "index", release_digest) ON portal_published TO door;
-- citizens' sealed messages, already numbered by the portal, and their encrypted files
GRANT SELECT ON portal_doorout, portal_sealedblob, portal_sealedpiece TO door;
GRANT USAGE ON SEQUENCE portal_doorin_id_seq, portal_doorblob_id_seq TO door;
