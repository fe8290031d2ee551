-- The kinds of camera and the unit costs a new centre begins with, to be edited.
INSERT INTO camera_type
    (name, form, mount, height, hfov, range, width_px, capital, yearly, life_years, offered)
VALUES
    ('Fixed, on a wall', 'fixed', 'wall', 4, 90, 50, 2688, 2400, 280, 7, TRUE),
    ('Fixed, on a pole', 'fixed', 'pole', 5, 90, 60, 2688, 6500, 620, 7, TRUE),
    ('Fixed, long lens, on a pole', 'fixed', 'pole', 6, 28, 140, 2688, 8200, 640, 7, TRUE),
    ('All round, on a pole', 'panoramic', 'pole', 6, 360, 45, 10240, 9800, 780, 7, TRUE),
    ('Pan, tilt and zoom, on a pole', 'ptz', 'pole', 7, 62, 120, 1920, 11500, 960, 6, TRUE);

INSERT INTO unit_cost (what, capital, yearly, life_years, answering, metres)
VALUES
    ('recruiting', 4, 0.25, 4, 0.06, 12),
    ('lighting', 190, 9, 20, 1, 1);
