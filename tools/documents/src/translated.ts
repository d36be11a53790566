// Tables of an English page in Chinese: the same numbers, computed once, in Chinese words.
import { fill, partsOf } from './marked.ts';

const WORDS: Readonly<Record<string, string>> = {
  'data set': '数据集',
  rows: '行数',
  parameters: '参数',
  exact: '精确解',
  certified: '认证值',
  attainable: '可达',
  says: '自报',
  'from moments': '由矩',
  'as poly(x, k)': '用 poly(x, k)',
  all: '全部',
  'At most 10,000 epochs, tolerance 1e-13:': '最多 10,000 轮，容差 1e-13：',
  'gd ends as': 'gd 的结局',
  'momentum ends as': '动量法的结局',
  'cg ends as': 'cg 的结局',
  'at epoch': '轮次',
  digits: '位数',
  'would need': '所需轮数',
  converged: '已收敛',
  exhausted: '轮数用完',
  part: '部分',
  'sdk: table, moments, optimizers, session, forecast': 'sdk：表、矩、优化器、训练状态、预测',
  'the panes, charts and behaviour of the element': '元素的面板、图和操作',
  'sentences about a run, two languages': '关于训练的句子，两种语言',
  'races, links, runs as code and worksheets': '比赛、链接、程序和手算过程',
  'the kernels, in WebAssembly and in JavaScript': '内核，WebAssembly 和 JavaScript 两种',
  'labels, two languages': '界面文字，两种语言',
  'CSV reader (the parser of papaparse)': '读 CSV（用 papaparse 的解析器）',
  'style sheet': '样式表',
  page: '网页',
  files: '文件数',
  'the page of the README': '本页开头的网页',
  'the same in Chinese': '同一网页的中文版',
  'one feature, the rows in the page': '一个特征，数据写在网页里',
  'the page of the README with all panes': '本页开头的网页，显示全部面板',
  'what the parts have in common': '各部分共有的',
};

/** A page with every table that the English one has, in Chinese. */
export const withTablesOf = (english: string, text: string): string =>
  Object.entries(partsOf(english)).reduce(
    (page, [name, content]) => fill(page, name, inChinese(content)),
    text,
  );

/** A table, and the line above it, cell by cell. */
const inChinese = (part: string): string =>
  part.replace(/[^|\n]+/g, (cell) => cell.replace(cell.trim(), wordOf(cell.trim())));

/** Numbers and proper names stay; anything else in English must have its word. */
function wordOf(cell: string): string {
  const word = WORDS[cell];
  if (word === undefined && /^[a-z]|[a-z]{2} /.test(cell)) throw new Error(`no Chinese for “${cell}”`);
  return word ?? cell;
}
