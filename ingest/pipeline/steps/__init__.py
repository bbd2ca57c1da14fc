"""The steps of the pipeline: one file with one `run(job)` each; ingest/pipeline/pipeline.py puts them in order."""
