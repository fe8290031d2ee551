-- Who holds this session key. In plpgsql, whose plans live as long as the connection: parsing and
-- planning four tables anew would cost each request more than the lookup. A sign of life is
-- written at most once a minute, and none for what a page asks by itself. No row: the session has
-- ended. A row without a user: somebody on their way in.
CREATE FUNCTION session_reader(key text, idle integer, alive boolean) RETURNS TABLE (
    user_id integer, uid uuid, username text, role text, agency_id uuid, agency text,
    owner_id uuid, password text, credential text, second_factor boolean
) LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    seen timestamptz;
BEGIN
    SELECT
        u.id, u.uid, u.username, u.role, u.agency_id, coalesce(a.name, ''), o.id, u.password,
        s.credential, s.second_factor, s.seen_at
    INTO
        user_id, uid, username, role, agency_id, agency, owner_id, password,
        credential, second_factor, seen
    FROM session s
    LEFT JOIN registry_user u ON u.id = s.user_id
    LEFT JOIN registry_agency a ON a.id = u.agency_id
    LEFT JOIN owner o ON o.user_id = u.id
    WHERE s.session_key = key AND s.expire_date > now() AND s.seen_at > now() - make_interval(secs => idle)
        AND (u.is_active OR s.user_id IS NULL);
    IF NOT FOUND THEN
        RETURN;
    END IF;
    IF alive AND seen < now() - interval '1 minute' THEN
        UPDATE session SET seen_at = now() WHERE session_key = key;
    END IF;
    RETURN NEXT;
END $$;
