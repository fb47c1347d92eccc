"""The shell around the rooms: menu, cockpit, sign-in, look."""
