"""A trade entered by hand."""
