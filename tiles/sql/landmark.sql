-- Points that matter, from z 15; a street lamp or a crossing only from z 16.
-- Parameters: z, x, y
SELECT ST_AsMVT(t, 'landmark', 4096, 'g') FROM (
  SELECT
    ST_AsMVTGeom(
      ST_Transform(position, 3857), ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
    ) AS g,
    kind, nullif(name, '') AS name
  FROM landmark
  WHERE position && tile_degrees(%(z)s, %(x)s, %(y)s)
    AND %(z)s >= CASE WHEN name <> '' THEN 15 ELSE 16 END
  ORDER BY id
) AS t
