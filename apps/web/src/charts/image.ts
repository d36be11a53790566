import { paintChart } from './paint.ts';

/** Looks of a shape, as attributes that every reader of SVG knows. */
const LOOKS = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-opacity',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'paint-order',
] as const;

/** Characters that XML does not know, halves of others among them: a name that has one makes a file that nothing opens. */
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** Pixels of the picture for one of the page. */
const SHARPNESS = 2;

/** A chart of the page as an SVG file that looks the same by itself. */
export function toSvg(chart: SVGSVGElement): Blob {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const { width, height } = chart.viewBox.baseVal;
  const originals = [...chart.querySelectorAll('*')];
  for (const [i, element] of [...copy.querySelectorAll('*')].entries()) copyStyle(element, originals[i]!);
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of Object.entries({ width, height, fill: groundOf(chart) })) {
    ground.setAttribute(name, String(value));
    copy.setAttribute(name, String(value));
  }
  copy.prepend(ground);
  const comments = document.createTreeWalker(copy, NodeFilter.SHOW_COMMENT);
  const found: Node[] = [];
  while (comments.nextNode()) found.push(comments.currentNode);
  for (const comment of found) comment.parentNode!.removeChild(comment);
  const text = new XMLSerializer().serializeToString(copy).replace(NO_XML, '\ufffd');
  return new Blob([text], { type: 'image/svg+xml' });
}

/** A chart of the page as a PNG file, painted shape by shape: a strict policy lets no picture be loaded from memory. */
export async function toPng(chart: SVGSVGElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  paintChart(canvas, chart, { sharpness: SHARPNESS, ground: groundOf(chart) });
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), 'image/png'));
}

/** The colour that a chart stands on. */
function groundOf(chart: Element): string {
  const root = chart.getRootNode();
  return root instanceof ShadowRoot ? getComputedStyle(root.host).backgroundColor : '#fff';
}

function copyStyle(element: Element, original: Element): void {
  const style = getComputedStyle(original);
  for (const name of LOOKS) element.setAttribute(name, style.getPropertyValue(name));
  // what only the page has a use for
  for (const name of ['class', 'data-link', 'data-lit', 'tabindex', 'role', 'aria-label'])
    element.removeAttribute(name);
}
