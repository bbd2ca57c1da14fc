"""Copy cataloguing: records by ISBN from other catalogues, taken as drafts of printed books."""
