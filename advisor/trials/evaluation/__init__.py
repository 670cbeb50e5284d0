"""Own-data evaluation: prompts x models x metrics, as a job that survives a crash and never pays twice."""
