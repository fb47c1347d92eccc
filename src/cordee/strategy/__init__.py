"""The spine: vision, objectives, plans, initiatives, contributions, spend."""
