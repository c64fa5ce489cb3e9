"""Values of the domain: numbers, identities, documents, relations. No I/O and no clock."""
