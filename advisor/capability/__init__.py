"""Capability estimates: one latent ability per model and capability, stitched from public scores of many boards."""

from advisor.capability.build import build

__all__ = ["build"]
