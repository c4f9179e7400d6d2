"""What the world is made of: schema, records, loading, validation, the read-only graph."""
