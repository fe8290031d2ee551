-- Give each address its anchor, from the addresses alone. What has one keeps it: an anchor never moves and a
-- stretch is never cut anew, for the difference between two cuts tells which houses they share.
-- Parameter: shared_by, how many doors share an anchor at least.

-- A door is a house number and a place: twenty flats at one are one door, and so is a house in two files.
CREATE TEMPORARY VIEW door AS
SELECT id, lower(street) AS street, substring(number from '\d+')::numeric AS number,
  CASE WHEN number !~ '\d' THEN lower(number) END AS words, position, anchor_id
FROM address;

-- Streets that lost doors to another may share an anchor among too few.
CREATE TEMPORARY TABLE thin ON COMMIT DROP AS
SELECT anchor.id FROM anchor LEFT JOIN door ON door.anchor_id = anchor.id
GROUP BY anchor.id
HAVING least(count(DISTINCT (door.street, door.number, door.words)),
             count(DISTINCT ST_SnapToGrid(door.position, 0.00001))) < %(shared_by)s;
UPDATE address SET anchor_id = NULL WHERE anchor_id IN (SELECT id FROM thin);
DELETE FROM anchor WHERE id IN (SELECT id FROM thin);

-- A new door among old ones joins its nearest neighbour on the street.
UPDATE address a SET anchor_id = (
  SELECT b.anchor_id FROM address b
  WHERE b.position && ST_Expand(a.position, 0.0015) AND lower(b.street) = lower(a.street)
    AND b.anchor_id IS NOT NULL
  ORDER BY b.position <-> a.position, b.id
  LIMIT 1
)
WHERE a.anchor_id IS NULL AND EXISTS (SELECT FROM anchor);

-- The others are cut, in the order of their numbers, into stretches as short as may be. Doors of one name with
-- nothing between them for some 500 m are two streets, of two villages.
CREATE TEMPORARY TABLE stretch ON COMMIT DROP AS
WITH parted AS (
  SELECT *, ST_ClusterDBSCAN(position, 0.005, 1) OVER (PARTITION BY street) AS part
  FROM door WHERE anchor_id IS NULL AND street <> ''
),
ranked AS (
  SELECT *, dense_rank() OVER (PARTITION BY street, part ORDER BY number, words) AS nth FROM parted
),
counted AS (
  SELECT *, max(nth) OVER (PARTITION BY street, part) AS doors FROM ranked
)
SELECT nextval(pg_get_serial_sequence('anchor', 'id')) AS id, street, addresses, middle FROM (
  SELECT street, array_agg(id) AS addresses, ST_Centroid(ST_Collect(position)) AS middle
  FROM counted
  WHERE doors >= %(shared_by)s
  GROUP BY street, part, (nth - 1) * (doors / %(shared_by)s) / doors
  HAVING count(DISTINCT ST_SnapToGrid(position, 0.00001)) >= %(shared_by)s
) AS cut;

-- The anchor stands on the street itself where the street is known.
INSERT INTO anchor (id, street, position)
SELECT id, street, ST_SnapToGrid(coalesce((
    SELECT ST_ClosestPoint(s.line, middle) FROM street s
    WHERE s.line && ST_Expand(middle, 0.003) AND lower(s.name) = stretch.street
    ORDER BY s.line <-> middle, s.id
    LIMIT 1
  ), middle), 0.00001)
FROM stretch;
UPDATE address a SET anchor_id = s.id FROM stretch s WHERE a.id = ANY (s.addresses);

-- Doors on a street too short for an anchor have the nearest within some 250 m, or none.
UPDATE address a SET anchor_id = (
  SELECT n.id FROM anchor n
  WHERE n.position && ST_Expand(a.position, 0.00225 / greatest(cos(radians(ST_Y(a.position))), 0.02), 0.00225)
  ORDER BY n.position::geography <-> a.position::geography, n.id
  LIMIT 1
)
WHERE a.anchor_id IS NULL;

DROP VIEW door;
DROP TABLE thin, stretch;
