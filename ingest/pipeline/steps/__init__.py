"""The steps of the pipeline: each file has one `run(job)`, and QUEUE where it does not run on the default one."""
