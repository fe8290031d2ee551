-- What is recorded is kept for thirty days, unless the centre says otherwise.
INSERT INTO retention (what, days) VALUES ('recordings', 30);

-- Media begins and ends to record at once.
CREATE TRIGGER recorder_changed
    AFTER INSERT OR UPDATE OF is_on OR DELETE ON recorder
    FOR EACH STATEMENT EXECUTE FUNCTION tell_feeds_changed();
