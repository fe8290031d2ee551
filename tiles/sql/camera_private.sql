-- Private cameras of one tile at their street anchors, never where they are nor what they see; one without an
-- anchor is left out. At z 12 and 13 one stands for all in its cell, a 256th of a tile wide, with their count.
-- Parameters: z, x, y
SELECT ST_AsMVT(t, 'camera_private', 4096, 'g', 'id') FROM (
  SELECT
    ST_AsMVTGeom(anchor_m, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS g,
    n AS id, attr, NULL::bigint AS count
  FROM tile_camera
  WHERE %(z)s >= 14
    AND private AND attr & 15 <> 7
    AND anchor_m && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625)
  UNION ALL
  SELECT
    ST_AsMVTGeom(
      ST_Point(
        (gx + 0.5) * 40075016.685578488 / (256 << %(z)s),
        (gy + 0.5) * 40075016.685578488 / (256 << %(z)s), 3857
      ),
      ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
    ),
    first >> 32, (first & 4294967295)::int, count
  FROM (
    SELECT
      floor(ST_X(anchor_m) * (256 << %(z)s) / 40075016.685578488) AS gx,
      floor(ST_Y(anchor_m) * (256 << %(z)s) / 40075016.685578488) AS gy,
      min(n << 32 | attr) AS first,
      count(*) AS count
    FROM tile_camera
    WHERE %(z)s < 14
      AND private AND attr & 15 <> 7
      AND anchor_m && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625)
    GROUP BY 1, 2
  ) AS cell
  ORDER BY id
) AS t
