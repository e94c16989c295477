"""Those who speak without an account: whom a browser speaks as, what his address is proved by, and limits."""
