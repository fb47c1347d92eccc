"""Tells other programs what changes: queued with the act, signed, sent by the worker."""
