"""What runs: applications (technologies, suppliers and interfaces join them later)."""
