-- The placements that see a point (class 1), reach it (2), see something within 50 m of it (4: an
-- approach) or stand within the radius (5); gap is the metres between the point and what is seen.
-- A placement comes once for each class it is in. The migration makes two of it: {name} is called
-- for the present, where an index over current placements serves, or for a moment of the past.
CREATE FUNCTION {name}(lng float8, lat float8, radius float8, moment timestamptz)
RETURNS TABLE (placement_id bigint, class int, gap float8)
LANGUAGE plpgsql STABLE ROWS 50
-- Left alone the planner weighs each call anew, which takes longer than the answer, or reads the
-- whole table because it cannot know where the point is.
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off
SET enable_bitmapscan = off
AS $$
DECLARE
  degree record := metres_per_degree(lat);
  across float8 := 1 / greatest(degree.east, 1);
  along float8 := 1 / degree.north;
  heres geometry[] := either_side(lng, lat, greatest(radius, 5000) * across);
BEGIN
  RETURN QUERY
  SELECT beside.id, CASE WHEN beside.metres = 0 THEN 1 ELSE 4 END, beside.metres
  FROM (
    SELECT p.id, metres_apart(p.sees, here, degree.east, degree.north) AS metres
    FROM unnest(heres) AS here
    JOIN placement p ON {valid} AND p.sees && ST_Expand(here, 50 * across, 50 * along)
    OFFSET 0
  ) AS beside
  WHERE beside.metres <= 50
  UNION ALL
  SELECT p.id, 2, 0
  FROM unnest(heres) AS here
  JOIN placement p ON {valid} AND p.reach && here AND ST_Covers(p.reach, here)
  UNION ALL
  SELECT p.id, 5, NULL
  FROM unnest(heres) AS here
  JOIN placement p ON {valid} AND p.position && ST_Expand(here, radius * across, radius * along);
END
$$;
