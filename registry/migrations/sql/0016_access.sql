-- A panic alarm opens for a time, and an owner who is asked may say yes to one call for a while.
ALTER TYPE access_occasion ADD ATTRIBUTE panic_until timestamptz;

-- 0009_phones.sql, with the end of a panic alarm's time.
CREATE OR REPLACE FUNCTION occasion_of(
    incident uuid, reader integer, at timestamptz, zone text, margin float8, officer_radius float8
) RETURNS access_occasion LANGUAGE plpgsql STABLE AS $$
DECLARE
    o access_occasion := ROW(
        at, (at AT TIME ZONE zone)::time, false, NULL, NULL, NULL, false, NULL, officer_radius,
        incident, NULL
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
            i.radius + margin,
            i.panic_until
        INTO o.open, o.kind, o.priority, o.unreal, o.assigned, o.area, o.panic_until
        FROM incident i WHERE i.id = incident;
        o.open := coalesce(o.open, false);
        o.assigned := coalesce(o.assigned, false);
    END IF;
    RETURN o;
END $$;

-- 0002_access.sql, with that end and with owners' answers: conditions.missing.
CREATE OR REPLACE FUNCTION access_missing(
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
        WHEN g.condition = 'panic' AND o.kind <> 'panic'
            THEN 'opens only while a panic alarm is open here'
        WHEN g.condition = 'panic' AND o.at < o.panic_until THEN NULL
        WHEN g.condition = 'panic' THEN 'its time for this panic alarm is over'
        WHEN g.condition = 'ask' AND EXISTS (
            SELECT FROM owner_question q
            WHERE q.grant_id = g.id AND q.incident_id = o.incident
                AND q.opens_from <= o.at AND o.at < q.opens_until
        ) THEN NULL
        WHEN g.condition = 'ask' THEN 'its owner wants to be asked each time'
        ELSE 'its owner has closed it for now'
    END
$$;

-- 0012_access.sql, with words for an answer: policy.decide.
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
                    || access_noun(capability) || ' to your agency'
                ELSE coalesce(g.missing, 'its owner opens its '
                    || access_noun(capability) || ': '
                    || CASE g.condition
                        WHEN 'hours' THEN to_char(g.from_hour, 'HH24:MI') || ' to '
                            || to_char(g.until_hour, 'HH24:MI')
                        WHEN 'priority' THEN 'calls of priority ' || g.priority_at_most
                            || ' or more urgent'
                        WHEN 'panic' THEN 'panic alarms'
                        WHEN 'ask' THEN 'asked, they said yes'
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

-- What was asked for a panic alarm that is open now ends like any other from here on.
UPDATE incident SET panic_until = now() + interval '20 minutes'
WHERE kind = 'panic' AND state = 'open';

CREATE TRIGGER question_access_changed
    AFTER UPDATE OF opens_until ON owner_question
    FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER panic_access_changed
    AFTER UPDATE OF panic_until ON incident
    FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
