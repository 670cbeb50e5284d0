"""The OpenAPI document is taken at its word: whatever it allows or forbids is sent, and every answer is as it says."""

from __future__ import annotations
