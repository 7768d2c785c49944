"""The one place that touches the database: one engine, one schema, one file per kind of row."""
