-- The answer to a click as GeoJSON, and its audit row in the same transaction; null where the reader
-- may not know of the incident.
--   moment         null for now
--   levels, bounds a density scheme: the pixels per metre from which each level holds, rising
-- class: 1 sees the point, 2 can turn to it, 3 may see it, 4 sees an approach, 5 stands near.
CREATE FUNCTION seeing(
    lng float8, lat float8, radius float8, most int, moment timestamptz, drawn boolean,
    levels text[], bounds float8[], reader access_reader, reader_id int, incident uuid,
    zone text, margin float8, officer_radius float8,
    actor_id text, actor_name text, agency text, client text, request_id text
) RETURNS text
LANGUAGE plpgsql
-- Left alone the planner weighs each call anew, which takes longer than the answer, or reads a whole
-- table because it cannot know where the point is.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
  degree record := metres_per_degree(lat);
  heres geometry[] := either_side(lng, lat, greatest(radius, 5000) / degree.east);
  at timestamptz := coalesce(moment, now());
  call access_occasion := occasion_of(incident, reader_id, at, zone, margin, officer_radius);
  call_position geometry;
  call_purpose text := '';
  features text;
  explanation text;
  named jsonb;
BEGIN
  IF incident IS NOT NULL THEN
    SELECT i.position, i.purpose INTO call_position, call_purpose FROM incident i WHERE i.id = incident;
    IF NOT FOUND OR reader.role IN ('planner', 'registrar', 'owner')
        OR reader.role = 'officer' AND NOT call.assigned THEN
      RETURN NULL;
    END IF;
  END IF;

  -- OFFSET 0 keeps each step's columns plain columns for the next, so that functions are inlined.
  WITH away AS (
    SELECT s.*, turn(lng, ST_X(s.stands)) * degree.east AS east,
           (ST_Y(s.stands) - lat) * degree.north AS north,
           turn(ST_X(call_position), ST_X(s.stands)) * degree.east AS call_east,
           (ST_Y(s.stands) - ST_Y(call_position)) * degree.north AS call_north
    FROM (
      SELECT * FROM sightings(heres, radius, degree.east, degree.north, NULL) WHERE moment IS NULL
      UNION ALL
      SELECT * FROM sightings_then(heres, radius, degree.east, degree.north, moment)
      WHERE moment IS NOT NULL
    ) AS s
    OFFSET 0
  ), measured AS (
    SELECT a.*, sqrt(a.east * a.east + a.north * a.north) AS distance,
           atan2d(a.east, a.north) AS toward,
           sqrt(a.call_east * a.call_east + a.call_north * a.call_north) AS from_call
    FROM away AS a
    OFFSET 0
  ), known AS (
    SELECT m.*, c.number, c.form, c AS camera,
           CASE WHEN m.gap = 0 THEN 1
                WHEN m.reached THEN CASE WHEN c.form = 'ptz' THEN 2 ELSE 3 END
                WHEN m.gap <= 50 THEN 4
                ELSE 5 END AS class,
           abs(turn(m.azimuth, m.toward + 180)) AS off_axis,
           pixel_density(m.distance, m.width_px, m.hfov, m.height) AS px_per_m,
           f.captured_at, f.state AS frame_state
    FROM measured AS m
    JOIN camera c ON c.id = m.camera_id
    LEFT JOIN frame f ON f.camera_id = m.camera_id AND moment IS NULL
    WHERE (m.gap <= 50 OR m.reached OR m.distance <= radius) AND c.status = 'approved'
      AND access_standing(reader, call, c, m.from_call, 'still') <> 'hidden'
    OFFSET 0
  ), weighed AS (
    SELECT k.*, sight_confidence(k.off_axis, CASE k.class WHEN 2 THEN 360 ELSE k.hfov END,
             k.azimuth_sd, k.distance, k.range, k.position_sd) AS confidence
    FROM known AS k
    OFFSET 0
  ), ranked AS MATERIALIZED (
    SELECT w.*, row_number() OVER (
             -- Age counts in steps of 15 s, the age at which a picture turns amber: finer, and a
             -- list of live cameras would never stand still.
             ORDER BY w.class, w.confidence * w.px_per_m DESC,
               floor(extract(epoch FROM at - w.captured_at) / 15) NULLS LAST, w.distance, w.number
           ) AS rank
    FROM weighed AS w
  ), listed AS (
    SELECT r.*, levels[width_bucket(r.px_per_m, bounds)] AS level, o.kind AS owner_kind,
           a.state AS access, a.reason, f.refresh, (r.camera).verified_at,
           blind_words(r.off_axis, r.hfov, r.distance, r.range) AS blind
    FROM ranked AS r
    JOIN owner o ON o.id = (r.camera).owner_id
    LEFT JOIN feed f ON f.camera_id = r.camera_id
    CROSS JOIN LATERAL access_state(reader, call, r.camera, r.from_call, 'still') AS a
    WHERE r.rank <= most
    OFFSET 0
  ), told AS (
    SELECT l.rank, l.class, l.camera_id AS id, l.access, l.stands, row_to_json(p) AS properties
    FROM listed AS l
    CROSS JOIN LATERAL (
      SELECT l.camera_id AS id, l.number, (l.camera).name, (l.camera).kind, l.form, l.owner_kind,
             (l.camera).level AS opened,
             ('{point,turn,may,approach,near}'::text[])[l.class] AS sees,
             round(l.confidence * 1e3) / 1e3 AS confidence,
             round(l.distance * 10) / 10 AS distance_m,
             round((l.toward + CASE WHEN l.toward < 0 THEN 360 ELSE 0 END) * 10) / 10 AS bearing,
             round(l.px_per_m * 10) / 10 AS px_per_m,
             l.level, l.azimuth, l.azimuth_sd, l.hfov, l.range AS range_m, l.fov_source, l.verified_at,
             l.access, l.reason AS access_reason,
             sight_words(l.class, l.distance, l.gap, l.level, l.blind,
               l.verified_at < at - interval '365 days') AS why,
             CASE WHEN l.frame_state IS NOT NULL THEN json_build_object(
               'captured_at', l.captured_at,
               -- The state as written ages too: media may have stopped writing.
               'state', CASE WHEN l.frame_state = 'live' AND at - l.captured_at
                   > greatest(60, 4 * l.refresh) * interval '1 second'
                 THEN 'stale' ELSE l.frame_state END,
               'url', CASE WHEN l.access IN ('open', 'live_ok')
                 THEN '/thumbnails/' || l.camera_id || '.jpg' END) END AS frame,
             CASE WHEN drawn THEN (
               SELECT ST_AsGeoJSON(coalesce(p.sees, p.reach), 7)::json
               FROM placement p WHERE p.id = l.placement_id) END AS field_of_view
    ) AS p
  )
  SELECT coalesce(string_agg(
           '{"type":"Feature","id":"' || t.id || '","geometry":{"type":"Point","coordinates":['
           || round(ST_X(t.stands) * 1e7) / 1e7 || ',' || round(ST_Y(t.stands) * 1e7) / 1e7
           || ']},"properties":' || t.properties || '}', ',' ORDER BY t.rank), ''),
         coalesce(jsonb_agg(jsonb_build_array(t.id, t.class, t.access) ORDER BY t.rank), '[]'),
         (SELECT blind_explanation(
            count(*) FILTER (WHERE r.class = 1)::int, count(*) FILTER (WHERE r.class = 2)::int,
            count(*) FILTER (WHERE r.class = 3)::int, radius,
            (SELECT blind_words(n.off_axis, n.hfov, n.distance, n.range)
               || ', ' || round(n.distance) || ' m ' || wind(n.toward)
             FROM ranked AS n ORDER BY n.distance LIMIT 1))
          FROM ranked AS r)
  INTO features, named, explanation
  FROM told AS t;

  PERFORM audit_record(
    actor_id, actor_name, reader.role, agency, 'coverage_query', 'point', '', call_purpose, incident,
    '', client, request_id, 'ok',
    jsonb_build_object('at', jsonb_build_array(lng, lat), 'radius', radius, 'limit', most,
                       'time', moment, 'cameras', named));
  RETURN '{"type":"FeatureCollection","features":[' || features
    || '],"explanation":' || coalesce(to_json(explanation)::text, 'null') || '}';
END
$$;
