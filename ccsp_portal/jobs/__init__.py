"""Long work: progress, lease, retry, cancel."""
