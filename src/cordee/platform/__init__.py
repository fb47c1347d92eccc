"""What every room needs and no room owns: tenant, access, journal, importing, charts, errors."""
