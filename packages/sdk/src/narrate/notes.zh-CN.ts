// Notes on a table that was read, in 简体中文.
import { type NoteCode, type NoteFacts, shown } from '../data/notes.ts';
import { quote } from '../errors.ts';

/** One note in Chinese, control characters escaped. */
export function noteInChinese(facts: NoteFacts): string {
  const told = CHINESE[facts.code](facts);
  return facts.column === undefined ? told : `${inChineseQuotes(shown(facts.column))}：${told}`;
}

const inChineseQuotes = (text: string): string => text.replace(/^"(.*)"$/s, '“$1”');

/** Cells in quotes, one of each kind. */
const quoted = (cells: readonly string[] = []): string =>
  [...new Set(cells)].map((cell) => inChineseQuotes(quote(cell))).join('、');

const MARKS: Readonly<Record<string, string>> = { '.': '点“.”', ',': '逗号“,”' };

function rowsOf({ rows = [], count = 0 }: NoteFacts): string {
  const first = `第 ${rows.join('、')} 行`;
  return count > rows.length ? `${first}等 ${count} 行` : first;
}

const wanted = ({ value }: NoteFacts): string =>
  value === 'date' ? '日期' : value === 'category' ? '文本' : '数值';
const numbersOf = (facts: NoteFacts): string => {
  const { count = 0, of = 0 } = facts;
  return `${of} 个单元格中有 ${of - count} 个是${wanted(facts)}`;
};

const CHINESE: Readonly<Record<NoteCode, (facts: NoteFacts) => string>> = {
  encoding: ({ value }) => `文本不是 UTF-8，已按 ${value} 读取`,
  preamble: ({ count, examples }) => `表格上方的 ${count} 行已略去：${quoted(examples)}`,
  header: ({ value, column, examples }) =>
    value === 'none'
      ? '首行与其余各行一样是数值，因此算作数据；各列命名为 c1、c2 …'
      : value === 'years'
        ? `首行是年份，其下是另一类数值，因此算作列名：${quoted(examples)}`
        : value === 'numbers'
          ? `首行虽有数值，仍算作列名：${quoted(examples)}`
          : column === undefined
            ? `列名取自注释：${quoted(examples)}`
            : examples?.[0] === ''
              ? '原本没有列名'
              : `另有一列也叫${quoted(examples)}`,
  separator: ({ value, examples }) =>
    value === 'lines'
      ? `表格画有框线，框线和只有一列的行都已略去：${quoted(examples)}`
      : `各列以 ${value} 分隔`,
  groups: ({ examples }) => `三位一组之间的分节符已去掉：${quoted(examples)}`,
  decimal: ({ value, examples = [] }) =>
    `小数点写作${MARKS[value!]}${examples.length > 0 ? `，虽然${quoted(examples)}也可以有别的读法` : ''}`,
  currency: ({ examples }) => `货币符号已去掉：${quoted(examples)}`,
  percent: ({ examples }) => `百分数按百分号前的数计：${quoted(examples)}`,
  missing: (facts) =>
    facts.examples?.every((cell) => cell === '')
      ? `${numbersOf(facts)}；${rowsOf(facts)}是空的`
      : `${numbersOf(facts)}；${rowsOf(facts)}是${quoted(facts.examples)}，即缺失值`,
  unreadable: (facts) =>
    `${numbersOf(facts)}；${rowsOf(facts)}是${quoted(facts.examples)}，不是${wanted(facts)}`,
  rounded: (facts) => `${rowsOf(facts)}的整数位数太多，末尾几位已舍入：${quoted(facts.examples)}`,
  label: ({ value }) => (value === 'counts' ? '只是行号，默认不作特征' : '各行互不相同，默认不作特征'),
  empty: () => '没有任何值',
  text: ({ examples }) => `是文本：${quoted(examples)}`,
  category: ({ count, examples }) => `是类别，共 ${count} 种：${quoted(examples)}`,
  date: ({ column = '', examples }) => `是日期：${quoted(examples)}；按天数使用请写 day(${shown(column)})`,
  truncated: ({ count, examples }) => `${count} 行的列数不符，已略去：${quoted(examples)}`,
};
