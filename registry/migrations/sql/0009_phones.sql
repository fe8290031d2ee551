-- A caller's phone is known for its own call alone: 0002_access.sql, with the call in the occasion.
ALTER TYPE access_occasion ADD ATTRIBUTE incident uuid;

CREATE OR REPLACE FUNCTION occasion_of(
    incident uuid, reader integer, at timestamptz, zone text, margin float8, officer_radius float8
) RETURNS access_occasion LANGUAGE plpgsql STABLE AS $$
DECLARE
    o access_occasion := ROW(
        at, (at AT TIME ZONE zone)::time, false, NULL, NULL, NULL, false, NULL, officer_radius,
        incident
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

CREATE OR REPLACE FUNCTION access_standing(
    r access_reader, o access_occasion, c camera, metres float8, capability text
) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN c.owner_id = r.owner_id THEN 'own'
        WHEN c.kind = 'phone' THEN CASE
            WHEN r.role IN ('dispatcher', 'supervisor', 'officer', 'investigator')
                AND o.open AND c.call_id = o.incident AND c.status = 'approved'
                AND (r.role <> 'officer' OR o.assigned)
            THEN 'agency' ELSE 'hidden' END
        WHEN c.status <> 'approved' THEN CASE
            WHEN r.role = 'registrar' THEN 'kept'
            WHEN r.role = 'administrator' AND c.level = 0 THEN 'kept'
            ELSE 'hidden' END
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
