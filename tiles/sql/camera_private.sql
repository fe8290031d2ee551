-- Private cameras of one tile at their street anchors, never where they are nor what they see; one without an
-- anchor is left out. At z 12 and 13 one stands for all in its cell, a 256th of a tile wide, with their count.
-- Nothing here may depend on where a camera truly is: no number, whose neighbours may stand beside it, no order
-- but by what is shown, and not whether it hangs indoors (256), which is worked out from its place.
-- Parameters: z, x, y
SELECT ST_AsMVT(t, 'camera_private', 4096, 'g') FROM (
  SELECT
    ST_AsMVTGeom(anchor_m, ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true) AS g,
    attr & ~256 AS attr, NULL::bigint AS count
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
    attr, count
  FROM (
    SELECT
      floor(ST_X(anchor_m) * (256 << %(z)s) / 40075016.685578488) AS gx,
      floor(ST_Y(anchor_m) * (256 << %(z)s) / 40075016.685578488) AS gy,
      min(attr & ~256) AS attr,
      count(*) AS count
    FROM tile_camera
    WHERE %(z)s < 14
      AND private AND attr & 15 <> 7
      AND anchor_m && ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625)
    GROUP BY 1, 2
  ) AS cell
  ORDER BY g, attr
) AS t
