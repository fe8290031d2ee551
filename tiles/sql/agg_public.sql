-- How many published anchors there are, far out: sums over a sixteenth of a tile, where there are three at least.
-- Parameters: z, x, y
SELECT ST_AsMVT(t, 'agg_public', 4096, 'g') FROM (
  SELECT
    ST_AsMVTGeom(
      ST_Point(sum_x::float8 / anchors, sum_y::float8 / anchors, 3857),
      ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
    ) AS g,
    anchors AS count
  FROM published_aggregate
  WHERE z = %(z)s
    AND gx BETWEEN %(x)s * 16 AND %(x)s * 16 + 15
    AND gy BETWEEN %(y)s * 16 AND %(y)s * 16 + 15
    AND anchors >= 3
  ORDER BY gx, gy
) AS t
