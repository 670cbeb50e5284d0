"""Model-selection advisor: choose a generative-AI model and where to run it, and defend the choice."""

__version__ = "0.1.0"
