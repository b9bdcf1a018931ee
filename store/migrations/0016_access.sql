-- The API works as a role of its own, which owns nothing: rows it may see are those its caller may see (P23). The
-- policies stand in 0021, once every table is there.
DO $$
DECLARE
  -- Since PostgreSQL 16 a member need not be allowed to become the role.
  needed CONSTANT text := CASE WHEN current_setting('server_version_num')::integer >= 160000 THEN 'SET' ELSE 'MEMBER' END;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'huifang_api') THEN
    BEGIN
      CREATE ROLE huifang_api NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
    EXCEPTION
      -- Roles belong to the server: another database's migration was quicker.
      WHEN duplicate_object OR unique_violation THEN NULL;
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role huifang_api is missing, and % may not make it', current_user
          USING ERRCODE = 'insufficient_privilege', HINT = format(
            'As an administrator of the server, run: CREATE ROLE huifang_api NOLOGIN NOBYPASSRLS; GRANT huifang_api TO %I;', current_user);
    END;
  END IF;
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'huifang_api' AND (rolsuper OR rolbypassrls)) THEN
    RAISE EXCEPTION 'the role huifang_api passes row-level security by'
      USING HINT = 'As an administrator of the server, run: ALTER ROLE huifang_api NOSUPERUSER NOBYPASSRLS;';
  END IF;
  IF NOT pg_has_role(current_user, 'huifang_api', needed) THEN
    BEGIN
      EXECUTE format('GRANT huifang_api TO %I', current_user);
    EXCEPTION WHEN insufficient_privilege THEN
      RAISE EXCEPTION '% may not become huifang_api', current_user
        USING ERRCODE = 'insufficient_privilege', HINT = format(
          'As an administrator of the server, run: GRANT huifang_api TO %I;', current_user);
    END;
  END IF;
END
$$;

GRANT USAGE ON SCHEMA public TO huifang_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO huifang_api;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO huifang_api;
-- What later migrations make, as well; they take back what is nobody's business.
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO huifang_api;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO huifang_api;
REVOKE ALL ON data_keys FROM huifang_api;
REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM huifang_api;
