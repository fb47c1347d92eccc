"""Who: units, people, members and what they may reach."""
