-- The log of deeds: the database sets the clock and the hash, whoever writes the row.

-- What a row's hash is made of: JSON with sorted keys, the time as microseconds since 1970 in UTC.
-- detail is written as jsonb writes itself, which no setting of the session changes.
CREATE FUNCTION audit_canonical(e audit_entry) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT '{"action":' || to_json(e.action)
        || ',"actor_id":' || to_json(e.actor_id)
        || ',"actor_name":' || to_json(e.actor_name)
        || ',"agency":' || to_json(e.agency)
        || ',"at":' || (extract(epoch FROM e.at) * 1000000)::bigint
        || ',"basis":' || to_json(e.basis)
        || ',"client":' || to_json(e.client)
        || ',"detail":' || e.detail
        || ',"id":' || e.id
        || ',"incident_id":' || coalesce(to_json(e.incident_id)::text, 'null')
        || ',"purpose":' || to_json(e.purpose)
        || ',"request_id":' || to_json(e.request_id)
        || ',"result":' || to_json(e.result)
        || ',"role":' || to_json(e.role)
        || ',"subject_id":' || to_json(e.subject_id)
        || ',"subject_type":' || to_json(e.subject_type)
        || ',"xid":' || e.xid || '}'
$$;

CREATE FUNCTION audit_write() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.at := clock_timestamp();
    NEW.xid := pg_current_xact_id()::text::bigint;
    NEW.hash := sha256(convert_to(audit_canonical(NEW), 'UTF8'));
    INSERT INTO audit_unsealed (entry_id) VALUES (NEW.id);
    RETURN NEW;
END $$;

CREATE TRIGGER audit_write BEFORE INSERT ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_write();

-- Rights keep the web from changing the log; this keeps its owner from doing so unawares.
CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit log is never changed';
END $$;

CREATE TRIGGER audit_refuse BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION audit_refuse();

-- Write one row, in the transaction of the deed; a deed for a call has the call's purpose where it
-- names none of its own. PL/pgSQL keeps its plan from one click to the next.
CREATE FUNCTION audit_record(
    actor_id text, actor_name text, role text, agency text, action text, subject_type text,
    subject_id text, purpose text, incident_id uuid, basis text, client text, request_id text,
    result text, detail jsonb
) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    entry bigint;
BEGIN
    INSERT INTO audit_entry (
        actor_id, actor_name, role, agency, action, subject_type, subject_id, purpose,
        incident_id, basis, client, request_id, result, detail
    ) VALUES (
        actor_id, actor_name, role, agency, action, subject_type, subject_id,
        coalesce(
            nullif(purpose, ''),
            (SELECT i.purpose FROM incident i WHERE i.id = audit_record.incident_id),
            ''
        ),
        incident_id, basis, client, request_id, result, detail
    ) RETURNING id INTO entry;
    RETURN entry;
END $$;
