"""Plotly charts, one module per subject; each returns a figure with a title and units."""
