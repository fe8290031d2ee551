-- The answer to a click as GeoJSON, and its audit row in the same transaction; null where the reader
-- may not know of the incident. The migration makes two of it, as of sightings: seeing asks of the
-- present (moment is null), seeing_then of the past: fields of view, grants, each camera's status, level
-- and owner, and whether the call was open are as they were then, names and kinds as they are today.
--   levels, bounds a density scheme: the pixels per metre from which each level holds, rising
-- class: 1 sees the point, 2 can turn to it, 3 may see it, 4 sees an approach, 5 stands near.
CREATE FUNCTION {name}(
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
SET jit = off
AS $$
DECLARE
  degree record := metres_per_degree(lat);
  here geometry := ST_SetSRID(ST_MakePoint(lng, lat), 4326);
  beyond geometry := point_beyond(lng, lat, greatest(radius, 5000) / degree.east);
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

  -- OFFSET 0 keeps the columns of a step plain columns for the next, so that functions given them
  -- are inlined. A step carries on only what is still needed: a plan's start costs by the column.
  WITH away AS (
    SELECT s.*, sqrt((turn(lng, ST_X(s.stands)) * degree.east) ^ 2
                     + ((ST_Y(s.stands) - lat) * degree.north) ^ 2) AS distance,
           atan2d(turn(lng, ST_X(s.stands)) * degree.east,
                  (ST_Y(s.stands) - lat) * degree.north) AS toward,
           sqrt((turn(ST_X(call_position), ST_X(s.stands)) * degree.east) ^ 2
                + ((ST_Y(s.stands) - ST_Y(call_position)) * degree.north) ^ 2) AS from_call
    FROM {sightings}(here, beyond, radius, degree.east, degree.north, moment) AS s
    OFFSET 0
  ), known AS (
    SELECT a.placement_id, a.stands, a.azimuth, a.azimuth_sd, a.hfov, a.range, a.fov_source, a.gap,
           a.distance, a.toward, a.from_call, c AS camera, f.captured_at, f.state AS frame_state,
           CASE WHEN a.gap = 0 THEN 1
                WHEN a.reached THEN CASE WHEN c.form = 'ptz' THEN 2 ELSE 3 END
                WHEN a.gap <= 50 THEN 4
                ELSE 5 END AS class,
           abs(turn(a.azimuth, a.toward + 180)) AS off_axis,
           pixel_density(a.distance, a.width_px, a.hfov, a.height) AS px_per_m,
           sight_confidence(
             abs(turn(a.azimuth, a.toward + 180)),
             CASE WHEN a.reached AND a.gap IS DISTINCT FROM 0 AND c.form = 'ptz' THEN 360
               ELSE a.hfov END,
             a.azimuth_sd, a.distance, a.range, a.position_sd) AS confidence
    FROM away AS a
    {camera}
    LEFT JOIN frame f ON f.camera_id = a.camera_id AND moment IS NULL
    WHERE (a.gap <= 50 OR a.reached OR a.distance <= radius) AND c.status = 'approved'
      AND access_standing(reader, call, c, a.from_call, 'still') <> 'hidden'
    OFFSET 0
  ), ranked AS MATERIALIZED (
    SELECT k.*, row_number() OVER (
             -- Age counts in steps of 15 s, the age at which a picture turns amber: finer, and a
             -- list of live cameras would never stand still.
             ORDER BY k.class, k.confidence * k.px_per_m DESC,
               floor(extract(epoch FROM at - k.captured_at) / 15) NULLS LAST, k.distance,
               (k.camera).number
           ) AS rank
    FROM known AS k
  ), listed AS (
    SELECT r.*, (r.camera).id, levels[width_bucket(r.px_per_m, bounds)] AS level,
           o.kind AS owner_kind, a.state AS access, a.reason,
           blind_words(r.off_axis, r.hfov, r.distance, r.range) AS blind
    FROM ranked AS r
    JOIN owner o ON o.id = (r.camera).owner_id
    CROSS JOIN LATERAL access_state(reader, call, r.camera, r.from_call, 'still') AS a
    WHERE r.rank <= most
    OFFSET 0
  ), told AS (
    SELECT l.rank, l.id, l.stands, row_to_json(p) AS properties
    FROM listed AS l
    CROSS JOIN LATERAL (
      SELECT l.id, (l.camera).number, (l.camera).name, (l.camera).kind, (l.camera).form,
             l.owner_kind, (l.camera).level AS opened,
             ('{point,turn,may,approach,near}'::text[])[l.class] AS sees,
             round(l.confidence * 1e3) / 1e3 AS confidence,
             round(l.distance * 10) / 10 AS distance_m,
             round((l.toward + CASE WHEN l.toward < 0 THEN 360 ELSE 0 END) * 10) / 10 AS bearing,
             round(l.px_per_m * 10) / 10 AS px_per_m,
             l.level, l.azimuth, l.azimuth_sd, l.hfov, l.range AS range_m, l.fov_source,
             (l.camera).verified_at,
             l.access, l.reason AS access_reason,
             sight_words(l.class, l.distance, l.gap, l.level, l.blind,
               (l.camera).verified_at < at - interval '365 days') AS why,
             CASE WHEN l.frame_state IS NOT NULL THEN json_build_object(
               'captured_at', l.captured_at,
               -- The state as written ages too: media may have stopped writing.
               'state', CASE WHEN l.frame_state = 'live' AND at - l.captured_at > interval '5 minutes'
                 THEN 'stale' ELSE l.frame_state END,
               'url', CASE WHEN l.access IN ('open', 'live_ok')
                 THEN '/thumbnails/' || l.id || '.jpg' END) END AS frame,
             CASE WHEN drawn THEN (
               SELECT ST_AsGeoJSON(coalesce(p.sees, p.reach), 7)::json
               FROM placement p WHERE p.id = l.placement_id) END AS field_of_view
    ) AS p
  )
  SELECT coalesce(string_agg(concat(
           '{"type":"Feature","id":"', t.id, '","geometry":{"type":"Point","coordinates":[',
           round(ST_X(t.stands) * 1e7) / 1e7, ',', round(ST_Y(t.stands) * 1e7) / 1e7,
           ']},"properties":', t.properties, '}'), ',' ORDER BY t.rank), ''),
         coalesce(to_jsonb(array_agg(t.id ORDER BY t.rank)), '[]'),
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
