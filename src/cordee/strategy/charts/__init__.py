"""What the spine draws and says: findings in sentences, charts, the golden thread."""
