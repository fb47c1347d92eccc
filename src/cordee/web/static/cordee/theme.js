/* In <head>, not deferred: sets the chosen theme before the first paint. */
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  /* storage refused: follow the system */
}
