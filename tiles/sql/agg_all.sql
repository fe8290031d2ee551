-- How many cameras there are, far out: sums over a sixteenth of a tile, at the middle of what they count.
-- A private camera counts at its anchor.
-- Parameters: z, x, y
SELECT ST_AsMVT(t, 'agg_all', 4096, 'g') FROM (
  SELECT
    ST_AsMVTGeom(
      ST_Point(sum_x::float8 / cameras, sum_y::float8 / cameras, 3857),
      ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
    ) AS g,
    cameras AS count, private
  FROM camera_aggregate
  WHERE z = %(z)s
    AND gx BETWEEN %(x)s * 16 AND %(x)s * 16 + 15
    AND gy BETWEEN %(y)s * 16 AND %(y)s * 16 + 15
    AND cameras > 0
  ORDER BY gx, gy
) AS t
