/** What decides how a shape looks, as attributes that every reader of SVG knows. */
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

/** Pixels of the picture for one of the page. */
const SHARPNESS = 2;

/** A chart of the page as an SVG file that looks the same by itself. */
export function toSvg(chart: SVGSVGElement): Blob {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const { width, height } = chart.getBoundingClientRect();
  const originals = [...chart.querySelectorAll('*')];
  for (const [i, element] of [...copy.querySelectorAll('*')].entries()) dress(element, originals[i]!);
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
  return new Blob([new XMLSerializer().serializeToString(copy)], { type: 'image/svg+xml' });
}

/** A chart of the page as a PNG file, painted shape by shape: a strict policy lets no picture be loaded from memory. */
export async function toPng(chart: SVGSVGElement): Promise<Blob> {
  const { width, height } = chart.getBoundingClientRect();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * SHARPNESS, height * SHARPNESS];
  const brush = canvas.getContext('2d')!;
  brush.scale(SHARPNESS, SHARPNESS);
  brush.fillStyle = groundOf(chart);
  brush.fillRect(0, 0, width, height);
  for (const child of chart.children) paint(brush, child);
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob!), 'image/png'));
}

/** The colour that a chart stands on. */
function groundOf(chart: Element): string {
  const root = chart.getRootNode();
  return root instanceof ShadowRoot ? getComputedStyle(root.host).backgroundColor : '#fff';
}

function dress(element: Element, original: Element): void {
  const style = getComputedStyle(original);
  for (const name of LOOKS) element.setAttribute(name, style.getPropertyValue(name));
  // what only the page has a use for
  for (const name of ['class', 'data-link', 'data-lit', 'tabindex', 'role', 'aria-label'])
    element.removeAttribute(name);
}

const number = (element: Element, name: string): number => Number(element.getAttribute(name) ?? 0);

function paint(brush: CanvasRenderingContext2D, element: Element): void {
  const shape = shapeOf(element);
  if (shape) paintShape(brush, element, shape);
  else if (element.localName === 'text') paintText(brush, element);
  else if (element.localName === 'svg') paintInside(brush, element);
  else for (const child of element.children) paint(brush, child);
}

function shapeOf(element: Element): Path2D | undefined {
  const at = (name: string): number => number(element, name);
  switch (element.localName) {
    case 'path':
      return new Path2D(element.getAttribute('d') ?? '');
    case 'circle': {
      const circle = new Path2D();
      circle.arc(at('cx'), at('cy'), at('r'), 0, 2 * Math.PI);
      return circle;
    }
    case 'line':
      return new Path2D(`M${at('x1')},${at('y1')}L${at('x2')},${at('y2')}`);
    case 'rect':
      return new Path2D(`M${at('x')},${at('y')}h${at('width')}v${at('height')}h${-at('width')}z`);
    default:
      return undefined;
  }
}

/** A picture in the picture is a frame that cuts off what reaches out of it. */
function paintInside(brush: CanvasRenderingContext2D, frame: Element): void {
  brush.save();
  brush.beginPath();
  brush.rect(number(frame, 'x'), number(frame, 'y'), number(frame, 'width'), number(frame, 'height'));
  brush.clip();
  for (const child of frame.children) paint(brush, child);
  brush.restore();
}

function paintShape(brush: CanvasRenderingContext2D, element: Element, shape: Path2D): void {
  const style = dip(brush, element);
  if (style.fill !== 'none') {
    brush.globalAlpha = Number(style.fillOpacity) * Number(style.opacity);
    brush.fill(shape);
  }
  if (style.stroke !== 'none') {
    brush.globalAlpha = Number(style.strokeOpacity) * Number(style.opacity);
    brush.stroke(shape);
  }
}

function paintText(brush: CanvasRenderingContext2D, element: Element): void {
  const style = dip(brush, element);
  brush.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  brush.textAlign =
    ({ middle: 'center', end: 'right' } as const)[element.getAttribute('text-anchor') ?? ''] ?? 'left';
  brush.globalAlpha = Number(style.opacity);
  const [x, y] = [number(element, 'x') + number(element, 'dx'), number(element, 'y')];
  const text = element.textContent ?? '';
  // the outline lies behind the letters
  if (style.stroke !== 'none') brush.strokeText(text, x, y);
  brush.fillText(text, x, y);
}

/** Takes up the colours and the line of an element. */
function dip(brush: CanvasRenderingContext2D, element: Element): CSSStyleDeclaration {
  const style = getComputedStyle(element);
  brush.fillStyle = style.fill;
  brush.strokeStyle = style.stroke;
  brush.lineWidth = Number.parseFloat(style.strokeWidth);
  brush.lineCap = style.strokeLinecap as CanvasLineCap;
  brush.setLineDash(
    style.strokeDasharray === 'none' ? [] : style.strokeDasharray.split(/[ ,]+/).map(Number.parseFloat),
  );
  return style;
}
