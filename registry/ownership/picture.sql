-- Where a camera stands and what it sees, between the walls around it, as paths in metres round it.
-- Parameters: camera, reach (metres of the projection shown to each side)
WITH spot AS (
    SELECT c.id, ST_Transform(c.position, 3857) AS at,
        ST_Expand(ST_Transform(c.position, 3857), %(reach)s) AS frame
    FROM camera c
    WHERE c.id = %(camera)s
)
SELECT
    (SELECT ST_AsSVG(ST_Translate(ST_CollectionExtract(ST_Collect(ST_ClipByBox2D(
            ST_Transform(b.footprint, 3857), spot.frame)), 3), -ST_X(spot.at), -ST_Y(spot.at)), 1, 1)
    FROM building b
    WHERE b.footprint && ST_Transform(spot.frame, 4326)),
    (SELECT ST_AsSVG(ST_Translate(ST_CollectionExtract(ST_Collect(ST_ClipByBox2D(
            ST_Transform(s.line, 3857), spot.frame)), 2), -ST_X(spot.at), -ST_Y(spot.at)), 1, 1)
    FROM street s
    WHERE s.line && ST_Transform(spot.frame, 4326)),
    ST_AsSVG(ST_Translate(ST_Transform(coalesce(p.sees, p.reach), 3857),
        -ST_X(spot.at), -ST_Y(spot.at)), 1, 1)
FROM spot
LEFT JOIN placement p ON p.camera_id = spot.id AND p.valid_to IS NULL
