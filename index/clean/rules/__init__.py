"""Which lines do rules alone drop? Sections, fixed phrases, templates of a host, and the names that rules go by."""
