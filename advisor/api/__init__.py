"""REST under ``/api/v1``: the records of the command line for programs, with tokens, limits and named problems."""
