"""The database itself refuses to change or delete what was logged, save to seal it once."""

from typing import Any

_SQLITE = {
    "audit_event_kept": "BEFORE DELETE ON audit_event",
    "audit_event_unchanged": (
        "BEFORE UPDATE OF id, firm_id, created_at, name, actor_kind, actor_id, actor_name, client_id, "
        "person_id, subject_id, detail, address, user_agent ON audit_event"
    ),
    "audit_event_sealed_once": "BEFORE UPDATE OF seal_id ON audit_event WHEN OLD.seal_id IS NOT NULL",
    "audit_seal_kept": "BEFORE DELETE ON audit_seal",
    "audit_seal_unchanged": "BEFORE UPDATE ON audit_seal",
}

_POSTGRESQL = """
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'The audit log only grows.' USING ERRCODE = 'restrict_violation'; END $$;
CREATE FUNCTION audit_seal_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.seal_id IS NOT NULL OR to_jsonb(OLD) - 'seal_id' <> to_jsonb(NEW) - 'seal_id' THEN
        RAISE EXCEPTION 'The audit log only grows.' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER audit_event_kept BEFORE DELETE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_refuse();
CREATE TRIGGER audit_event_unchanged BEFORE UPDATE ON audit_event FOR EACH ROW EXECUTE FUNCTION audit_seal_only();
CREATE TRIGGER audit_seal_kept BEFORE UPDATE OR DELETE ON audit_seal FOR EACH ROW EXECUTE FUNCTION audit_refuse();
"""

_POSTGRESQL_BACK = """
DROP TRIGGER audit_event_kept ON audit_event;
DROP TRIGGER audit_event_unchanged ON audit_event;
DROP TRIGGER audit_seal_kept ON audit_seal;
DROP FUNCTION audit_refuse();
DROP FUNCTION audit_seal_only();
"""


def install(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL)
            return
        for name, event in _SQLITE.items():
            cursor.execute(f"CREATE TRIGGER {name} {event} BEGIN SELECT RAISE(ABORT, 'The audit log only grows.'); END")


def remove(connection: Any) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRESQL_BACK)
            return
        for name in _SQLITE:
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
