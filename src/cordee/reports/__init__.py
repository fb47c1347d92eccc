"""Every document: board pack as PDF, PPTX and XLSX, from the same queries as the pages."""
