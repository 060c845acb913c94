"""One script a schema, numbered; never changed once released."""
