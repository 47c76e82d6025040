// Runs before the first paint, so that a dark page never flashes white. A file, not an inline script, for the
// content security policy's sake.
(function () {
  var stored = window.localStorage.getItem('throughline-color-scheme');
  var dark =
    stored === 'dark' || (stored !== 'light' && window.matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
