"""Pure functions from bytes to articles to rows: same arguments, same result. No Prefect, no files, no clock, no logging."""
