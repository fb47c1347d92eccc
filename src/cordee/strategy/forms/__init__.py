"""Listens: what people write of the spine."""
