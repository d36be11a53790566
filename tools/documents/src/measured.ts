// The measured table of the READMEs, from what `npm run bench` wrote down: the first row of each number, met or missed.
import { cellsOf, toMarkdown as table } from '../../bench/table.mjs';
import { readRepository } from './repository.ts';

type Row = Parameters<typeof cellsOf>[0];

/** The table in English. */
export function measured(): string {
  const heads = ['work', 'gd-trainer', 'beside', 'ratio', 'goal', ''];
  return table(
    heads,
    firstRows().map(([, ...cells]) => cells),
  );
}

/** The table in Chinese. */
export function measuredInChinese(): string {
  const heads = ['任务', 'gd-trainer', '对照', '比值', '目标', ''];
  return table(
    heads,
    firstRows().map(([, ...cells]) => cells.map(inChinese)),
  );
}

function firstRows(): string[][] {
  const { results } = JSON.parse(readRepository('tools/bench/results.json')) as { results: Row[] };
  const ran = results.filter(({ missing }) => !missing);
  const isFirst = ({ id }: Row, index: number) => ran.findIndex((row) => row.id === id) === index;
  return ran.filter(isFirst).map(cellsOf);
}

/** Longer phrases first: each is replaced wherever it stands. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/^([\d,.]+) times faster$/, '速度为其 $1 倍'],
  [/^([\d,.]+) of its speed$/, '速度为其 $1 倍'],
  [/^([\d,.]+) times its time$/, '用时为其 $1 倍'],
  [/^([\d,.]+) times the limit$/, '为上限的 $1 倍'],
  [/^met$/, '达到'],
  [/^\*\*missed\*\*$/, '**未达到**'],
  [/1,000 full-batch epochs, (.*), from JS typed arrays/, '全批量 1,000 轮，$1，数据在 JS 类型化数组中'],
  [/a gradient pass over rows, /, '逐行求一遍梯度，'],
  [/an epoch of shuffled per-sample SGD, /, '打乱顺序的单样本 SGD 一轮，'],
  [
    / of 10 M rows × 3 columns → trained model, 1,000 epochs, as a whole command/,
    '（1,000 万行 × 3 列）→ 训练好的模型，1,000 轮，整条命令',
  ],
  [/moments of 4e6 rows, d = 2, first call/, '4e6 行的矩，d = 2，首次调用'],
  [
    /moments streamed, (.*): time a row, linear memory ([\d.]+) MB \(([\d.]+) at 1e\+5\)/,
    '流式计算矩，$1：每行用时；线性内存 $2 MB（1e+5 行时 $3）',
  ],
  [/^moments, /, '计算矩，'],
  [/, one thread/, '，单线程'],
  [
    /a key that changes the learning rate: course, next update, facts, /,
    '改变学习率的一次按键：全程、下一次更新、要说的事实，',
  ],
  [/the delay that a hand feels/, '手能察觉的延迟'],
  [/terminal trainer, start to first frame, ([\d,]+) rows/, '终端训练器，$1 行数据，从启动到第一帧'],
  [/Ink’s hello world, bundled/, '打包后的 Ink hello world'],
  [/sdk main entry with the core, minified, gzip/, 'sdk 主入口连同内核，最小化并 gzip 后'],
  [/, wasm backend ([\d.]+)/, ' wasm 后端 $1'],
  [/ with OpenBLAS/, ' 配 OpenBLAS'],
  [/a plain SIMD sum over the same 24 MB/, '对同样 24 MB 数据的 SIMD 求和'],
  [/its tenth call/, '第十次调用'],
  [/a millisecond of a 16 ms frame/, '16 ms 一帧中的 1 毫秒'],
  [/limit 15 KB/, '上限 15 KB'],
  [/time a row at n = 1e5/, 'n = 1e5 时每行用时'],
  [/ on the CSV/, '（读 CSV）'],
  [/ and scikit-learn/, ' 加 scikit-learn'],
  [/ and LinearRegression/, ' 加 LinearRegression'],
  [/(?<!\d), |, (?=[a-zA-Z\dXA-])/g, '，'],
  [/: (?=[\d.]+ (?:s|ms|µs|ns|KB|MB)$)/, '：'],
];

/** Names and symbols that stay as they are. */
const NAMES =
  /TensorFlow\.js|wasm|NumPy|OpenBLAS|Ink hello world|scikit-learn|pandas|SGDRegressor|LinearRegression|read_csv|ml-regression-multivariate-linear|-O3 -march=native -ffast-math|CSV|Parquet|SIMD|SGD|fitSync|seek|sdk|gzip|JS/g;

/** Throws where a phrase has no Chinese yet. */
function inChinese(text: string): string {
  const translated = PHRASES.reduce((now, [phrase, chinese]) => now.replace(phrase, chinese), text);
  const left = /[a-z]{3,}/i.exec(translated.replace(NAMES, ''));
  if (left) throw new Error(`no Chinese for "${left[0]}" in "${text}": add it to measured.ts`);
  return translated;
}
