"""Reading without storing: what is in a text or file, as records and for people."""
