-- How long what is kept stays, by words in the kind of call; a centre sets its own days.
INSERT INTO evidence_class (code, name, days, kinds) VALUES
    ('standard', 'Standard', 730, '{}'),
    ('traffic', 'Crashes and traffic', 1095, '{crash,traffic,hit_and_run,collision}'),
    ('violent', 'Violence and weapons', 3650,
        '{shot,shooting,homicide,assault,robbery,weapon,stabbing,kidnap}');

-- Stills and clips become items under the same id; their bytes stay where they lie.
INSERT INTO evidence_item (
    id, kind, incident_id, agency_id, recipe, sha256, size, stored, name, camera_id, begins_at,
    ends_at, device, note, received_at, received_by_id, giver, retention_id, hold, copying,
    copying_said
)
SELECT
    k.id, k.kind, k.incident_id, u.agency_id, '', k.sha256, k.size,
    left(k.sha256, 2) || '/' || k.sha256 || k.sign,
    k.kind || ' ' || to_char(k.begins_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24MISS') || k.sign,
    k.camera_id, k.begins_at, k.ends_at, '', '', k.kept_at, k.kept_by_id, '',
    coalesce((
        SELECT c.code FROM evidence_class c
        WHERE EXISTS (SELECT FROM unnest(c.kinds) w WHERE strpos(lower(i.kind), w) > 0)
        ORDER BY c.days DESC
        LIMIT 1
    ), 'standard'),
    '', '', ''
FROM (
    SELECT id, 'still' AS kind, '.jpg' AS sign, incident_id, camera_id, sha256, size,
        captured_at AS begins_at, NULL::timestamptz AS ends_at, kept_at, kept_by_id
    FROM still
    UNION ALL
    SELECT id, 'clip', '.mp4', incident_id, camera_id, sha256, size, begins_at, ends_at, kept_at,
        kept_by_id
    FROM clip
) k
JOIN registry_user u ON u.id = k.kept_by_id
JOIN incident i ON i.id = k.incident_id;

-- What was done with them until now, the log knows.
INSERT INTO evidence_custody (item_id, at, deed, actor_id, actor_name, actor_role, detail, entry)
SELECT
    i.id, e.at, CASE WHEN e.action LIKE '%\_kept' THEN 'received' ELSE 'viewed' END,
    e.actor_id, e.actor_name, e.role, e.detail - 'sha256' - i.kind, e.id
FROM evidence_item i
JOIN audit_entry e
    ON e.action IN (i.kind || '_kept', i.kind || '_viewed')
    AND e.detail ->> i.kind = i.id::text
ORDER BY e.id;
