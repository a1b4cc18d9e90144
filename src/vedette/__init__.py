"""vedette: open-source indications and warning, from a page to an audited bulletin."""

__version__ = "0.1.0"
