"""Every effect of the pipeline: processes, files, the clock, models, retries, logging. No rule about news lives here."""
