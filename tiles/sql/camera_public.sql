-- Published anchors of one tile: kind, and in which band the number of cameras there falls.
-- No id, no wedge, no count. Parameters: z, x, y
SELECT ST_AsMVT(t, 'camera_public', 4096, 'g') FROM (
  SELECT
    ST_AsMVTGeom(anchor_m, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS g,
    kind, band
  FROM published_camera
  WHERE anchor_m && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625)
  ORDER BY anchor_m, kind
) AS t
