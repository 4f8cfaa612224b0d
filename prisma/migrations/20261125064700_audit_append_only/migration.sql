-- The audit log is append-only for everyone, the product's own connection included. Whoever may alter the table can
-- still take the triggers off; that is an act of its own, and no code of the product does it.
CREATE FUNCTION "refuse_audit_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_log is append-only: % is refused', TG_OP
    USING ERRCODE = 'insufficient_privilege',
          HINT = 'Write a new row that says what changed; rows that exist stay as they are.';
END
$$;

CREATE TRIGGER "audit_log_no_row_change" BEFORE UPDATE OR DELETE ON "audit_log"
  FOR EACH ROW EXECUTE FUNCTION "refuse_audit_change"();

CREATE TRIGGER "audit_log_no_truncate" BEFORE TRUNCATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_audit_change"();

-- "ALWAYS": session_replication_role = replica does not switch them off either.
ALTER TABLE "audit_log" ENABLE ALWAYS TRIGGER "audit_log_no_row_change";
ALTER TABLE "audit_log" ENABLE ALWAYS TRIGGER "audit_log_no_truncate";
