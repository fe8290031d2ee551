-- What an owner opens, as people say it: policy._NOUNS.
CREATE FUNCTION access_noun(capability text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE capability
        WHEN 'still' THEN 'stills'
        WHEN 'recorded' THEN 'recordings'
        WHEN 'ptz' THEN 'controls'
        ELSE 'live video' END
$$;

-- 0010_access.sql, with words for recordings: policy.decide.
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
