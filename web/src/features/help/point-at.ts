const MARK = 'data-tour-here';

/** Marks the links of the frame that lead to an address, or the search; returns what takes the marks away. */
export function pointAt(to: string | null): () => void {
  const links = [...document.querySelectorAll('nav a[href], [data-tour="search"]')];
  const meant = links.filter((link) =>
    to === null ? link.hasAttribute('data-tour') : link.getAttribute('href') === to,
  );
  for (const link of meant) link.setAttribute(MARK, '');
  return () => {
    for (const link of meant) link.removeAttribute(MARK);
  };
}
