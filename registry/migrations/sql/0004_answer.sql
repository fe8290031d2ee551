-- Every camera worth naming for a point, best first, with what this reader may do with it.
-- class: 1 sees the point, 2 can turn to it, 3 may see it, 4 sees an approach, 5 stands near.
CREATE FUNCTION sightings_ranked(
    lng float8, lat float8, radius float8, moment timestamptz,
    reader access_reader, call access_occasion, call_position geometry
) RETURNS TABLE (
    rank bigint, class int, camera_id uuid, placement_id bigint, gap float8,
    distance float8, bearing float8, off_axis float8, px_per_m float8, confidence float8,
    captured_at timestamptz, frame_state text, access text, access_reason text
)
LANGUAGE plpgsql STABLE ROWS 50
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
  degree record := metres_per_degree(lat);
BEGIN
  RETURN QUERY
  WITH sighting AS (
    SELECT * FROM sightings(lng, lat, radius, NULL) WHERE moment IS NULL
    UNION ALL
    SELECT * FROM sightings_then(lng, lat, radius, moment) WHERE moment IS NOT NULL
  ), best AS (
    SELECT DISTINCT ON (s.placement_id) s.placement_id, s.class, s.gap
    FROM sighting AS s
    ORDER BY s.placement_id, s.class
  ), away AS MATERIALIZED (
    SELECT p.id, p.camera_id, p.azimuth, p.azimuth_sd, p.hfov, p.range, p.position_sd, p.width_px,
           p.height, best.class, best.gap,
           turn(lng, ST_X(p.position)) * degree.east AS east,
           (ST_Y(p.position) - lat) * degree.north AS north,
           turn(ST_X(call_position), ST_X(p.position)) * degree.east AS call_east,
           (ST_Y(p.position) - ST_Y(call_position)) * degree.north AS call_north
    FROM best
    JOIN placement p ON p.id = best.placement_id
  ), measured AS MATERIALIZED (
    SELECT a.*, sqrt(a.east ^ 2 + a.north ^ 2) AS distance,
           turn(180, atan2d(a.east, a.north)) + 180 AS bearing,
           sqrt(a.call_east ^ 2 + a.call_north ^ 2) AS from_call
    FROM away AS a
  ), weighed AS MATERIALIZED (
    SELECT m.id, m.camera_id, m.gap, m.distance, m.bearing, c.number,
           CASE WHEN m.class = 2 AND c.form <> 'ptz' THEN 3 ELSE m.class END AS class,
           abs(turn(m.azimuth, m.bearing + 180)) AS off_axis,
           pixel_density(m.distance, m.width_px, m.hfov, m.height) AS px_per_m,
           m.hfov, m.azimuth_sd, m.range, m.position_sd,
           f.captured_at, f.state AS frame_state, f.refresh, a.state, a.reason
    FROM measured AS m
    JOIN camera c ON c.id = m.camera_id AND c.status = 'approved'
    CROSS JOIN LATERAL access_state(reader, call, c, m.from_call, 'still') AS a
    LEFT JOIN LATERAL (
      SELECT frame.captured_at, frame.state, feed.refresh
      FROM frame LEFT JOIN feed USING (camera_id)
      WHERE frame.camera_id = m.camera_id AND moment IS NULL
    ) AS f ON true
    WHERE (m.class < 5 OR m.distance <= radius) AND a.state <> 'hidden'
  ), weighted AS MATERIALIZED (
    SELECT w.*, sight_confidence(
             w.class, w.off_axis, w.hfov, w.azimuth_sd, w.distance, w.range, w.position_sd
           ) AS confidence
    FROM weighed AS w
  )
  SELECT row_number() OVER (
           -- Age counts in steps of 15 s, the age from which a picture is amber: below that a
           -- list of live cameras would never stand still.
           ORDER BY w.class, w.confidence * w.px_per_m DESC,
             floor(extract(epoch FROM call.at - w.captured_at) / 15) NULLS LAST, w.distance, w.number),
         w.class, w.camera_id, w.id, w.gap, w.distance, w.bearing, w.off_axis, w.px_per_m,
         w.confidence, w.captured_at,
         -- The state as written ages too: media may have stopped writing.
         CASE WHEN w.frame_state = 'live'
                AND call.at - w.captured_at > greatest(60, 4 * w.refresh) * interval '1 second'
              THEN 'stale' ELSE w.frame_state END::text,
         w.state, w.reason
  FROM weighted AS w;
END
$$;

-- The answer to a click as GeoJSON, and its audit row in the same transaction; null where the
-- reader may not know of the incident. bounds: pixels per metre from which each level holds, rising.
CREATE FUNCTION seeing(
    lng float8, lat float8, radius float8, most int, moment timestamptz, drawn boolean,
    levels text[], bounds float8[], reader access_reader, reader_id int, incident uuid,
    zone text, margin float8, officer_radius float8,
    actor_id text, actor_name text, agency text, client text, request_id text
) RETURNS text
LANGUAGE plpgsql
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
AS $$
DECLARE
  at timestamptz := coalesce(moment, now());
  call access_occasion := occasion_of(incident, reader_id, at, zone, margin, officer_radius);
  call_position geometry;
  call_purpose text := '';
  features json;
  explanation text;
  ids jsonb;
BEGIN
  IF incident IS NOT NULL THEN
    SELECT i.position, i.purpose INTO call_position, call_purpose FROM incident i WHERE i.id = incident;
    IF NOT FOUND OR reader.role IN ('planner', 'registrar', 'owner')
        OR reader.role = 'officer' AND NOT call.assigned THEN
      RETURN NULL;
    END IF;
  END IF;

  WITH ranked AS MATERIALIZED (
    SELECT * FROM sightings_ranked(lng, lat, radius, moment, reader, call, call_position)
  ), tally AS (
    SELECT count(*) FILTER (WHERE class = 1) AS seen, count(*) FILTER (WHERE class = 2) AS turning,
           count(*) FILTER (WHERE class = 3) AS maybe
    FROM ranked
  ), listed AS (
    SELECT r.*, levels[width_bucket(r.px_per_m, bounds)] AS level,
           blind_words(r.off_axis, p.hfov, r.distance, p.range) AS blind,
           p.position, p.azimuth, p.azimuth_sd, p.hfov, p.fov_source, p.sees, p.reach,
           c.name, c.number, c.kind, c.form, c.level AS opened, c.verified_at, o.kind AS owner_kind
    FROM ranked AS r
    JOIN placement p ON p.id = r.placement_id
    JOIN camera c ON c.id = r.camera_id
    JOIN owner o ON o.id = c.owner_id
    WHERE r.rank <= most
  )
  SELECT coalesce(json_agg(json_build_object(
           'type', 'Feature',
           'id', l.camera_id,
           'geometry', ST_AsGeoJSON(l.position, 7)::json,
           'properties', json_build_object(
             'id', l.camera_id, 'number', l.number, 'name', l.name, 'kind', l.kind, 'form', l.form,
             'owner_kind', l.owner_kind, 'opened', l.opened,
             'sees', ('{point,turn,may,approach,near}'::text[])[l.class],
             'confidence', round(l.confidence::numeric, 3),
             'distance_m', round(l.distance::numeric, 1),
             'bearing', round(l.bearing::numeric, 1),
             'px_per_m', round(l.px_per_m::numeric, 1),
             'level', l.level,
             'azimuth', l.azimuth, 'azimuth_sd', l.azimuth_sd, 'hfov', l.hfov,
             'fov_source', l.fov_source, 'verified_at', l.verified_at,
             'access', l.access, 'access_reason', l.access_reason,
             'why', sight_words(
               l.class, l.distance, l.gap, l.level, l.blind, l.verified_at < at - interval '365 days'),
             'frame', CASE WHEN l.frame_state IS NOT NULL THEN json_build_object(
               'captured_at', l.captured_at, 'state', l.frame_state,
               'url', CASE WHEN l.access IN ('open', 'live_ok')
                        THEN '/thumbnails/' || l.camera_id || '.jpg' END) END,
             'field_of_view', CASE WHEN drawn THEN ST_AsGeoJSON(coalesce(l.sees, l.reach), 7)::json END
           )) ORDER BY l.rank), '[]'),
         (SELECT blind_explanation(t.seen::int, t.turning::int, t.maybe::int, radius,
            (SELECT blind_words(r.off_axis, p.hfov, r.distance, p.range)
                    || ', ' || round(r.distance) || ' m ' || wind(r.bearing)
             FROM ranked r JOIN placement p ON p.id = r.placement_id ORDER BY r.distance LIMIT 1))
          FROM tally t),
         coalesce(jsonb_agg(jsonb_build_array(l.camera_id, l.class, l.access) ORDER BY l.rank), '[]')
  INTO features, explanation, ids
  FROM listed AS l;

  PERFORM audit_record(
    actor_id, actor_name, reader.role, agency, 'coverage_query', 'point', '', call_purpose, incident,
    '', client, request_id, 'ok',
    jsonb_build_object('at', jsonb_build_array(lng, lat), 'radius', radius, 'limit', most,
                       'time', moment, 'cameras', ids));
  RETURN json_build_object(
    'type', 'FeatureCollection', 'features', features, 'explanation', explanation);
END
$$;
