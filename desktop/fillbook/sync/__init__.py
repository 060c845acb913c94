"""Reconciling the library with the remotes, field by field."""
