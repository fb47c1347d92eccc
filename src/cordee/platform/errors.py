"""How Cordée says no."""


class Refused(Exception):
    """A business rule says no. The message is translated and meant for the user."""
