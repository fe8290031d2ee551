-- For each of many calls, how many cameras that see its place this reader may look at (see), how
-- many may see it or can turn to it (may), and how many would, if somebody were asked or a condition
-- met (ask). One query however many calls are open.
CREATE FUNCTION incident_sights(
    calls uuid[], reader access_reader, reader_id int, zone text, margin float8,
    officer_radius float8
) RETURNS TABLE (incident_id uuid, see int, may int, ask int)
LANGUAGE plpgsql STABLE
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_hashjoin = off
SET enable_mergejoin = off
SET jit = off
AS $$
BEGIN
  RETURN QUERY
  WITH call AS (
    SELECT i.id, i.position, metres_per_degree(ST_Y(i.position)) AS degree,
           occasion_of(i.id, reader_id, now(), zone, margin, officer_radius) AS occasion
    FROM unnest(calls) AS wanted
    JOIN incident i ON i.id = wanted
    WHERE i.position IS NOT NULL
    OFFSET 0
  ), sighting AS (
    SELECT call.id, call.occasion, p.camera_id, coalesce(ST_Covers(p.sees, call.position), false) AS sees,
           turn(ST_X(call.position), ST_X(p.position)) * (call.degree).east AS east,
           (ST_Y(p.position) - ST_Y(call.position)) * (call.degree).north AS north
    FROM call
    JOIN placement p ON p.valid_to IS NULL
      AND (p.sees && call.position OR p.reach && call.position)
      AND (ST_Covers(p.sees, call.position) OR ST_Covers(p.reach, call.position))
    OFFSET 0
  ), judged AS (
    SELECT s.id, s.sees, a.state
    FROM sighting AS s
    JOIN camera c ON c.id = s.camera_id AND c.status = 'approved'
    CROSS JOIN LATERAL access_state(
      reader, s.occasion, c, sqrt(s.east * s.east + s.north * s.north), 'still') AS a
    WHERE a.state <> 'hidden'
  )
  SELECT j.id,
         count(*) FILTER (WHERE j.sees AND j.state IN ('open', 'live_ok'))::int,
         count(*) FILTER (WHERE NOT j.sees AND j.state IN ('open', 'live_ok'))::int,
         count(*) FILTER (WHERE j.state IN ('request_only', 'condition_unmet'))::int
  FROM judged AS j
  GROUP BY j.id;
END
$$;
