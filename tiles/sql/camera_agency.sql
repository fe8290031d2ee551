-- The centre's own cameras of one tile: from z 14 exactly, by their numbers, with what a plain wedge
-- needs. At z 12 and 13 one stands for all in its cell, a 256th of a tile wide, at the cell's middle and
-- with their count; it has a number where it is alone.
-- A caller's phone (kind 7) is left out: it comes with its incident alone.
-- Parameters: z, x, y
SELECT ST_AsMVT(t, 'camera_agency', 4096, 'g', 'id') FROM (
  SELECT
    ST_AsMVTGeom(geom_m, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS g,
    number AS id, attr, heading, fov_deg AS fov, range_m AS range, NULL::bigint AS count
  FROM tile_camera
  WHERE %(z)s >= 14
    AND NOT private AND attr & 15 <> 7
    AND geom_m && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625)
  UNION ALL
  SELECT
    ST_AsMVTGeom(
      ST_Point(
        (gx + 0.5) * 40075016.685578488 / (256 << %(z)s),
        (gy + 0.5) * 40075016.685578488 / (256 << %(z)s), 3857
      ),
      ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
    ),
    CASE count WHEN 1 THEN (first >> 32)::int END, (first & 4294967295)::int, NULL, NULL, NULL, count
  FROM (
    SELECT
      floor(ST_X(geom_m) * (256 << %(z)s) / 40075016.685578488) AS gx,
      floor(ST_Y(geom_m) * (256 << %(z)s) / 40075016.685578488) AS gy,
      min(number::bigint << 32 | attr) AS first,
      count(*) AS count
    FROM tile_camera
    WHERE %(z)s < 14
      AND NOT private AND attr & 15 <> 7
      AND geom_m && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625)
    GROUP BY 1, 2
  ) AS cell
  ORDER BY id, g
) AS t
