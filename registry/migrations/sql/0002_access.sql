-- Who may see which camera, for what reason, now: registry/access/policy.py, said to the database.
-- One call for each candidate row. Every function here is a single SELECT that the planner
-- inlines, and whatever does not depend on the camera is worked out once, in access_occasion.

CREATE TYPE access_reader AS (role text, owner_id uuid, agency_id uuid);

CREATE TYPE access_occasion AS (
    at timestamptz,      -- the moment that is decided for
    local_time time,     -- the same on the centre's clock
    open boolean,        -- there is a call and at that moment it is not closed
    kind text,
    priority integer,
    unreal boolean,      -- set by hand, and nobody said why it cannot wait
    assigned boolean,    -- the reader is among its units
    area double precision,   -- metres around it in which private cameras may be known
    reach double precision   -- metres around it in which an officer works
);

-- The occasion of one incident for one reader; no incident is an occasion that opens nothing. Of a
-- moment of the past, whether it was open then; all else of it is as known today.
-- PL/pgSQL keeps its plan; as SQL it would be planned anew at every click, 0.1 ms.
CREATE FUNCTION occasion_of(
    incident uuid, reader integer, at timestamptz, zone text, margin float8, officer_radius float8
) RETURNS access_occasion LANGUAGE plpgsql STABLE AS $$
DECLARE
    o access_occasion := ROW(
        at, (at AT TIME ZONE zone)::time, false, NULL, NULL, NULL, false, NULL, officer_radius
    );
BEGIN
    IF incident IS NOT NULL THEN
        SELECT
            CASE WHEN at < now()
                THEN i.reported_at <= at AND (i.closed_at IS NULL OR at < i.closed_at)
                ELSE i.state = 'open' END,
            i.kind, i.priority,
            i.provisional AND NOT (i.exigent AND btrim(i.exigent_reason) <> ''),
            EXISTS (
                SELECT FROM incident_assigned a WHERE a.incident_id = i.id AND a.user_id = reader
            ),
            i.radius + margin
        INTO o.open, o.kind, o.priority, o.unreal, o.assigned, o.area
        FROM incident i WHERE i.id = incident;
        o.open := coalesce(o.open, false);
        o.assigned := coalesce(o.assigned, false);
    END IF;
    RETURN o;
END $$;

-- How a reader stands to a camera before any owner's consent is read: policy.standing.
CREATE FUNCTION access_standing(
    r access_reader, o access_occasion, c camera, metres float8, capability text
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN c.owner_id = r.owner_id THEN 'own'
        WHEN c.status <> 'approved' THEN CASE
            WHEN r.role = 'registrar' THEN 'kept'
            WHEN r.role = 'administrator' AND c.level = 0 THEN 'kept'
            ELSE 'hidden' END
        WHEN c.kind = 'phone' THEN CASE
            WHEN r.role IN ('dispatcher', 'supervisor', 'officer', 'investigator')
                AND o.open AND metres <= o.area AND (r.role <> 'officer' OR o.assigned)
            THEN 'agency' ELSE 'hidden' END
        WHEN c.level = 0 THEN CASE
            WHEN r.role IN ('dispatcher', 'supervisor') THEN 'agency'
            WHEN r.role IN ('planner', 'administrator', 'auditor') THEN 'no_video'
            WHEN r.role = 'registrar' AND capability = 'still' THEN 'agency'
            WHEN r.role = 'registrar' THEN 'stills_only'
            WHEN r.role = 'investigator' AND o.open THEN 'agency'
            WHEN r.role = 'investigator' THEN 'needs_incident'
            WHEN r.role = 'officer' AND o.open AND metres <= o.reach AND o.assigned THEN 'agency'
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
            ELSE 'consent' END
        ELSE 'hidden'
    END
$$;

-- What a grant still waits for, in words, or null: conditions.missing.
CREATE FUNCTION access_missing(
    g camera_grant, o access_occasion, role text, metres float8
) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE
        WHEN role = 'investigator' AND (
            g.condition = 'panic' OR g.condition = 'priority' AND g.priority_at_most < 5
        ) THEN 'opens in an emergency, for dispatch and officers only'
        WHEN g.condition = 'always' THEN NULL
        WHEN g.condition = 'hours' THEN CASE
            WHEN CASE WHEN g.from_hour < g.until_hour
                THEN o.local_time >= g.from_hour AND o.local_time < g.until_hour
                ELSE o.local_time >= g.from_hour OR o.local_time < g.until_hour END
            THEN NULL
            ELSE 'opens from ' || to_char(g.from_hour, 'HH24:MI')
                || ' until ' || to_char(g.until_hour, 'HH24:MI') END
        WHEN g.condition IN ('priority', 'panic') AND o.unreal
            THEN 'opens for real calls; this point was set by hand'
        WHEN g.condition = 'priority' AND o.priority > g.priority_at_most
            THEN 'opens for calls of priority ' || g.priority_at_most
                || ' or more urgent; this one has priority ' || o.priority
        WHEN g.condition = 'priority' AND metres > g.within
            THEN 'opens for calls within ' || round(g.within)
                || ' m; this one is ' || round(metres) || ' m away'
        WHEN g.condition = 'priority' THEN NULL
        WHEN g.condition = 'panic' AND o.kind = 'panic' THEN NULL
        WHEN g.condition = 'panic' THEN 'opens only while a panic alarm is open here'
        WHEN g.condition = 'ask' THEN 'its owner wants to be asked each time'
        ELSE 'its owner has closed it for now'
    END
$$;

-- The decision: policy.decide. metres: from the camera to the occasion, null without one.
CREATE FUNCTION access_state(
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
            WHEN 'no_private_video' THEN 'registrars see no private video'
            WHEN 'level_one' THEN 'registered only: its owner can be asked for footage'
            ELSE CASE
                WHEN g.id IS NULL THEN 'its owner has not opened its '
                    || CASE capability WHEN 'still' THEN 'stills' ELSE 'live video' END
                    || ' to your agency'
                ELSE coalesce(g.missing, 'its owner opens its '
                    || CASE capability WHEN 'still' THEN 'stills' ELSE 'live video' END || ': '
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
