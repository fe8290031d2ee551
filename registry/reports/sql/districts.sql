-- The districts that a study's area reaches into.
-- Parameters, in order: study
COPY (
    SELECT district.id, district.name, district.population,
        encode(ST_AsBinary(district.area), 'hex') AS area
    FROM district
    JOIN study ON study.id = %s AND ST_Intersects(district.area, study.area)
    ORDER BY district.name, district.id
) TO STDOUT (FORMAT csv, HEADER)
