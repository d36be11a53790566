import type { Point } from './marks.ts';

/** Distance from a thin line that counts as on it, in pixels. */
const REACH = 12;

/**
 * Paints a chart on a canvas, shape by shape, as the style sheet of the page would have it look.
 *
 * @param sharpness - pixels of the canvas for one of the page
 * @param ground - colour behind the chart; none by default
 */
export function paintChart(
  canvas: HTMLCanvasElement,
  chart: SVGSVGElement,
  { sharpness, ground }: { readonly sharpness: number; readonly ground?: string },
): void {
  const { width, height } = chart.viewBox.baseVal;
  [canvas.width, canvas.height] = [width * sharpness, height * sharpness];
  const brush = canvas.getContext('2d')!;
  brush.scale(sharpness, sharpness);
  if (ground) {
    brush.fillStyle = ground;
    brush.fillRect(0, 0, width, height);
  }
  for (const child of chart.children) paint(brush, child);
}

/** Link of the topmost linked shape at a place of a chart; nothing where there is none. */
export function linkAt(canvas: HTMLCanvasElement, chart: SVGSVGElement, [x, y]: Point): string {
  const brush = canvas.getContext('2d')!;
  brush.save();
  brush.resetTransform();
  brush.lineWidth = REACH;
  const shapes = [...chart.querySelectorAll<SVGElement>('[data-link]')].reverse();
  const hit = shapes.find((element) => {
    const shape = element.dataset.link && shapeOf(element);
    if (!shape) return false;
    const isFilled = getComputedStyle(element).fill !== 'none';
    return brush.isPointInStroke(shape, x, y) || (isFilled && brush.isPointInPath(shape, x, y));
  });
  brush.restore();
  return hit?.dataset.link ?? '';
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
  const style = takeStyle(brush, element);
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
  const style = takeStyle(brush, element);
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
function takeStyle(brush: CanvasRenderingContext2D, element: Element): CSSStyleDeclaration {
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
