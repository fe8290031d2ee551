-- Tell media at once when what may be asked of a box changed, when it came or went, or was revoked.
CREATE FUNCTION tell_boxes_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY boxes_changed;
    RETURN NULL;
END $$;

CREATE TRIGGER box_changed
    AFTER UPDATE OF revoked_at, line OR DELETE ON box
    FOR EACH STATEMENT EXECUTE FUNCTION tell_boxes_changed();
CREATE TRIGGER box_camera_changed
    AFTER UPDATE OF camera_id OR DELETE ON box_camera
    FOR EACH STATEMENT EXECUTE FUNCTION tell_boxes_changed();
CREATE TRIGGER box_look_changed
    AFTER INSERT OR DELETE ON box_look
    FOR EACH ROW EXECUTE FUNCTION tell_boxes_changed();

-- Live views are of all cameras; only those of a box's cameras are a box's business.
CREATE FUNCTION tell_box_watched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM box_camera WHERE camera_id = NEW.camera_id) THEN
        NOTIFY boxes_changed;
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER live_view_box_watched
    AFTER INSERT OR UPDATE OF closed_at ON live_view
    FOR EACH ROW EXECUTE FUNCTION tell_box_watched();
