import { type SVGTemplateResult, svg } from 'lit';

const SHAPES = {
  play: 'M5 3.5v13l11-6.5z',
  pause: 'M5 4h3.5v12H5zM11.5 4H15v12h-3.5z',
  step: 'M4 4v12l8-6zM13.5 4H16v12h-2.5z',
  back: 'M16 4v12l-8-6zM6.5 4H4v12h2.5z',
  reset: 'M10 3a7 7 0 1 1-6.6 4.7l1.9.7A5 5 0 1 0 10 5v3L5.5 4 10 0z',
  data: 'M3 4h14v3H3zM3 8.5h6v3H3zM11 8.5h6v3h-6zM3 13h6v3H3zM11 13h6v3h-6z',
  settings: 'M3 5h7v2H3zM14 5h3v2h-3zM11 3.5h2v5h-2zM3 13h3v2H3zM10 13h7v2h-7zM7 11.5h2v5H7z',
  race: 'M4 3h2v14H4zM6 4h11l-2.5 3L17 10H6z',
  summary: 'M3 3h14v2H3zM3 7.5h9v2H3zM14 7.5h3v2h-3zM3 11.5h9v2H3zM14 11.5h3v2h-3zM3 16h14v1.5H3z',
  diagnosis:
    'M3 3h1.500v12.500H17V17H3zM7 6h2v2H7zM11 4.500h2v2h-2zM14.500 8h2v2h-2zM6 11h2v2H6zM10.500 10h2v2h-2z',
  penalty:
    'M3 3h1.500v12.500H17V17H3zM6 4c2 7 5 8.500 11 8.500V14C10 14 7 12 4.600 4.500zM6 13c3 0 6-1 11-1v1c-5 0-8 1-11 1z',
  bands: 'M2 9C7 6 13 3 18 2v3C13 6 7 9 2 12zM2 15c5-3 11-6 16-7v3c-5 1-11 4-16 7z',
  share: 'M14 3l4 4-4 4V8.6C9 8.6 6 10 4 13.5 4.6 8.5 8 5.6 14 5.4zM3 15.5h14v2H3z',
  sound: 'M3 7.5h3.5L11 3.5v13l-4.5-4H3zM13 6.5a4.5 4.5 0 0 1 0 7v-1.700a3 3 0 0 0 0-3.6z',
  edit: 'M3 17l1-4.5L13.5 3l3.5 3.5L7.5 16zM12.5 5.5l2 2-7.5 7.5-2 .5.5-2z',
} as const;

export type Icon = keyof typeof SHAPES;

/** A picture beside a word or a label: it says nothing by itself. */
export const icon = (name: Icon): SVGTemplateResult =>
  svg`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d=${SHAPES[name]}></path></svg>`;
