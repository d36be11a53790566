// Results as they are written down, in both languages: cells of a table, and the table as Markdown.

/** A text in both languages; names that are the same in both stay plain strings. */
export const both = (en, chinese) => ({ en, 'zh-CN': chinese });

/** Words of a ratio, by its kind. What is slower is written as slower. */
const UNITS = {
  faster: { en: (ratio) => `${ratio} times faster`, 'zh-CN': (ratio) => `速度为其 ${ratio} 倍` },
  slower: { en: (ratio) => `${ratio} times slower`, 'zh-CN': (ratio) => `用时为其 ${ratio} 倍` },
  time: { en: (ratio) => `${ratio} times its time`, 'zh-CN': (ratio) => `用时为其 ${ratio} 倍` },
  memory: { en: (ratio) => `${ratio} times its memory`, 'zh-CN': (ratio) => `内存为其 ${ratio} 倍` },
  limit: { en: (ratio) => `${ratio} times the limit`, 'zh-CN': (ratio) => `为上限的 ${ratio} 倍` },
};

const VERDICTS = { en: { met: 'met', missed: '**missed**' }, 'zh-CN': { met: '达到', missed: '**未达到**' } };
const COLONS = { en: ': ', 'zh-CN': '：' };

/**
 * The cells of a row of results.json: number, work, ours, rival, ratio, goal, verdict.
 *
 * @param {Record<string, any>} row
 * @param {'en' | 'zh-CN'} language
 * @returns {string[]}
 */
export function cellsOf(row, language = 'en') {
  const { id, ours, theirs, ratio, goal, unit, smaller, size, met, missing } = row;
  const [work, rival] = [row.work, row.rival].map((text) => text[language] ?? text);
  if (missing) return [id, work, '', rival, '', '', `not measured: ${missing}`];
  const show = size ? kilobytes : duration;
  const bound = goal === undefined ? '' : `${smaller ? '≤' : '≥'} ${goal.toLocaleString('en')}`;
  const verdict = met === undefined ? '' : VERDICTS[language][met ? 'met' : 'missed'];
  const beside = `${rival}${COLONS[language]}${show(theirs)}`;
  return [id, work, show(ours), beside, wordsOf(unit, ratio, language), bound, verdict];
}

function wordsOf(unit, ratio, language) {
  if (unit !== 'faster' && unit !== 'speed') return UNITS[unit][language](digits(ratio));
  return ratio < 1 ? UNITS.slower[language](digits(1 / ratio)) : UNITS.faster[language](digits(ratio));
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
