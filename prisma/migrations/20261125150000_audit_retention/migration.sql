-- A row may go when it is older than 400 days, and not before: the least that GWANJE_AUDIT_DAYS takes, kept here too so
-- that no setting and no code of the product can take away a younger one.
CREATE OR REPLACE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND OLD.at < now() - interval '400 days' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_log is append-only: % is refused', TG_OP
    USING ERRCODE = 'insufficient_privilege',
          HINT = 'Write a new row that says what changed; rows that exist stay as they are until they are 400 days old.';
END
$$;
