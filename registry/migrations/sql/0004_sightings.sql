-- The placements that see a point, reach it, see something within 50 m of it or stand in the square
-- around it: gap is the metres between the point and what is seen (0: it is seen, null: nothing near
-- it is), reached whether it lies in reach; from whichever side of the antimeridian is nearer. The migration makes two of it: sightings asks of the
-- present, for which there are indexes of their own, sightings_then of a moment of the past.
-- heres: the point, see either_side; east, north: metres in a degree there. Inlined where called.
CREATE FUNCTION {name}(
    heres geometry[], radius float8, east float8, north float8, moment timestamptz
) RETURNS TABLE (
    placement_id bigint, camera_id uuid, stands geometry, position_sd float8, height float8,
    azimuth float8, azimuth_sd float8, hfov float8, range float8, width_px int, fov_source text,
    gap float8, reached boolean
)
LANGUAGE sql STABLE AS $$
  SELECT p.id, p.camera_id, p.position, p.position_sd, p.height, p.azimuth, p.azimuth_sd, p.hfov,
         p.range, p.width_px, p.fov_source,
         min(CASE WHEN p.sees && ST_Expand(here, 50 / east, 50 / north)
           THEN metres_apart(p.sees, here, east, north) END),
         bool_or(coalesce(ST_Covers(p.reach, here), false))
  FROM unnest(heres) AS here
  JOIN placement p ON {valid} AND (
    p.sees && ST_Expand(here, 50 / east, 50 / north)
    OR p.reach && here
    OR p.position && ST_Expand(here, radius / east, radius / north)
  )
  GROUP BY p.id
$$;
