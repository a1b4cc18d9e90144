"""Stage 2: captures to documents and stories."""
