-- What the centre's own cameras see in one tile, walls and all.
-- Parameters: z, x, y
SELECT ST_AsMVT(t, 'fov_agency', 4096, 'g', 'id') FROM (
  SELECT
    ST_AsMVTGeom(sees_m, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS g,
    number AS id, attr
  FROM tile_camera
  WHERE NOT private AND attr & 15 <> 7
    AND sees_m && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625)
  ORDER BY number
) AS t
