-- The open ground of a study, cell by cell, as its agency cameras see it.
-- Parameters, in order: study
COPY (
    SELECT cell, px_per_m, level, cameras, sure, reason, public, demand, district_id AS district
    FROM study_cell
    WHERE study_id = %s
    ORDER BY cell
) TO STDOUT (FORMAT csv, HEADER)
