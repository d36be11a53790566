/** The page in the address bar, and the way from it to the frame that this page is in: `0/` in its first. */
interface ShownPage {
  readonly page: Window;
  readonly way: string;
}

/** The outermost page of this site, which is this page where it is in no frame or in one of another site. */
export function shownPage(): ShownPage {
  let page: Window = window;
  let way = '';
  try {
    while (page.parent !== page) {
      const { parent } = page;
      const index = Array.from({ length: parent.length }, (_, i) => parent[i]).indexOf(page);
      // throws where that is of another site
      if (parent.location.href) [page, way] = [parent, `${index}/${way}`];
    }
  } catch {}
  return { page, way };
}

/** Addresses that may hold a link for an element of this page, each with the way to it that the link says. */
export const addresses = (): readonly { readonly hash: string; readonly way: string }[] => {
  const { page, way } = shownPage();
  const { hash } = location;
  const around =
    way === ''
      ? []
      : [
          { hash: page.location.hash, way },
          { hash, way },
        ];
  return [...around, { hash, way: '' }].filter(({ hash }) => hash.startsWith('#gd1.'));
};
