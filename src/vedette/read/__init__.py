"""Stage 3: documents to claims."""
