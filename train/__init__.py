"""Makes the reader model from data. Not shipped; torch is needed only here."""
