"""What runs: applications, technologies, suppliers and interfaces."""
