-- The placements that see a point, reach it, see something within 50 m of it or stand in the square
-- around it: gap is the metres between the point and what is seen (0: it is seen, null: nothing near
-- it is), reached whether it lies in reach. The migration makes two of it: sightings asks of the
-- present, for which there are indexes of their own, sightings_then of a moment of the past.
-- here: the point, beyond: the same beyond the antimeridian, or null, which costs nothing; east, north:
-- metres in a degree there. Both are asked at once, so that a placement comes once. Inlined where called.
CREATE FUNCTION {name}(
    here geometry, beyond geometry, radius float8, east float8, north float8, moment timestamptz
) RETURNS TABLE (
    placement_id bigint, camera_id uuid, stands geometry, position_sd float8, height float8,
    azimuth float8, azimuth_sd float8, hfov float8, range float8, width_px int, fov_source text,
    gap float8, reached boolean
)
LANGUAGE sql STABLE AS $$
  SELECT p.id, p.camera_id, p.position, p.position_sd, p.height, p.azimuth, p.azimuth_sd, p.hfov,
         p.range, p.width_px, p.fov_source,
         least(
           CASE WHEN p.sees && ST_Expand(here, 50 / east, 50 / north)
             THEN metres_apart(p.sees, here, east, north) END,
           CASE WHEN p.sees && ST_Expand(beyond, 50 / east, 50 / north)
             THEN metres_apart(p.sees, beyond, east, north) END),
         coalesce(ST_Covers(p.reach, here) OR ST_Covers(p.reach, beyond), false)
  FROM placement p
  WHERE {valid} AND (
    p.sees && ST_Expand(here, 50 / east, 50 / north)
    OR p.sees && ST_Expand(beyond, 50 / east, 50 / north)
    OR p.reach && here
    OR p.reach && beyond
    OR p.position && ST_Expand(here, radius / east, radius / north)
    OR p.position && ST_Expand(beyond, radius / east, radius / north)
  )
$$;
