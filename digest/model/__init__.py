"""Values only: frozen, without I/O, shared by every stage."""
