/**
 * Base class for Lit where there is no browser. Its own stand-in can render on a server; this one only lets the element
 * be imported there, which is all that a page rendered on a server needs.
 */
export const HTMLElement: object = class {};
export const customElements: undefined = undefined;
