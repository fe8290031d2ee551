-- Footprints of one tile, with their height in metres: at z 13 the large ones, from z 15 all.
-- Parameters: z, x, y
SELECT ST_AsMVT(t, 'building', 4096, 'g') FROM (
  SELECT
    ST_AsMVTGeom(
      ST_Transform(footprint, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
    ) AS g,
    round(height)::int AS height,
    CASE WHEN %(z)s >= 16 THEN nullif(name, '') END AS name
  FROM building
  WHERE footprint && tile_degrees(%(z)s, %(x)s, %(y)s)
    AND %(z)s >= 13
    AND (%(z)s >= 15 OR ST_Area(footprint) > 2 * (360.0 / (256 << %(z)s)) ^ 2)
  ORDER BY id
) AS t
