"""A web page read as an article: what each part of it claims, and which claim wins."""
