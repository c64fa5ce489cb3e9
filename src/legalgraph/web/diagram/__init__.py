"""Diagrams laid out in Python: pure functions from cards and links to places, drawn by the templates as SVG."""
