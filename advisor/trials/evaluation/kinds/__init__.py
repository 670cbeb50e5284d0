"""Kinds of metrics that need more than a comparison of two texts."""
