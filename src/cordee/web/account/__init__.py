"""Your account: what one changes of oneself, and how accounts are opened and guarded."""
