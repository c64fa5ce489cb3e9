"""Any SPARQL 1.1 engine elsewhere: asked over the SPARQL Protocol, filled over the Graph Store Protocol."""
