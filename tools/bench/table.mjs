// How results are written down: as cells of a table, and the table as Markdown.

/**
 * The cells of a row of results.json: number, work, ours, rival, ratio, goal, verdict.
 *
 * @param {Record<string, any>} row
 * @returns {string[]}
 */
export function cellsOf({ id, work, rival, ours, theirs, ratio, goal, unit, smaller, size, met, missing }) {
  if (missing) return [id, work, '', rival, '', '', `not measured: ${missing}`];
  const show = size ? kilobytes : duration;
  const bound = goal === undefined ? '' : `${smaller ? '≤' : '≥'} ${goal.toLocaleString('en')}`;
  const verdict = met === undefined ? '' : met ? 'met' : '**missed**';
  return [id, work, show(ours), `${rival}: ${show(theirs)}`, `${digits(ratio)} ${unit}`, bound, verdict];
}

/**
 * A table; every cell as it is.
 *
 * @param {readonly string[]} heads
 * @param {readonly (readonly string[])[]} rows
 */
export function toMarkdown(heads, rows) {
  const rule = heads.map(() => '---');
  return [heads, rule, ...rows].map((cells) => `| ${cells.join(' | ')} |\n`).join('');
}

function digits(value) {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

function kilobytes(value) {
  return value < 1000 ? `${value.toFixed(1)} KB` : `${(value / 1000).toFixed(0)} MB`;
}

function duration(seconds) {
  const units = [
    [1, 's'],
    [1e-3, 'ms'],
    [1e-6, 'µs'],
    [1e-9, 'ns'],
  ];
  const [scale, unit] = units.find(([size]) => seconds >= size) ?? [1e-9, 'ns'];
  return `${(seconds / scale).toPrecision(3)} ${unit}`;
}
