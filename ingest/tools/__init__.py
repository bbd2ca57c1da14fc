"""What reads files: pure functions without models. Those that parse foreign bytes run in the child process."""
