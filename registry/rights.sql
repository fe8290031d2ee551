-- What each database login may do; run by the owner after every migration.
-- {app} is the web's, media's and worker's login; {public} answers strangers.
GRANT USAGE ON SCHEMA public TO {app}, {public};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app};
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {app};

-- The log is written once: not even the web can mend it.
REVOKE UPDATE, DELETE, TRUNCATE ON audit_entry, audit_seal FROM {app};

-- So is what was done with evidence, and what became of it.
REVOKE UPDATE, DELETE, TRUNCATE ON evidence_custody, evidence_certificate FROM {app};

-- And what owners agreed to.
REVOKE UPDATE, DELETE, TRUNCATE ON consent FROM {app};

-- What was reported stays as it was; only a study that goes is no longer pointed at.
REVOKE UPDATE, DELETE, TRUNCATE ON report, report_part FROM {app};
GRANT UPDATE (study_id) ON report TO {app};

-- Strangers read the town and what is published; no table here holds a private place.
REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {public};
GRANT SELECT ON spatial_ref_sys, building, street, district, ground, landmark, anchor, retention TO {public};
GRANT SELECT (id, number, street, place, position, anchor_id) ON address TO {public};
GRANT SELECT ON published_aggregate, published_day TO {public};
GRANT SELECT (name, body, etag, checked_at) ON published_file TO {public};
GRANT SELECT (anchor_m, kind, band) ON published_camera TO {public};
