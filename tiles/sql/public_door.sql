-- Doors of this number on streets with these words in their name, and what is published near each: cameras of
-- agencies within 150 m, and private ones at the door's own anchor; both are at least so many.
-- Parameters: number and words, in lower case; most.
SELECT DISTINCT ON (lower(d.street), lower(d.place))
  concat_ws(', ', d.number || ' ' || d.street, nullif(d.place, '')), d.position,
  agency.cameras, private.cameras, d.anchor_id IS NOT NULL
FROM address AS d
CROSS JOIN LATERAL (
  SELECT coalesce(sum(p.band), 0) AS cameras FROM published_camera AS p
  WHERE p.anchor_m && ST_Expand(ST_Transform(d.position, 3857), 150 / cos(radians(ST_Y(d.position))))
    AND ST_DWithin(ST_Transform(p.anchor_m, 4326)::geography, d.position::geography, 150)
    AND NOT EXISTS (SELECT FROM anchor AS a WHERE ST_Transform(a.position, 3857) = p.anchor_m)
) AS agency
CROSS JOIN LATERAL (
  SELECT coalesce(sum(p.band), 0) AS cameras
  FROM anchor AS a
  JOIN published_camera AS p ON p.anchor_m = ST_Transform(a.position, 3857)
  WHERE a.id = d.anchor_id
) AS private
WHERE lower(d.number) = %(number)s AND strpos(lower(d.street), %(words)s) > 0
  AND abs(ST_Y(d.position)) < 85
ORDER BY lower(d.street), lower(d.place), d.id
LIMIT %(most)s
