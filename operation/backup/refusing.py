class Refused(Exception):
    """Says in a sentence why nothing was done."""
