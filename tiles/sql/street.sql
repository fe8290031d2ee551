-- Streets of one tile: the wider a street, the farther away it shows. Far out, where they bear no name,
-- all of one class are one feature.
-- Parameters: z, x, y
WITH shown AS (
  SELECT id, kind, name, ST_Transform(line, 3857) AS line
  FROM street
  WHERE line && tile_degrees(%(z)s, %(x)s, %(y)s)
    AND %(z)s >= CASE
      WHEN kind IN ('motorway', 'trunk') THEN 6
      WHEN kind = 'primary' THEN 8
      WHEN kind IN ('motorway_link', 'trunk_link', 'secondary') THEN 10
      WHEN kind IN ('primary_link', 'secondary_link', 'tertiary') THEN 11
      WHEN kind IN ('residential', 'unclassified', 'tertiary_link', 'living_street', 'road') THEN 12
      WHEN kind IN ('pedestrian', 'busway') THEN 13
      WHEN kind IN ('service', 'track', 'cycleway') THEN 14
      ELSE 15
    END
)
SELECT ST_AsMVT(t, 'street', 4096, 'g') FROM (
  SELECT
    ST_AsMVTGeom(
      ST_Simplify(line, 20037508.34 / (256 << %(z)s)),
      ST_TileEnvelope(%(z)s, %(x)s, %(y)s), 4096, 64, true
    ) AS g,
    kind, nullif(name, '') AS name
  FROM (
    SELECT id, kind, name, line FROM shown WHERE %(z)s >= 13
    UNION ALL
    SELECT 0, kind, '', ST_LineMerge(ST_CollectionExtract(ST_Collect(line ORDER BY id), 2))
    FROM shown WHERE %(z)s < 13 GROUP BY kind
  ) AS drawn
  ORDER BY id, kind
) AS t
