-- What agency cameras could see of each call's place when it was reported, whether a private one saw
-- it, and whether anybody looked through one that did. The classes are the click's (0004_answer.sql):
-- sightings_then says what sees the place, reaches it or stands near, of the versions of that moment.
--   levels, bounds: a density scheme, the pixels per metre from which each level holds, rising
-- class: 1 sees the point, 2 can turn to it, 3 may see it, 4 sees an approach, 5 stands near.
CREATE FUNCTION ledger_coverage(calls uuid[], levels text[], bounds float8[])
RETURNS TABLE (
    incident_id uuid, seen text, level text, px_per_m float8, cameras int, private boolean,
    looked text
)
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
    SELECT i.id, i.position, i.radius, i.reported_at,
           metres_per_degree(ST_Y(i.position)) AS degree
    FROM unnest(calls) AS wanted
    JOIN incident i ON i.id = wanted
    OFFSET 0
  ), away AS (
    SELECT call.id, call.radius, s.*,
           sqrt((turn(ST_X(call.position), ST_X(s.stands)) * (call.degree).east) ^ 2
                + ((ST_Y(s.stands) - ST_Y(call.position)) * (call.degree).north) ^ 2) AS distance
    FROM call
    CROSS JOIN LATERAL sightings_then(
      call.position,
      point_beyond(ST_X(call.position), ST_Y(call.position),
        greatest(call.radius, 5000) / (call.degree).east),
      call.radius, (call.degree).east, (call.degree).north, call.reported_at) AS s
    OFFSET 0
  ), known AS (
    SELECT a.id, a.camera_id, p.level > 0 AS of_others,
           CASE WHEN a.gap = 0 THEN 1
                WHEN a.reached THEN CASE WHEN c.form = 'ptz' THEN 2 ELSE 3 END
                WHEN a.gap <= 50 THEN 4
                WHEN a.distance <= a.radius THEN 5 END AS class,
           pixel_density(a.distance, a.width_px, a.hfov, a.height) AS density
    FROM away AS a
    JOIN placement p ON p.id = a.placement_id
    JOIN camera c ON c.id = a.camera_id
    WHERE p.status = 'approved' AND c.kind <> 'phone'  -- a caller's phone comes with the call
  ), best AS (
    SELECT k.id,
           min(k.class) FILTER (WHERE NOT k.of_others) AS class,
           max(k.density) FILTER (WHERE NOT k.of_others AND k.class = 1) AS density,
           count(*) FILTER (WHERE NOT k.of_others AND k.class = 1) AS cameras,
           bool_or(k.of_others AND k.class = 1) AS private,
           array_agg(k.camera_id) FILTER (WHERE NOT k.of_others AND k.class <= 4) AS useful
    FROM known AS k
    GROUP BY k.id
  )
  SELECT call.id,
         CASE WHEN b.class = 1 THEN 'seen' WHEN b.class <= 4 THEN 'approach'
              WHEN b.class = 5 THEN 'near' ELSE 'none' END,
         coalesce(levels[width_bucket(b.density, bounds)], ''),
         b.density,
         coalesce(b.cameras, 0)::int,
         coalesce(b.private, false),
         CASE
           WHEN EXISTS (
             SELECT FROM live_view v
             WHERE v.incident_id = call.id AND v.camera_id = ANY (b.useful)) THEN 'live'
           WHEN EXISTS (
             SELECT FROM audit_entry e
             WHERE e.incident_id = call.id AND e.action = 'thumbnails_opened'
               AND e.detail -> 'cameras' ?| b.useful::text[]) THEN 'stills'
           ELSE '' END
  FROM call
  LEFT JOIN best AS b ON b.id = call.id;
END
$$;
