-- An open call of the highest priority some 20 m from each of these cameras.
-- Parameter: their numbers
INSERT INTO incident (id, source, external_id, number, kind, priority, summary, address, units,
  position, radius, state, purpose, provisional, exigent, exigent_reason, reported_at, updated_at,
  changed_at)
SELECT gen_random_uuid(), 'cad', number, 'C-' || number, 'disturbance', 1, '', '', '{}',
       ST_Translate(position, 20 / 88000.0 * sind(azimuth), 20 / 111000.0 * cosd(azimuth)),
       150, 'open', 'call_for_service', false, false, '', now(), now(), now()
FROM camera
WHERE number = ANY (%s) AND azimuth IS NOT NULL
RETURNING id, ST_X(position), ST_Y(position)
