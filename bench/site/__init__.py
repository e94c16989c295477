"""Measures the running site. Every figure is a ratio to something plain on the same server, in the same run."""
