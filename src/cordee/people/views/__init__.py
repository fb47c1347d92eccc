"""Pages of members, of those who are invited, of those who join, and of teams."""
