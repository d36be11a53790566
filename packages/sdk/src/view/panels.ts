/** Panels of the terminal, in the order of their keys, 1 first; those that the page has too are called as there. */
export const PANELS = [
  'loss',
  'descent',
  'ledger',
  'fit',
  'timeline',
  'data',
  'summary',
  'diagnosis',
  'penalty',
] as const;
/** Name of a panel. */
export type Panel = (typeof PANELS)[number];

/** Panes of the page: a wide element shows them all, a narrow one those of one lesson. */
export const PANES = ['fit', 'descent', 'loss', 'neuron', 'ledger'] as const;
/** Name of a pane. */
export type Pane = (typeof PANES)[number];
