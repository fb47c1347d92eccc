"""The command line: serves, administers, and runs the main job on files."""
