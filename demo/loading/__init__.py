"""How the demonstration's data become records: one module per noun, each called once."""
