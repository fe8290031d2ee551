-- The stretches of street of a study.
-- Parameters, in order: study
COPY (
    SELECT name, metres, level, seen, reason, demand, district_id AS district,
        encode(ST_AsBinary(line), 'hex') AS line
    FROM study_street
    WHERE study_id = %s
    ORDER BY name, ST_AsBinary(line), id
) TO STDOUT (FORMAT csv, HEADER)
