-- The part of a study's area that one tile shows, in Web Mercator.
-- Parameters: z, x, y, study
SELECT ST_AsBinary(
  ST_Intersection(
    ST_MakeValid(ST_Transform(area, 3857)),
    ST_TileEnvelope(%(z)s, %(x)s, %(y)s, margin => 0.015625)
  )
)
FROM study
WHERE id = %(study)s AND area && tile_degrees(%(z)s, %(x)s, %(y)s)
