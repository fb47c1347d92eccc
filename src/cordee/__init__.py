"""Cordée keeps a company's strategy and its IT tied to the same rope."""
