-- Tell media at once when somebody may no longer look: it decides anew for every open watch.
CREATE FUNCTION tell_access_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY access_changed;
    RETURN NULL;
END $$;

-- And when a feed comes, goes or moves, so that a new camera need not wait to be found.
CREATE FUNCTION tell_feeds_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY feeds_changed;
    RETURN NULL;
END $$;

CREATE TRIGGER feed_changed
    AFTER INSERT OR UPDATE OR DELETE ON feed
    FOR EACH STATEMENT EXECUTE FUNCTION tell_feeds_changed();

CREATE TRIGGER incident_access_changed
    AFTER UPDATE OF state, position, radius, priority, kind ON incident
    FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER incident_assigned_access_changed
    AFTER INSERT OR DELETE ON incident_assigned
    FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER grant_access_changed
    AFTER INSERT OR UPDATE OR DELETE ON camera_grant
    FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER camera_access_changed
    AFTER UPDATE OF status, level, owner_id OR DELETE ON camera
    FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
CREATE TRIGGER user_access_changed
    AFTER UPDATE OF role, is_active, agency_id, password ON registry_user
    FOR EACH STATEMENT EXECUTE FUNCTION tell_access_changed();
