"""RDF: vocabulary, the mapping of the model to quads and back, and the formats."""
