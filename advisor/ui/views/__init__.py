"""The drawn parts of the pages, one module per page."""
