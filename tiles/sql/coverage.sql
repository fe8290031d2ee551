-- The cells of a study in one tile, as many cameras see them; their outlines come with the question,
-- in steps of the tile already: they are small and whole, and nothing is left to clip or to mend.
-- Parameters: shapes (WKB, a collection), and in its order: cell, share, cameras, level, reason
SELECT ST_AsMVT(t, 'coverage', 4096, 'g') FROM (
  SELECT shape.geom AS g, to_hex(told.cell) AS cell, told.share, told.cameras, told.level, told.reason
  FROM unnest(
    %(cell)s::bigint[], %(share)s::float8[], %(cameras)s::int[], %(level)s::int[], %(reason)s::int[]
  ) WITH ORDINALITY AS told (cell, share, cameras, level, reason, nth)
  JOIN ST_Dump(ST_GeomFromWKB(%(shapes)s)) AS shape ON shape.path[1] = told.nth
  ORDER BY told.nth
) AS t
