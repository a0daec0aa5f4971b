"""Scores of the extraction against articles annotated by people."""
