"""The tables of the first schema, one file a subject; `migrations.py` puts them in order."""
