"""The article's case studies, authored as data."""
