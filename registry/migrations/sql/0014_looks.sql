-- An owner asks which lists named their camera: registry/ownership/looks.py.
CREATE INDEX audit_entry_cameras ON audit_entry USING gin ((detail -> 'cameras') jsonb_path_ops)
    WHERE action = 'cameras_listed';
