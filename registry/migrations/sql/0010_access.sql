-- Turning a camera is dispatch's alone, and only for an open call: 0009_phones.sql, with `ptz`.
CREATE OR REPLACE FUNCTION access_standing(
    r access_reader, o access_occasion, c camera, metres float8, capability text
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN c.owner_id = r.owner_id THEN 'own'
        WHEN c.kind = 'phone' THEN CASE
            WHEN r.role IN ('dispatcher', 'supervisor', 'officer', 'investigator')
                AND o.open AND c.call_id = o.incident AND c.status = 'approved'
                AND (r.role <> 'officer' OR o.assigned)
            THEN CASE WHEN capability = 'ptz' THEN 'turns_not' ELSE 'agency' END
            ELSE 'hidden' END
        WHEN c.status <> 'approved' THEN CASE
            WHEN r.role = 'registrar' THEN 'kept'
            WHEN r.role = 'administrator' AND c.level = 0 THEN 'kept'
            ELSE 'hidden' END
        WHEN c.level = 0 THEN CASE
            WHEN r.role IN ('dispatcher', 'supervisor')
            THEN CASE WHEN capability <> 'ptz' OR o.open THEN 'agency' ELSE 'needs_incident' END
            WHEN r.role IN ('planner', 'administrator', 'auditor') THEN 'no_video'
            WHEN r.role = 'registrar' AND capability = 'still' THEN 'agency'
            WHEN r.role = 'registrar' THEN 'stills_only'
            WHEN r.role = 'investigator' AND NOT o.open THEN 'needs_incident'
            WHEN r.role = 'investigator'
                OR r.role = 'officer' AND o.open AND metres <= o.reach AND o.assigned
            THEN CASE WHEN capability = 'ptz' THEN 'turns_not' ELSE 'agency' END
            ELSE 'hidden' END
        WHEN r.role = 'registrar' THEN
            CASE WHEN c.level = 1 THEN 'level_one' ELSE 'no_private_video' END
        WHEN r.role IN (
                'dispatcher', 'supervisor', 'officer', 'investigator', 'administrator', 'auditor'
            )
            AND o.open AND metres <= o.area AND (r.role <> 'officer' OR o.assigned)
        THEN CASE
            WHEN c.level = 1 THEN 'level_one'
            WHEN r.role IN ('administrator', 'auditor') THEN 'no_video'
            WHEN capability = 'ptz' AND r.role NOT IN ('dispatcher', 'supervisor') THEN 'turns_not'
            ELSE 'consent' END
        ELSE 'hidden'
    END
$$;

-- 0002_access.sql, with words for it.
CREATE OR REPLACE FUNCTION access_state(
    r access_reader, o access_occasion, c camera, metres float8, capability text
) RETURNS TABLE (
    state text, reason text, place boolean, grant_id uuid, max_session_min smallint
) LANGUAGE sql STABLE AS $$
    SELECT
        CASE s.standing
            WHEN 'hidden' THEN 'hidden'
            WHEN 'own' THEN 'open'
            WHEN 'agency' THEN 'open'
            WHEN 'level_one' THEN 'request_only'
            WHEN 'consent' THEN CASE
                WHEN g.id IS NULL THEN 'request_only'
                WHEN g.missing IS NULL THEN 'live_ok'
                ELSE 'condition_unmet' END
            ELSE 'condition_unmet' END,
        CASE s.standing
            WHEN 'hidden' THEN ''
            WHEN 'own' THEN 'your own camera'
            WHEN 'kept' THEN 'not approved, or no longer in use'
            WHEN 'agency' THEN 'open to your role'
            WHEN 'stills_only' THEN 'registrars see stills, no live video'
            WHEN 'needs_incident' THEN 'needs an open incident'
            WHEN 'no_video' THEN 'your role sees where cameras are, not their pictures'
            WHEN 'turns_not' THEN 'only dispatch turns cameras'
            WHEN 'no_private_video' THEN 'registrars see no private video'
            WHEN 'level_one' THEN 'registered only: its owner can be asked for footage'
            ELSE CASE
                WHEN g.id IS NULL THEN 'its owner has not opened its '
                    || CASE capability WHEN 'still' THEN 'stills' WHEN 'ptz' THEN 'controls'
                        ELSE 'live video' END
                    || ' to your agency'
                ELSE coalesce(g.missing, 'its owner opens its '
                    || CASE capability WHEN 'still' THEN 'stills' WHEN 'ptz' THEN 'controls'
                        ELSE 'live video' END || ': '
                    || CASE g.condition
                        WHEN 'hours' THEN to_char(g.from_hour, 'HH24:MI') || ' to '
                            || to_char(g.until_hour, 'HH24:MI')
                        WHEN 'priority' THEN 'calls of priority ' || g.priority_at_most
                            || ' or more urgent'
                        WHEN 'panic' THEN 'panic alarms'
                        ELSE 'always' END) END END,
        s.standing <> 'hidden',
        g.id,
        CASE WHEN g.missing IS NULL THEN g.max_session_min END
    FROM (SELECT access_standing(r, o, c, metres, capability) AS standing OFFSET 0) AS s
    LEFT JOIN LATERAL (
        SELECT g.id, g.condition, g.from_hour, g.until_hour, g.priority_at_most,
            g.max_session_min, access_missing(g, o, r.role, metres) AS missing
        FROM camera_grant g
        WHERE s.standing = 'consent' AND g.camera_id = c.id AND g.owner_id = c.owner_id
            AND g.agency_id = r.agency_id AND capability = ANY (g.capabilities)
            AND g.valid_from <= o.at AND (g.valid_to IS NULL OR o.at < g.valid_to)
        ORDER BY access_missing(g, o, r.role, metres) IS NOT NULL,
            array_position(
                ARRAY['always', 'priority', 'hours', 'panic', 'ask', 'never'], g.condition::text
            ),
            g.id
        LIMIT 1
    ) AS g ON true
$$;
